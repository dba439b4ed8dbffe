"""
Every enumeration of the registry: stored code, 中文 and English in one place; import them from here.

Stored values never change once released; labels may. Marks and sources: `docs/glossary.toml`.
"""

from registry.codes.access import Capability, PrincipalKind, Role
from registry.codes.centers import (
    CenterDueKind,
    ChecklistItem,
    ChecklistResult,
    ReviewOutcome,
    ReviewStep,
    VerificationMethod,
)
from registry.codes.checks import (
    AnswerKind,
    CheckResult,
    CheckState,
    HazardState,
    HazardStep,
    InspectionObject,
)
from registry.codes.code import Code
from registry.codes.consistency import IssueSeverity, IssueState
from registry.codes.draws import (
    DrawPool,
    DrawState,
    ExclusionReason,
    InspectionMethod,
    RelationKind,
    Strata,
    Undrawable,
)
from registry.codes.evidence import EvidenceType
from registry.codes.facilities import FacilityKind, OutageKind, OutageState
from registry.codes.inspections import AlertKind, InspectionResult, QualificationState
from registry.codes.intake import ApplyMode, BatchState, ExportForm, RowStatus, Weight
from registry.codes.ledger import LedgerAction
from registry.codes.matching import MatchDecision, MatchKind, MatchReason, OverlapKind
from registry.codes.organizations import CenterLevel, CenterState, IndustryField, OrganizationKind
from registry.codes.people import Exemption, MemberRole, Sex
from registry.codes.places import RegionLevel
from registry.codes.readiness import (
    ActionKind,
    CapKind,
    CauseKind,
    DataAge,
    FindingOrigin,
    FindingSeverity,
    FindingState,
    ForecastCase,
    Measure,
    MissKind,
    ReadinessArea,
    ReadinessGrouping,
    TaskState,
)
from registry.codes.reorganization import MemberMove, Presence, ReorganizationState
from registry.codes.resources import BlackoutKind, ResourceKind, UnavailabilityReason
from registry.codes.rules import DataClass, RuleSubject, SourceMark
from registry.codes.service import DoubleService, LeaveReason, NoticeMethod, OutsideServiceKind
from registry.codes.sirens import (
    ControlPath,
    SirenKind,
    SirenSignal,
    SirenState,
    SitingAction,
    SitingAim,
    SoundingOccasion,
)
from registry.codes.teams import CategoryGroup, EquipmentState, TeamCategory, TeamGrade, TeamState
from registry.codes.works import (
    CertificateDueKind,
    CertificateState,
    NetworkLevel,
    PeacetimeUse,
    ProjectStage,
    ProtectionGrade,
    ShelterPurpose,
    StructuralGrade,
    StructuralMethod,
    SurveyMethod,
    WorkClass,
    WorkKind,
)

__all__ = [
    "ActionKind",
    "AlertKind",
    "AnswerKind",
    "ApplyMode",
    "BatchState",
    "BlackoutKind",
    "CapKind",
    "Capability",
    "CategoryGroup",
    "CauseKind",
    "CenterDueKind",
    "CenterLevel",
    "CenterState",
    "CertificateDueKind",
    "CertificateState",
    "CheckResult",
    "CheckState",
    "ChecklistItem",
    "ChecklistResult",
    "Code",
    "ControlPath",
    "DataAge",
    "DataClass",
    "DoubleService",
    "DrawPool",
    "DrawState",
    "EquipmentState",
    "EvidenceType",
    "ExclusionReason",
    "Exemption",
    "ExportForm",
    "FacilityKind",
    "FindingOrigin",
    "FindingSeverity",
    "FindingState",
    "ForecastCase",
    "HazardState",
    "HazardStep",
    "IndustryField",
    "InspectionMethod",
    "InspectionObject",
    "InspectionResult",
    "IssueSeverity",
    "IssueState",
    "LeaveReason",
    "LedgerAction",
    "MatchDecision",
    "MatchKind",
    "MatchReason",
    "Measure",
    "MemberMove",
    "MemberRole",
    "MissKind",
    "NetworkLevel",
    "NoticeMethod",
    "OrganizationKind",
    "OutageKind",
    "OutageState",
    "OutsideServiceKind",
    "OverlapKind",
    "PeacetimeUse",
    "Presence",
    "PrincipalKind",
    "ProjectStage",
    "ProtectionGrade",
    "QualificationState",
    "ReadinessArea",
    "ReadinessGrouping",
    "RegionLevel",
    "RelationKind",
    "ReorganizationState",
    "ResourceKind",
    "ReviewOutcome",
    "ReviewStep",
    "Role",
    "RowStatus",
    "RuleSubject",
    "Sex",
    "ShelterPurpose",
    "SirenKind",
    "SirenSignal",
    "SirenState",
    "SitingAction",
    "SitingAim",
    "SoundingOccasion",
    "SourceMark",
    "Strata",
    "StructuralGrade",
    "StructuralMethod",
    "SurveyMethod",
    "TaskState",
    "TeamCategory",
    "TeamGrade",
    "TeamState",
    "UnavailabilityReason",
    "Undrawable",
    "VerificationMethod",
    "Weight",
    "WorkClass",
    "WorkKind",
]

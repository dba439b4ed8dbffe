"""
The registry's rows as Tortoise tables, one module per noun; import them through this package.

Reading order: `record` (what all rows share) → `regions` → `organizations` → `centers` → `teams` → `people`
→ `resources` → `access` → `ledger`.
"""

from registry.tables.access import AccessToken, Grant, Principal
from registry.tables.centers import CapabilityVerification, CenterCheck, CenterReview
from registry.tables.certificates import CertificateChange, UseCertificate
from registry.tables.checks import CheckAnswer, CheckInspector, CheckItem, CheckList, InspectionCheck
from registry.tables.consistency import ConsistencyIssue, ConsistencySetting
from registry.tables.draws import (
    DrawAssignment,
    DrawExclusion,
    DrawnObject,
    InspectionPlan,
    Inspector,
    InspectorRelation,
)
from registry.tables.evidence import EvidenceFile, EvidenceLink
from registry.tables.facilities import (
    CommandFacility,
    FacilityOutage,
    FacilityResource,
    MaintenanceContract,
)
from registry.tables.hazards import Hazard, HazardStepTaken
from registry.tables.inspections import EquipmentInspection, EquipmentTransfer, InspectionSchedule
from registry.tables.intake import ColumnMapping, ExportLog, ImportBatch
from registry.tables.ledger import LedgerEntry, LedgerSeal
from registry.tables.matching import MatchPair, SameAs
from registry.tables.network import ResponsibleBody
from registry.tables.organizations import CapabilityItem, MobilizationCenter, Organization, RuleSource
from registry.tables.people import Membership, Person, QualificationGrant
from registry.tables.ratings import ReadinessRollup, ReadinessSnapshot, TeamReadiness
from registry.tables.readiness import Confirmation, Finding, FindingExtension, ReadinessOverride
from registry.tables.record import Record
from registry.tables.regions import Area, AreaMember, Region, RegionClosure
from registry.tables.reorganization import (
    Reorganization,
    ReorganizationCount,
    ReorganizationMove,
    ReorganizationPresence,
)
from registry.tables.resources import Blackout, SharedResource, Unavailability
from registry.tables.rules import RuleFigure, RuleText
from registry.tables.service import CommitmentLetter, EmployerNotice, MembershipRule, OutsideService
from registry.tables.sirens import PopulationCell, SirenFault, SirenPoint, SoundingTest
from registry.tables.teams import (
    EquipmentItem,
    EquipmentRequirement,
    Post,
    PostRequirement,
    QualificationType,
    Team,
    TeamType,
)
from registry.tables.works import (
    ParkingFact,
    ProjectStep,
    ShelterOpening,
    StructuralTest,
    Work,
    WorkAcceptance,
    WorkClassification,
    WorkProject,
    WorkSurvey,
)

__all__ = [
    "AccessToken",
    "Area",
    "AreaMember",
    "Blackout",
    "CapabilityItem",
    "CapabilityVerification",
    "CenterCheck",
    "CenterReview",
    "CertificateChange",
    "CheckAnswer",
    "CheckInspector",
    "CheckItem",
    "CheckList",
    "ColumnMapping",
    "CommandFacility",
    "CommitmentLetter",
    "Confirmation",
    "ConsistencyIssue",
    "ConsistencySetting",
    "DrawAssignment",
    "DrawExclusion",
    "DrawnObject",
    "EmployerNotice",
    "EquipmentInspection",
    "EquipmentItem",
    "EquipmentRequirement",
    "EquipmentTransfer",
    "EvidenceFile",
    "EvidenceLink",
    "ExportLog",
    "FacilityOutage",
    "FacilityResource",
    "Finding",
    "FindingExtension",
    "Grant",
    "Hazard",
    "HazardStepTaken",
    "ImportBatch",
    "InspectionCheck",
    "InspectionPlan",
    "InspectionSchedule",
    "Inspector",
    "InspectorRelation",
    "LedgerEntry",
    "LedgerSeal",
    "MaintenanceContract",
    "MatchPair",
    "Membership",
    "MembershipRule",
    "MobilizationCenter",
    "Organization",
    "OutsideService",
    "ParkingFact",
    "Person",
    "PopulationCell",
    "Post",
    "PostRequirement",
    "Principal",
    "ProjectStep",
    "QualificationGrant",
    "QualificationType",
    "ReadinessOverride",
    "ReadinessRollup",
    "ReadinessSnapshot",
    "Record",
    "Region",
    "RegionClosure",
    "Reorganization",
    "ReorganizationCount",
    "ReorganizationMove",
    "ReorganizationPresence",
    "ResponsibleBody",
    "RuleFigure",
    "RuleSource",
    "RuleText",
    "SameAs",
    "SharedResource",
    "ShelterOpening",
    "SirenFault",
    "SirenPoint",
    "SoundingTest",
    "StructuralTest",
    "Team",
    "TeamReadiness",
    "TeamType",
    "Unavailability",
    "UseCertificate",
    "Work",
    "WorkAcceptance",
    "WorkClassification",
    "WorkProject",
    "WorkSurvey",
]

"""
Every enumeration of the schema, made from the codes of the registry and the training year.

The GraphQL name of a value is its Python name, and its description is its two labels; nothing is
written twice. Importing this module exposes them; types go on naming the domain's own classes.
"""

from __future__ import annotations

import strawberry

from exercises import codes as exercise_codes
from registry import codes as registry_codes
from registry.codes import Capability, Code


@strawberry.type(description="A word in Chinese and in English, as a person reads it.")
class Label:
    """The label of a coded value."""

    zh: str = strawberry.field(description="Chinese wording.")
    en: str = strawberry.field(description="English wording.")


def label(code: Code) -> Label:
    """Return the label of a coded value."""
    return Label(zh=code.zh, en=code.en)


def expose(enum: type[Code]) -> None:
    """Make an enumeration of the domain one of the schema, each value described by its labels."""
    strawberry.enum(enum, description=(enum.__doc__ or "").strip().splitlines()[0])
    values = enum.__strawberry_definition__.values  # type: ignore[attr-defined]  # set by strawberry
    for value, code in zip(values, enum, strict=True):
        value.description = f"{code.zh} ({code.en})."


EXPOSED: tuple[type[Code], ...] = (
    exercise_codes.AttendanceStatus,
    exercise_codes.Attendees,
    exercise_codes.CostPart,
    exercise_codes.DayKind,
    exercise_codes.DayStatus,
    exercise_codes.EventState,
    exercise_codes.ExerciseKind,
    exercise_codes.Grade,
    exercise_codes.Grouping,
    exercise_codes.LinkMeans,
    exercise_codes.PlanState,
    exercise_codes.Question,
    exercise_codes.RunMode,
    exercise_codes.RunState,
    exercise_codes.TrainUpKind,
    registry_codes.ActionKind,
    registry_codes.IssueSeverity,
    registry_codes.IssueState,
    registry_codes.LedgerAction,
    registry_codes.AnswerKind,
    registry_codes.ApplyMode,
    registry_codes.BatchState,
    registry_codes.BlackoutKind,
    registry_codes.CapKind,
    registry_codes.CauseKind,
    registry_codes.CategoryGroup,
    registry_codes.CenterDueKind,
    registry_codes.CenterLevel,
    registry_codes.CenterState,
    registry_codes.ChecklistItem,
    registry_codes.ChecklistResult,
    registry_codes.CertificateDueKind,
    registry_codes.CertificateState,
    registry_codes.CheckResult,
    registry_codes.CheckState,
    registry_codes.ControlPath,
    registry_codes.DataAge,
    registry_codes.DoubleService,
    registry_codes.InspectionObject,
    registry_codes.DrawPool,
    registry_codes.DrawState,
    registry_codes.EquipmentState,
    registry_codes.EvidenceType,
    registry_codes.ExclusionReason,
    registry_codes.Exemption,
    registry_codes.FacilityKind,
    registry_codes.FindingOrigin,
    registry_codes.FindingSeverity,
    registry_codes.FindingState,
    registry_codes.HazardState,
    registry_codes.HazardStep,
    registry_codes.ExportForm,
    registry_codes.ForecastCase,
    registry_codes.IndustryField,
    registry_codes.LeaveReason,
    registry_codes.Measure,
    registry_codes.MemberMove,
    registry_codes.MatchDecision,
    registry_codes.MatchKind,
    registry_codes.MatchReason,
    registry_codes.InspectionMethod,
    registry_codes.InspectionResult,
    registry_codes.MemberRole,
    registry_codes.ReadinessGrouping,
    registry_codes.NetworkLevel,
    registry_codes.NoticeMethod,
    registry_codes.OrganizationKind,
    registry_codes.OutageKind,
    registry_codes.OutageState,
    registry_codes.OutsideServiceKind,
    registry_codes.OverlapKind,
    registry_codes.PeacetimeUse,
    registry_codes.Presence,
    registry_codes.ProjectStage,
    registry_codes.ProtectionGrade,
    registry_codes.QualificationState,
    registry_codes.ReadinessArea,
    registry_codes.RegionLevel,
    registry_codes.RelationKind,
    registry_codes.ReorganizationState,
    registry_codes.ResourceKind,
    registry_codes.ReviewOutcome,
    registry_codes.ReviewStep,
    registry_codes.RowStatus,
    registry_codes.RuleSubject,
    registry_codes.Sex,
    registry_codes.ShelterPurpose,
    registry_codes.SirenKind,
    registry_codes.SirenSignal,
    registry_codes.SirenState,
    registry_codes.SitingAction,
    registry_codes.SitingAim,
    registry_codes.SoundingOccasion,
    registry_codes.SourceMark,
    registry_codes.Strata,
    registry_codes.StructuralGrade,
    registry_codes.StructuralMethod,
    registry_codes.SurveyMethod,
    registry_codes.TaskState,
    registry_codes.TeamCategory,
    registry_codes.TeamGrade,
    registry_codes.TeamState,
    registry_codes.Undrawable,
    registry_codes.UnavailabilityReason,
    registry_codes.VerificationMethod,
    registry_codes.Weight,
    registry_codes.WorkClass,
    registry_codes.WorkKind,
)
for _enum in EXPOSED:
    expose(_enum)


_RIGHTS = {
    Capability.READ: "See the records of a region.",
    Capability.READ_PERSONAL: "See names and telephone numbers of people.",
    Capability.WRITE_REGISTRY: "Change teams, people, centers and resources.",
    Capability.PLAN: "Draft, move and submit the training year.",
    Capability.APPROVE: "Approve and issue the training year.",
    Capability.AUDIT: "Read the ledger and inspect.",
    Capability.ADMINISTER: "Manage accounts and grants.",
}
strawberry.enum(Capability, description="What a role lets its holder do in one scope.")
for _value in Capability.__strawberry_definition__.values:  # type: ignore[attr-defined]  # set by strawberry
    _value.description = _RIGHTS[Capability(_value.value)]

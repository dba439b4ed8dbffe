"""
How each table hangs on regions: what `registry.access` adds to every query of a table.

A table without an entry cannot be read at all. `exercises` registers its own tables.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from registry.tables import (
    AccessToken,
    Area,
    AreaMember,
    Blackout,
    CapabilityItem,
    CapabilityVerification,
    CenterCheck,
    CenterReview,
    CertificateChange,
    CheckAnswer,
    CheckInspector,
    CheckItem,
    CheckList,
    ColumnMapping,
    CommandFacility,
    CommitmentLetter,
    Confirmation,
    ConsistencyIssue,
    ConsistencySetting,
    DrawAssignment,
    DrawExclusion,
    DrawnObject,
    EmployerNotice,
    EquipmentInspection,
    EquipmentItem,
    EquipmentRequirement,
    EquipmentTransfer,
    EvidenceFile,
    EvidenceLink,
    ExportLog,
    FacilityOutage,
    FacilityResource,
    Finding,
    FindingExtension,
    Grant,
    Hazard,
    HazardStepTaken,
    ImportBatch,
    InspectionCheck,
    InspectionPlan,
    InspectionSchedule,
    Inspector,
    InspectorRelation,
    MaintenanceContract,
    MatchPair,
    Membership,
    MembershipRule,
    MobilizationCenter,
    Organization,
    OutsideService,
    ParkingFact,
    Person,
    PopulationCell,
    Post,
    PostRequirement,
    Principal,
    ProjectStep,
    QualificationGrant,
    QualificationType,
    ReadinessOverride,
    Record,
    Region,
    Reorganization,
    ReorganizationCount,
    ReorganizationMove,
    ReorganizationPresence,
    ResponsibleBody,
    RuleFigure,
    RuleSource,
    RuleText,
    SameAs,
    SharedResource,
    ShelterOpening,
    SirenFault,
    SirenPoint,
    SoundingTest,
    StructuralTest,
    Team,
    TeamType,
    Unavailability,
    UseCertificate,
    Work,
    WorkAcceptance,
    WorkClassification,
    WorkProject,
    WorkSurvey,
)


@dataclass(frozen=True, slots=True, init=False)
class Scope:
    """
    The columns by which a table's rows belong to regions; one that lies in the scope is enough.

    Parameters
    ----------
    paths
        Columns holding a region id, through references by `__` (`"team__region_id"`). The first is the
        owner's: only there may anybody do more than read.
    null_is_public
        Rows whose first path is null belong to everyone (an office-wide rule).
    inherited
        Rows owned by a region above the reader's are read too: they hold below (a city's blackout).

    """

    paths: tuple[str, ...]
    null_is_public: bool = False
    inherited: bool = False

    def __init__(self, *paths: str, null_is_public: bool = False, inherited: bool = False) -> None:
        object.__setattr__(self, "paths", paths)
        object.__setattr__(self, "null_is_public", null_is_public)
        object.__setattr__(self, "inherited", inherited)


@dataclass(frozen=True, slots=True)
class Public:
    """A table everyone may read, and why that reveals nothing about a region."""

    reason: str = field()


_REFERENCE = Public("reference data: the same for every office")

SCOPES: dict[type[Record], Scope | Public] = {
    Region: Scope("id"),
    Area: _REFERENCE,
    AreaMember: Scope("region_id"),
    RuleSource: _REFERENCE,
    Organization: Scope("region_id"),
    MobilizationCenter: Scope("region_id"),
    CapabilityItem: Scope("organization__region_id"),
    CenterReview: Scope("center__region_id"),
    CenterCheck: Scope("center__region_id"),
    CapabilityVerification: Scope("capability__organization__region_id"),
    QualificationType: _REFERENCE,
    TeamType: _REFERENCE,
    PostRequirement: _REFERENCE,
    EquipmentRequirement: _REFERENCE,
    Team: Scope("region_id"),
    Post: Scope("team__region_id"),
    EquipmentItem: Scope("team__region_id"),
    Person: Scope("region_id"),
    Membership: Scope("team__region_id"),
    QualificationGrant: Scope("person__region_id"),
    EvidenceFile: Scope("region_id"),
    EvidenceLink: Scope("evidence__region_id"),
    MembershipRule: Scope("region_id", null_is_public=True, inherited=True),
    OutsideService: Scope("person__region_id"),
    CommitmentLetter: Scope("membership__team__region_id"),
    EmployerNotice: Scope("team__region_id"),
    Reorganization: Scope("team__region_id"),
    ReorganizationMove: Scope("reorganization__team__region_id"),
    ReorganizationCount: Scope("reorganization__team__region_id"),
    ReorganizationPresence: Scope("reorganization__team__region_id"),
    InspectionSchedule: Scope("region_id", null_is_public=True, inherited=True),
    EquipmentInspection: Scope("item__team__region_id"),
    EquipmentTransfer: Scope("from_team__region_id", "to_team__region_id"),
    SharedResource: Scope("region_id"),
    Unavailability: Scope("region_id"),
    Blackout: Scope("region_id", inherited=True),
    SirenPoint: Scope("region_id"),
    SoundingTest: Scope("siren__region_id"),
    SirenFault: Scope("siren__region_id"),
    PopulationCell: Scope("region_id"),
    CommandFacility: Scope("region_id"),
    FacilityResource: Scope("facility__region_id"),
    FacilityOutage: Scope("facility__region_id"),
    MaintenanceContract: Scope("facility__region_id"),
    Work: Scope("region_id"),
    WorkSurvey: Scope("work__region_id"),
    StructuralTest: Scope("work__region_id"),
    WorkClassification: Scope("work__region_id"),
    WorkProject: Scope("region_id"),
    ProjectStep: Scope("project__region_id"),
    WorkAcceptance: Scope("project__region_id"),
    UseCertificate: Scope("work__region_id"),
    CertificateChange: Scope("certificate__work__region_id"),
    ShelterOpening: Scope("work__region_id"),
    ParkingFact: Scope("work__region_id"),
    ResponsibleBody: Scope("region_id", inherited=True),
    Confirmation: Scope("team__region_id"),
    ReadinessOverride: Scope("team__region_id"),
    CheckList: Scope("region_id", null_is_public=True, inherited=True),
    CheckItem: Scope("check_list__region_id", null_is_public=True, inherited=True),
    InspectionCheck: Scope("region_id"),
    CheckInspector: Scope("region_id"),
    CheckAnswer: Scope("check__region_id"),
    Hazard: Scope("region_id"),
    HazardStepTaken: Scope("hazard__region_id"),
    Finding: Scope("region_id", "team__region_id"),
    Inspector: Scope("region_id", inherited=True),
    InspectorRelation: Scope("inspector__region_id", inherited=True),
    InspectionPlan: Scope("region_id"),
    DrawExclusion: Scope("plan__region_id"),
    DrawnObject: Scope("plan__region_id"),
    DrawAssignment: Scope("drawn__plan__region_id"),
    FindingExtension: Scope("finding__region_id"),
    RuleText: Scope("region_id", null_is_public=True, inherited=True),
    RuleFigure: Scope("region_id", null_is_public=True, inherited=True),
    MatchPair: Scope("region_id", "other_region_id"),
    SameAs: Scope("region_id", "other_region_id"),
    ConsistencySetting: Scope("region_id", null_is_public=True, inherited=True),
    ConsistencyIssue: Scope("region_id"),
    Principal: Scope("grants__region_id"),
    AccessToken: Scope("principal__grants__region_id"),
    Grant: Scope("region_id"),
    ImportBatch: Scope("region_id"),
    ColumnMapping: Scope("region_id"),
    ExportLog: Scope("region_id"),
}


def register_scope(table: type[Record], scope: Scope | Public) -> None:
    """
    Say how a table of another package hangs on regions.

    Raises
    ------
    ValueError
        The table has a different scope already.

    """
    if SCOPES.setdefault(table, scope) != scope:
        raise ValueError(f"{table.__name__} has another scope already")

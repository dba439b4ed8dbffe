"""The schema, assembled from the modules of its nouns; nothing else is here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import strawberry
from strawberry.extensions import ParserCache, SchemaExtension, ValidationCache
from strawberry.schema.config import StrawberryConfig

from api.absences import AbsenceMutation
from api.access import AccessQuery
from api.answers import AnswerQuery
from api.as_of import MomentQuery, ask_of_the_past, present
from api.calendar_tokens import CalendarMutation
from api.capability_changes import CapabilityMutation
from api.center_changes import CenterMutation
from api.center_records import CenterRecordMutation
from api.centers import CenterQuery
from api.certificate_changes import CertificateChangeMutation
from api.certificate_dues import CertificateDueQuery
from api.certificates import CertificateMutation, CertificateQuery
from api.check_changes import CheckMutation
from api.checks import CheckQuery
from api.comparisons import ComparisonQuery
from api.consistency import ConsistencyQuery
from api.consistency_changes import ConsistencyMutation
from api.coverage import CoverageQuery
from api.demand import DemandQuery
from api.double_service import DoubleServiceMutation, DoubleServiceQuery
from api.draw_changes import DrawMutation, InspectorMutation
from api.draws import DrawQuery
from api.employer_notices import EmployerNoticeMutation, EmployerNoticeQuery
from api.equipment import EquipmentQuery
from api.equipment_changes import EquipmentMutation
from api.event_changes import EventChangeQuery, EventMutation
from api.events import EventQuery
from api.evidence_records import EvidenceMutation, EvidenceQuery
from api.execution_changes import ExecutionMutation
from api.executions import ExecutionQuery
from api.explanations import ExplanationQuery
from api.exports import ExportMutation, ExportQuery
from api.facilities import FacilityQuery
from api.facility_changes import FacilityMutation
from api.facility_figures import FacilityFigureQuery
from api.facility_upkeep import FacilityUpkeepMutation
from api.finding_changes import FindingMutation
from api.findings import FindingQuery
from api.forecast import ForecastQuery
from api.handlers import HANDLERS
from api.hazard_changes import HazardMutation
from api.hazards import HazardQuery
from api.import_changes import ImportMutation
from api.import_watching import ImportSubscription
from api.imports import ImportQuery
from api.ledger import LedgerMutation, LedgerQuery
from api.letters import LetterMutation, LetterQuery
from api.limits import DocumentLimits, RequestLimits, TimeLimit
from api.links import LinkQuery
from api.lookup import NodeQuery
from api.masking import Masking
from api.match_changes import MatchMutation
from api.match_pairs import MatchQuery
from api.network import NetworkMutation, NetworkQuery
from api.nodes import TYPES
from api.organizations import OrganizationQuery
from api.overlaps import OverlapQuery
from api.people import PersonMutation, PersonQuery
from api.plan_changes import PlanMutation
from api.plan_reports import PlanReportQuery
from api.plans import PlanQuery
from api.qualification_changes import QualificationMutation
from api.qualifications import QualificationQuery
from api.readiness import ReadinessQuery
from api.readiness_changes import ReadinessMutation
from api.readiness_sets import ReadinessSetQuery
from api.ready_time import ReadyTimeQuery
from api.regions import RegionQuery
from api.registers import RegisterMutation, RegisterQuery
from api.remedies import RemedyQuery
from api.reorganization_changes import ReorganizationMutation
from api.reorganizations import ReorganizationQuery
from api.repairs import RepairMutation
from api.resources import ResourceQuery
from api.rule_records import RuleRecordMutation, RuleRecordQuery
from api.runs import RunMutation, RunQuery
from api.screening import ScreeningQuery
from api.shelters import ShelterMutation, ShelterQuery
from api.siren_changes import SirenMutation
from api.siren_coverage import SirenCoverageQuery
from api.siren_siting import SirenSitingQuery
from api.sirens import SirenQuery
from api.standards import StandardQuery
from api.strengths import StrengthQuery
from api.suggestions import SuggestionQuery
from api.suppositions import SuppositionQuery
from api.syllabus import SyllabusQuery
from api.syllabus_changes import SyllabusMutation
from api.team_lists import TeamMutation, TeamQuery
from api.timeline import HistoryQuery
from api.watching import WatchingSubscription
from api.work_changes import WorkMutation
from api.work_projects import WorkProjectMutation, WorkProjectQuery
from api.works import WorkQuery


@strawberry.type(description="Everything that can be read.")
class Query(
    NodeQuery,
    AccessQuery,
    RegionQuery,
    OrganizationQuery,
    CenterQuery,
    DemandQuery,
    StandardQuery,
    TeamQuery,
    PersonQuery,
    ReorganizationQuery,
    DoubleServiceQuery,
    LetterQuery,
    EmployerNoticeQuery,
    QualificationQuery,
    EquipmentQuery,
    EvidenceQuery,
    ResourceQuery,
    CoverageQuery,
    AnswerQuery,
    SyllabusQuery,
    PlanQuery,
    PlanReportQuery,
    ComparisonQuery,
    ExplanationQuery,
    RemedyQuery,
    SuggestionQuery,
    SuppositionQuery,
    EventQuery,
    EventChangeQuery,
    ExecutionQuery,
    RunQuery,
    LinkQuery,
    MomentQuery,
    HistoryQuery,
    LedgerQuery,
    ConsistencyQuery,
    MatchQuery,
    OverlapQuery,
    StrengthQuery,
    ReadinessQuery,
    ForecastQuery,
    ReadinessSetQuery,
    ScreeningQuery,
    WorkQuery,
    WorkProjectQuery,
    CertificateQuery,
    CertificateDueQuery,
    ShelterQuery,
    SirenQuery,
    SirenCoverageQuery,
    SirenSitingQuery,
    NetworkQuery,
    FacilityQuery,
    FacilityFigureQuery,
    DrawQuery,
    CheckQuery,
    FindingQuery,
    HazardQuery,
    ReadyTimeQuery,
    RuleRecordQuery,
    RegisterQuery,
    ImportQuery,
    ExportQuery,
):
    """Everything that can be read."""


ask_of_the_past(Query)


@strawberry.type(description="Everything that can be changed. A refused change changes nothing.")
class Mutation(
    TeamMutation,
    PersonMutation,
    ReorganizationMutation,
    DoubleServiceMutation,
    LetterMutation,
    EmployerNoticeMutation,
    QualificationMutation,
    EquipmentMutation,
    ReadinessMutation,
    EvidenceMutation,
    CenterMutation,
    CenterRecordMutation,
    CapabilityMutation,
    AbsenceMutation,
    SyllabusMutation,
    RunMutation,
    RepairMutation,
    PlanMutation,
    EventMutation,
    ExecutionMutation,
    CalendarMutation,
    LedgerMutation,
    ConsistencyMutation,
    MatchMutation,
    WorkMutation,
    WorkProjectMutation,
    CertificateMutation,
    CertificateChangeMutation,
    ShelterMutation,
    SirenMutation,
    NetworkMutation,
    FacilityMutation,
    FacilityUpkeepMutation,
    InspectorMutation,
    DrawMutation,
    CheckMutation,
    FindingMutation,
    HazardMutation,
    RuleRecordMutation,
    RegisterMutation,
    ImportMutation,
    ExportMutation,
):
    """Everything that can be changed."""


@strawberry.type(description="Everything that can be watched.")
class Subscription(WatchingSubscription, ImportSubscription):
    """Everything that can be watched."""


class OperationScope(SchemaExtension):
    """Give every operation a context of its own: loaders must not outlive it, on a WebSocket least of all."""

    def on_operation(self) -> Iterator[None]:
        """Swap in a context of its own; in the end leave the past, and tell what was written."""
        context = replace(self.execution_context.context, lent={}, moments=[], acts=[])
        self.execution_context.context = context
        with present(context):
            yield
        for act in context.acts:
            context.services.written(act)


class Contract(strawberry.Schema):
    """A schema that is printed sorted, as `graphql/schema.graphql` has it."""

    def as_str(self) -> str:
        """Return the contract: every member described, sorted by name."""
        return strawberry.Schema.as_str(_assembled(sort=True))


def _assembled(*, sort: bool) -> Contract:
    """Return the schema; a sorted one is for printing only, for sorting forgets the domain's enumerations."""
    return Contract(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=list(TYPES.values()),
        config=StrawberryConfig(sort_schema=sort, disable_field_suggestions=True),
        exception_handlers=HANDLERS,
        extensions=[
            OperationScope,
            Masking,
            DocumentLimits,
            ParserCache,
            ValidationCache,
            RequestLimits,
            TimeLimit,
        ],
    )


schema = _assembled(sort=False)

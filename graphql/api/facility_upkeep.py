"""Outages of command facilities reported, decided and ended, and maintenance contracts concluded."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.facilities import FacilityOutage, MaintenanceContract
from api.nodes import row_id, shown
from api.problems import AccessDenied, CodeTaken, InvalidValue, NotFound, StaleVersion, TransitionRefused
from registry import tables
from registry.codes import OutageKind, OutageState
from registry.facilities.contracts import ContractDraft, conclude_contract
from registry.facilities.outages import OutageDraft, decide_outage, end_outage, report_outage


@strawberry.input(description="Reports that a facility is or will be out.")
class ReportOutageInput:
    """Input of `reportOutage`."""

    facility_id: strawberry.ID = strawberry.field(description="The facility.")
    kind: OutageKind = strawberry.field(
        description="Why; upgrade and maintenance wait for approval, a failure counts at once."
    )
    first_day: date = strawberry.field(description="First day; of a failure, today or earlier.")
    reason: str = reason_field()
    last_day: date | None = strawberry.field(
        default=None, description="Last day, included; only a failure may have none yet."
    )
    first_hour: int = strawberry.field(
        default=0, description="Hour of the first day from which it is out, 0 to 23."
    )
    until_hour: int = strawberry.field(
        default=24, description="Hour of the last day until which it is out, 1 to 24."
    )
    description: str = strawberry.field(
        default="", description="What is done or what failed, at most 200 characters."
    )


@strawberry.input(description="Approves, rejects or withdraws an outage.")
class DecideOutageInput:
    """Input of `decideOutage`."""

    outage_id: strawberry.ID = strawberry.field(description="The outage.")
    state: OutageState = strawberry.field(description="What it becomes; withdrawing is the registrar's.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


@strawberry.input(description="Sets the end of a failure, or shortens a planned outage.")
class EndOutageInput:
    """Input of `endOutage`."""

    outage_id: strawberry.ID = strawberry.field(description="The outage; it must be approved.")
    last_day: date = strawberry.field(description="Last day, included.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()
    until_hour: int = strawberry.field(
        default=24, description="Hour of the last day until which it is out, 1 to 24."
    )


@strawberry.input(description="Concludes a maintenance contract, or the renewal of another one.")
class ConcludeContractInput:
    """Input of `concludeContract`."""

    facility_id: strawberry.ID = strawberry.field(description="The facility.")
    contractor_id: strawberry.ID = strawberry.field(description="Who maintains it.")
    number: str = strawberry.field(description="Number, unique, 1 to 60 characters.")
    scope: str = strawberry.field(description="What is maintained, 1 to 200 characters.")
    first_day: date = strawberry.field(description="First day.")
    last_day: date = strawberry.field(description="Last day, included.")
    response_hours: int = strawberry.field(description="Hours within which the contractor must come.")
    reason: str = reason_field()
    cost_yuan: int | None = strawberry.field(
        default=None, description="Cost in yuan over its whole term, from 0; if known."
    )
    older_contract_id: strawberry.ID | None = strawberry.field(
        default=None, description="The contract it renews; that one stays as it was."
    )


ReportOutagePayload = Annotated[
    FacilityOutage | NotFound | AccessDenied | InvalidValue,
    strawberry.union("ReportOutagePayload", description="The outage, or why not."),
]
DecideOutagePayload = Annotated[
    FacilityOutage | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("DecideOutagePayload", description="The outage as decided, or why not."),
]
EndOutagePayload = Annotated[
    FacilityOutage | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("EndOutagePayload", description="The outage with its end, or why not."),
]
ConcludeContractPayload = Annotated[
    MaintenanceContract | NotFound | AccessDenied | InvalidValue | CodeTaken,
    strawberry.union("ConcludeContractPayload", description="The contract, or why not."),
]


@strawberry.type
class FacilityUpkeepMutation:
    """Changes of outages and contracts."""

    @strawberry.mutation(description="Report that a facility is or will be out.")
    async def report_outage(
        self,
        info: Info,
        input: Annotated[ReportOutageInput, strawberry.argument(description="What is out, and when.")],
    ) -> ReportOutagePayload:
        """Report an outage."""
        draft = OutageDraft(
            facility_id=row_id(input.facility_id, tables.CommandFacility),
            kind=input.kind,
            first_day=input.first_day,
            last_day=input.last_day,
            first_hour=input.first_hour,
            until_hour=input.until_hour,
            description=input.description,
        )
        return shown(await report_outage(info.context.viewer, act(info, input.reason), draft))

    @strawberry.mutation(description="Approve, reject or withdraw an outage; approved ones close the plan.")
    async def decide_outage(
        self,
        info: Info,
        input: Annotated[DecideOutageInput, strawberry.argument(description="The decision.")],
    ) -> DecideOutagePayload:
        """Decide an outage."""
        outage_id = row_id(input.outage_id, tables.FacilityOutage)
        made = act(info, input.reason)
        decided = await decide_outage(
            info.context.viewer, made, outage_id, input.state, input.expected_version
        )
        return shown(decided)

    @strawberry.mutation(description="Set the end of a failure, or shorten a planned outage.")
    async def end_outage(
        self, info: Info, input: Annotated[EndOutageInput, strawberry.argument(description="Its end.")]
    ) -> EndOutagePayload:
        """End an outage."""
        ended = await end_outage(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.outage_id, tables.FacilityOutage),
            input.last_day,
            input.expected_version,
            input.until_hour,
        )
        return shown(ended)

    @strawberry.mutation(description="Conclude a maintenance contract, or the renewal of another one.")
    async def conclude_contract(
        self,
        info: Info,
        input: Annotated[ConcludeContractInput, strawberry.argument(description="The contract.")],
    ) -> ConcludeContractPayload:
        """Conclude a contract."""
        draft = ContractDraft(
            facility_id=row_id(input.facility_id, tables.CommandFacility),
            contractor_id=row_id(input.contractor_id, tables.Organization),
            number=input.number,
            scope=input.scope,
            first_day=input.first_day,
            last_day=input.last_day,
            response_hours=input.response_hours,
            cost_yuan=input.cost_yuan,
        )
        older = input.older_contract_id
        renews = None if older is None else row_id(older, tables.MaintenanceContract)
        return shown(await conclude_contract(info.context.viewer, act(info, input.reason), draft, renews))

"""Reporting and withdrawing the days on which a team, person or resource is out."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.nodes import row_id, shown
from api.problems import AccessDenied, InvalidValue, NotFound, StaleVersion
from api.resources import Unavailability
from registry import tables
from registry.codes import UnavailabilityReason
from registry.tables import Record
from registry.unavailability import report_unavailability, withdraw_unavailability


@strawberry.input(description="Who or what is out; give exactly one.", one_of=True)
class AbsentInput:
    """A team, a person or a resource."""

    team_id: strawberry.Maybe[strawberry.ID] = strawberry.field(default=None, description="A support team.")
    person_id: strawberry.Maybe[strawberry.ID] = strawberry.field(default=None, description="A person.")
    resource_id: strawberry.Maybe[strawberry.ID] = strawberry.field(
        default=None, description="A shared resource."
    )


@strawberry.input(description="Reports days on which a team, person or resource is out.")
class ReportUnavailabilityInput:
    """Input of `reportUnavailability`."""

    absent: AbsentInput = strawberry.field(description="Who or what is out.")
    first_day: date = strawberry.field(description="First day.")
    last_day: date = strawberry.field(description="Last day, inclusive.")
    why: UnavailabilityReason = strawberry.field(description="Why it is out.")
    reason: str = reason_field()
    note: str = strawberry.field(default="", description="Remark, at most 200 characters.")


@strawberry.input(description="Withdraws a report of unavailability.")
class WithdrawUnavailabilityInput:
    """Input of `withdrawUnavailability`."""

    unavailability_id: strawberry.ID = strawberry.field(description="The report.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


@strawberry.type(description="The report of unavailability is withdrawn; the ledger keeps it.")
class UnavailabilityWithdrawn:
    """What was withdrawn."""

    id: strawberry.ID = strawberry.field(description="Global id of the report that was.")


ReportUnavailabilityPayload = Annotated[
    Unavailability | NotFound | AccessDenied | InvalidValue,
    strawberry.union("ReportUnavailabilityPayload", description="The report, or why not."),
]
WithdrawUnavailabilityPayload = Annotated[
    UnavailabilityWithdrawn | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("WithdrawUnavailabilityPayload", description="What was withdrawn, or why not."),
]

_KINDS: dict[str, type[Record]] = {
    "team_id": tables.Team,
    "person_id": tables.Person,
    "resource_id": tables.SharedResource,
}


def _subject(absent: AbsentInput) -> dict[str, UUID]:
    """Return the one id given, under the name of its column."""
    given = {name: getattr(absent, name) for name in _KINDS}
    return {name: row_id(some.value, _KINDS[name]) for name, some in given.items() if some is not None}


@strawberry.type
class AbsenceMutation:
    """Changes of unavailability."""

    @strawberry.mutation(description="Report days on which a team, person or resource is out.")
    async def report_unavailability(
        self,
        info: Info,
        input: Annotated[ReportUnavailabilityInput, strawberry.argument(description="Who, when and why.")],
    ) -> ReportUnavailabilityPayload:
        """Report an absence."""
        made = await report_unavailability(
            info.context.viewer,
            act(info, input.reason),
            first_day=input.first_day,
            last_day=input.last_day,
            reason=input.why,
            note=input.note,
            **_subject(input.absent),
        )
        return shown(made)

    @strawberry.mutation(description="Withdraw a report of unavailability.")
    async def withdraw_unavailability(
        self,
        info: Info,
        input: Annotated[WithdrawUnavailabilityInput, strawberry.argument(description="Which report.")],
    ) -> WithdrawUnavailabilityPayload:
        """Withdraw an absence."""
        await withdraw_unavailability(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.unavailability_id, tables.Unavailability),
            input.expected_version,
        )
        return UnavailabilityWithdrawn(id=input.unavailability_id)

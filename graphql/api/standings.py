"""What a person's qualifications are worth on a day: one state for each kind."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import strawberry

from api.context import Info
from api.enums import Label, label
from api.nodes import nowhere, shown
from api.standards import QualificationType
from registry import tables
from registry.access import rows
from registry.codes import QualificationState
from registry.qualifications import each_standing

if TYPE_CHECKING:
    from api.people import QualificationGrant

_ALL = nowhere("every kind of qualification")


@strawberry.type(
    description="A person's qualification of one kind on a day: there is one state, and only one."
)
class QualificationStanding:
    """What the grants of one kind are worth."""

    qualification_type: QualificationType = strawberry.field(description="The kind.")
    state: QualificationState = strawberry.field(description="What it is worth on the day.")
    state_label: Label = strawberry.field(description="The state in words.")
    holds: bool = strawberry.field(description="Whether a grant covers the day.")
    until: date | None = strawberry.field(
        description="First day without cover, renewals in hand counted; null if never, or if nothing holds."
    )
    days_left: int | None = strawberry.field(description="Days from the day to `until`; null without it.")
    grant: Annotated[QualificationGrant, strawberry.lazy("api.people")] = strawberry.field(
        description="The grant that says so: the last of the cover, else the one that ended last."
    )


async def every_kind(info: Info) -> dict[UUID, tables.QualificationType]:
    """Return all kinds of qualification by id, read once an operation."""

    async def load(keys: list[UUID]) -> list[Any]:
        found = {kind.id: kind for kind in await rows(info.context.viewer, tables.QualificationType)}
        return [found for _ in keys]

    kinds: dict[UUID, tables.QualificationType] = await info.context.loaders.made(
        "every kind of qualification", load
    ).load(_ALL)
    return kinds


async def standings_of(info: Info, person: Any, on: date) -> list[QualificationStanding]:
    """Return the standings of a person on a day, by code of the kind."""
    grants = await info.context.loaders.children(person, "qualifications", ("valid_to", "id"), current=False)
    kinds = await every_kind(info)
    found = each_standing(grants, kinds, on)
    return [
        QualificationStanding(
            qualification_type=shown(kinds[key]),
            state=each.state,
            state_label=label(each.state),
            holds=each.holds,
            until=each.until,
            days_left=None if each.until is None else (each.until - on).days,
            grant=shown(each.grant),
        )
        for key, each in sorted(found.items(), key=lambda pair: kinds[pair[0]].code)
    ]

"""What-if edits as clients write them, and the domain's edits they stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

import strawberry

from api.context import Info
from api.nodes import row_id
from exercises import tables as exercise_tables
from exercises.codes import ExerciseKind
from exercises.readiness.forecasting_teams import Known
from registry import tables
from registry.access import rows
from registry.codes import ReadinessArea
from registry.errors import InvalidValue
from registry.readiness.what_if.edits import (
    AreaConfirmed,
    Edit,
    ExerciseHeld,
    FindingClosed,
    GrantsRenewed,
    LinkProved,
    MembersGone,
    MembersJoin,
)
from registry.readiness.what_if.item_edits import ItemsAcquired, ItemsInspected, ItemsLost, ItemsRepaired
from registry.readiness.what_if.prospect_edits import EventCancelled, EventMoved, PlanEdit

#: Most things of a kind that one edit may change.
MOST_COUNT = 10_000


@strawberry.input(description="Some items of one kind of equipment.")
class ItemsEdit:
    """An edit of equipment."""

    kind: str = strawberry.field(description="Kind of equipment, as the team's lines name it.")
    count: int = strawberry.field(description="How many items, 1 to 10,000.")
    next_due: date | None = strawberry.field(
        default=None, description="Day from which the next inspection is overdue; never when absent."
    )


@strawberry.input(description="Members who leave.")
class MembersGoneEdit:
    """An edit of people."""

    person_ids: list[strawberry.ID] = strawberry.field(description="The members; others count for nothing.")


@strawberry.input(description="People who join.")
class MembersJoinEdit:
    """An edit of people."""

    count: int = strawberry.field(description="How many join, 1 to 10,000.")
    qualification: str | None = strawberry.field(
        default=None, description="Code of the qualification each of them holds; none when absent."
    )


@strawberry.input(description="Members who renew a qualification.")
class GrantsRenewedEdit:
    """An edit of qualifications."""

    person_ids: list[strawberry.ID] = strawberry.field(description="The members; others count for nothing.")
    qualification: str = strawberry.field(description="Code of the qualification.")
    until: date | None = strawberry.field(
        default=None, description="First day on which it no longer holds; for ever when absent."
    )


@strawberry.input(description="An exercise that is held, passed, by everybody who serves then.")
class ExerciseHeldEdit:
    """An edit of training."""

    kind: ExerciseKind = strawberry.field(description="What is trained.")
    on: date = strawberry.field(description="Its last day.")


@strawberry.input(description="A planned event that ends on another day.")
class EventMovedEdit:
    """An edit of the plan."""

    event_id: strawberry.ID = strawberry.field(description="The planned event.")
    on: date = strawberry.field(description="Its new last day.")


@strawberry.input(description="A planned event that is not held.")
class EventCancelledEdit:
    """An edit of the plan."""

    event_id: strawberry.ID = strawberry.field(description="The planned event.")


@strawberry.input(description="A finding that is verified and closed.")
class FindingClosedEdit:
    """An edit of findings."""

    finding_id: strawberry.ID = strawberry.field(description="The finding.")


@strawberry.input(description="One change that is tried and not saved, from today on.", one_of=True)
class ForecastEdit:
    """Exactly one of the edits."""

    members_gone: MembersGoneEdit | None = strawberry.field(
        default=strawberry.UNSET, description="Members who leave."
    )
    members_join: MembersJoinEdit | None = strawberry.field(
        default=strawberry.UNSET, description="People who join."
    )
    grants_renewed: GrantsRenewedEdit | None = strawberry.field(
        default=strawberry.UNSET, description="Qualifications that are renewed."
    )
    items_lost: ItemsEdit | None = strawberry.field(
        default=strawberry.UNSET, description="Items that are lost, those that work first."
    )
    items_repaired: ItemsEdit | None = strawberry.field(
        default=strawberry.UNSET, description="Items that are repaired."
    )
    items_inspected: ItemsEdit | None = strawberry.field(
        default=strawberry.UNSET, description="Overdue items that are inspected and pass."
    )
    items_acquired: ItemsEdit | None = strawberry.field(
        default=strawberry.UNSET, description="Serviceable items that are acquired."
    )
    exercise_held: ExerciseHeldEdit | None = strawberry.field(
        default=strawberry.UNSET, description="An exercise that is held besides the plan."
    )
    finding_closed: FindingClosedEdit | None = strawberry.field(
        default=strawberry.UNSET, description="A finding that is closed."
    )
    link_proved: bool | None = strawberry.field(
        default=strawberry.UNSET, description="True: a communications link is proved today."
    )
    area_confirmed: ReadinessArea | None = strawberry.field(
        default=strawberry.UNSET, description="An area whose records are confirmed today."
    )
    event_moved: EventMovedEdit | None = strawberry.field(
        default=strawberry.UNSET, description="A planned event that moves."
    )
    event_cancelled: EventCancelledEdit | None = strawberry.field(
        default=strawberry.UNSET, description="A planned event that is not held."
    )


@dataclass(frozen=True, slots=True)
class Edits:
    """The domain's edits: of facts, and of the plan."""

    facts: tuple[Edit, ...]
    plan: tuple[PlanEdit, ...]


async def edits_of(info: Info, given: Sequence[ForecastEdit], known: Known) -> Edits:
    """
    Return the edits a client means; people who are not the team's, or out of scope, count for nothing.

    Raises `InvalidValue` for a number out of bounds.
    """
    people = await _people(info, given, known)
    chosen = [(name, value) for each in given for name, value in vars(each).items() if value]
    facts = tuple(_FACTS[name](value, people) for name, value in chosen if name in _FACTS)
    return Edits(facts, tuple(_PLAN[name](value) for name, value in chosen if name in _PLAN))


async def _people(info: Info, given: Sequence[ForecastEdit], known: Known) -> Mapping[UUID, str]:
    """Return the identities of the people named, those in scope who are members."""
    named_in = [part for each in given for part in (each.members_gone, each.grants_renewed) if part]
    texts = [text for part in named_in for text in part.person_ids]
    ids = {row_id(text, tables.Person) for text in texts}
    found = rows(info.context.viewer, tables.Person).filter(id__in=list(ids))
    identities = {member.reference: member.person for member in known.facts.members}
    named: Any = await found.values_list("id", "reference") if ids else []
    return {person: identities[reference] for person, reference in named if reference in identities}


def _persons(texts: Sequence[str], people: Mapping[UUID, str]) -> frozenset[str]:
    return frozenset(people[each] for text in texts if (each := row_id(text, tables.Person)) in people)


def _counted(count: int) -> int:
    if not 1 <= count <= MOST_COUNT:
        raise InvalidValue("count", count, f"1 to {MOST_COUNT}", rule_zh=f"应为1至{MOST_COUNT}")
    return count


def _join(given: MembersJoinEdit, _: object) -> Edit:
    return MembersJoin(_counted(given.count), given.qualification)


def _renewed(given: GrantsRenewedEdit, people: Mapping[UUID, str]) -> Edit:
    return GrantsRenewed(_persons(given.person_ids, people), given.qualification, given.until)


_FACTS: Mapping[str, Callable[[Any, Mapping[UUID, str]], Edit]] = MappingProxyType(
    {
        "members_gone": lambda given, people: MembersGone(_persons(given.person_ids, people)),
        "members_join": _join,
        "grants_renewed": _renewed,
        "items_lost": lambda given, _: ItemsLost(given.kind, _counted(given.count)),
        "items_repaired": lambda given, _: ItemsRepaired(given.kind, _counted(given.count), given.next_due),
        "items_inspected": lambda given, _: ItemsInspected(given.kind, _counted(given.count), given.next_due),
        "items_acquired": lambda given, _: ItemsAcquired(given.kind, _counted(given.count), given.next_due),
        "exercise_held": lambda given, _: ExerciseHeld(given.kind.value, given.on),
        "finding_closed": lambda given, _: FindingClosed(str(row_id(given.finding_id, tables.Finding))),
        "link_proved": lambda given, _: LinkProved(),
        "area_confirmed": lambda given, _: AreaConfirmed(given),
    }
)
_PLAN: Mapping[str, Callable[[Any], PlanEdit]] = MappingProxyType(
    {
        "event_moved": lambda given: EventMoved(_event(given.event_id), given.on),
        "event_cancelled": lambda given: EventCancelled(_event(given.event_id)),
    }
)


def _event(text: str) -> str:
    return str(row_id(text, exercise_tables.PlannedEvent))

"""Planned events: the calendar of the training year."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from api.context import Info
from api.enums import Label
from api.nodes import Node, column, find, labelled, shown, table_type, to_many, to_one, visible
from api.pages import After, Connection, First, Sort, page
from api.regions import Region, within
from api.resources import SharedResource
from api.teams import Team
from exercises import tables
from exercises.codes import EventState, ExerciseKind, PlanState
from registry import tables as registry_tables
from registry.access import rows

if TYPE_CHECKING:
    from api.plans import TrainingPlan


@table_type(tables.PlannedEvent, "One event of a version of the training year.")
class PlannedEvent(Node):
    """An event."""

    uid: str = column("Stable identifier across versions, as in the calendar file.")
    kind: ExerciseKind = column("What is trained.")
    kind_label: Label = labelled("kind", "What is trained, in words.")
    title: str = column("Title in Chinese.")
    title_en: str = column("Title in English.")
    rule_number: int | None = column("Number of the syllabus row it serves; null for events dated elsewhere.")
    first_day: date = column("First day.")
    last_day: date = column("Last day, inclusive.")
    load_half_days: int = column("What one attending member spends, in half-days.")
    channel_group: int | None = column("Channel group of a cross-region exercise; null for others.")
    state: EventState = column("Where it is in its life.")
    state_label: Label = labelled("state", "The state in words.")
    locked: bool = column("Whether planning may not move it.")
    external: bool = column("Whether it is dated outside the office.")
    unannounced: bool = column("Whether its day is not told to the teams.")
    sequence: int = column("Grows with each change of time, place or state, from 0.")
    changed_at: datetime = column("When it last changed.")
    change_reason: str = column("Why it last changed; may be empty.")
    version: int = column("Version for optimistic locking, from 1.")
    plan: Annotated[TrainingPlan, strawberry.lazy("api.plans")] | None = to_one("The version it belongs to.")
    region: Region | None = to_one("The region whose event it is.")
    host: Region | None = to_one("The hosting region, if there is one and it is in scope.")
    teams: list[EventTeam] = to_many("Teams that take part and are in scope.")
    resources: list[EventResource] = to_many("Resources it uses.", order=("ordinal", "id"))


@table_type(tables.EventTeam, "A team that takes part in a planned event.")
class EventTeam(Node):
    """A team of an event."""

    event: PlannedEvent | None = to_one("The event.")
    team: Team | None = to_one("The team; null when out of scope.")


@table_type(tables.EventResource, "A shared resource a planned event uses.")
class EventResource(Node):
    """A resource of an event."""

    quantity: int = column("Units used on each day of the event.")
    event: PlannedEvent | None = to_one("The event.")
    resource: SharedResource | None = to_one("The resource; null when out of scope.")


@strawberry.input(description="Which events to list; every part given must hold.")
class EventFilter:
    """A choice of events."""

    plan_id: strawberry.ID | None = strawberry.field(
        default=None, description="Events of this version; of all issued versions when absent."
    )
    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only events of this region and those below it."
    )
    team_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only events this team takes part in."
    )
    kind: ExerciseKind | None = strawberry.field(default=None, description="Only this kind.")
    state: EventState | None = strawberry.field(default=None, description="Only this state.")
    on_or_after: date | None = strawberry.field(
        default=None, description="Only events that end on this day or later."
    )
    on_or_before: date | None = strawberry.field(
        default=None, description="Only events that begin on this day or earlier."
    )


def _chosen(info: Info, choice: EventFilter) -> QuerySet[tables.PlannedEvent]:
    """Return the events a filter names."""
    listed = rows(info.context.viewer, tables.PlannedEvent)
    conditions = [within(info, choice.within_id)]
    if choice.plan_id is not None:
        conditions.append(Q(plan_id__in=visible(info, tables.TrainingPlan, choice.plan_id)))
    else:
        conditions.append(Q(plan__state=PlanState.ISSUED))
    if choice.team_id is not None:
        team = visible(info, registry_tables.Team, choice.team_id)
        links = tables.EventTeam.filter(team_id__in=team)
        conditions.append(Q(id__in=Subquery(links.values("event_id"))))
    if choice.kind is not None:
        conditions.append(Q(kind=choice.kind))
    if choice.state is not None:
        conditions.append(Q(state=choice.state))
    if choice.on_or_after is not None:
        conditions.append(Q(last_day__gte=choice.on_or_after))
    if choice.on_or_before is not None:
        conditions.append(Q(first_day__lte=choice.on_or_before))
    return listed.filter(*conditions)


@strawberry.type
class EventQuery:
    """Queries about planned events."""

    @strawberry.field(description="One planned event; null when unknown or out of scope.")
    async def event(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> PlannedEvent | None:
        """Return an event."""
        return shown(await find(info, tables.PlannedEvent, id))

    @strawberry.field(description="Planned events within the caller's reach, by first day.")
    async def events(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[EventFilter | None, strawberry.argument(description="Which events.")] = None,
    ) -> Connection[PlannedEvent]:
        """Return a page of events."""
        listed = _chosen(info, filter or EventFilter())
        return await page(listed, Sort("first_day"), first, after)

"""What was held: executions, the teams' parts in them, who was there, and the links that were proved."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from api.context import Info, asking
from api.enums import Label, label
from api.events import PlannedEvent
from api.nodes import Node, column, find, labelled, row_id, shown, table_type, to_many, to_one, visible
from api.pages import After, Connection, First, Sort, page
from api.people import Person
from api.regions import Region, within
from api.teams import Post, Team
from exercises import tables
from exercises.codes import AttendanceStatus, ExerciseKind, Grade, LinkMeans
from exercises.conduct import roll_of
from registry import tables as registry_tables
from registry.access import masked, rows
from registry.codes import UnavailabilityReason
from registry.errors import NotFound


@table_type(tables.Execution, "An exercise that was held, with or without a planned event.")
class Execution(Node):
    """An execution."""

    kind: ExerciseKind = column("What was trained.")
    kind_label: Label = labelled("kind", "What was trained, in words.")
    title: str = column("Title in Chinese.")
    first_day: date = column("First day it was held.")
    last_day: date = column("Last day it was held, inclusive.")
    begun_at: datetime | None = column("When it began; null where only the days are known.")
    ended_at: datetime | None = column("When it ended; null where only the days are known.")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("Whose exercise it was; null when out of scope.")
    host: Region | None = to_one("The hosting region, if there was one and it is in scope.")
    event: PlannedEvent | None = to_one("The planned event it carried out; null for others.")
    teams: list[ExecutionTeam] = to_many("The parts of the teams in scope.")
    link_tests: list[LinkTest] = to_many("The links that were tested.")


@table_type(tables.ExecutionTeam, "One team's part in an execution.")
class ExecutionTeam(Node):
    """A team's part."""

    present_persons: int = column("Persons who came: by the names where there are names.")
    authorized_persons: int = column("Persons authorized when it was recorded.")
    grade: Grade = column("How the team was graded.")
    grade_label: Label = labelled("grade", "The grade in words.")
    evaluator: str = column("Who graded it, by office or trade; may be empty.")
    evaluator_external: bool = column("Whether the evaluator came from outside the team.")
    version: int = column("Version for optimistic locking, from 1.")
    execution: Execution | None = to_one("The execution.")
    team: Team | None = to_one("The team; null when out of scope.")
    attendances: list[Attendance] = to_many(
        "Who was there and who was not; empty when only a number is known."
    )


@table_type(tables.Attendance, "Whether one person was there for a team's part in an execution.")
class Attendance(Node):
    """One name of a roll-call."""

    status: AttendanceStatus = column("Whether the person was there.")
    status_label: Label = labelled("status", "The same in words.")
    arrived_at: datetime | None = column("When the person arrived; null if not kept.")
    execution_team: ExecutionTeam | None = to_one("The team's part.")
    person: Person | None = to_one("The person; null when out of scope.")

    @strawberry.field(
        description="The reason in words; null without the right to read personal data, and in the past."
    )
    async def note(self: Any, info: Info) -> str | None:
        """Return the reason, which may tell of illness, to those who may read personal data."""
        person = await info.context.loaders.parent(self, "person")
        hidden = person is None or asking.get() is not None or masked(info.context.viewer, person.region_id)
        return None if hidden else self.note


@table_type(tables.LinkTest, "One tested link between the stations of two regions.")
class LinkTest(Node):
    """A tested link."""

    means: LinkMeans = column("By which means.")
    means_label: Label = labelled("means", "The means in words.")
    success: bool = column("Whether the link stood.")
    setup_seconds: int | None = column("Time to set it up, in seconds; null if not measured or not linked.")
    quality: int | None = column("Quality, 1 (worst) to 5; null if not judged or not linked.")
    execution: Execution | None = to_one("The execution; null when out of scope.")
    from_region: Region | None = to_one("One end; null when out of scope.")
    to_region: Region | None = to_one("The other end; null when out of scope.")


@strawberry.input(description="Which executions to list; every part given must hold.")
class ExecutionFilter:
    """A choice of executions."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only executions of this region and those below it."
    )
    team_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only executions this team took part in."
    )
    event_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only executions of this planned event."
    )
    kind: ExerciseKind | None = strawberry.field(default=None, description="Only this kind.")
    on_or_after: date | None = strawberry.field(
        default=None, description="Only executions that ended on this day or later."
    )
    on_or_before: date | None = strawberry.field(
        default=None, description="Only executions that began on this day or earlier."
    )


def _chosen(info: Info, choice: ExecutionFilter) -> QuerySet[tables.Execution]:
    """Return the executions a filter names."""
    conditions = [within(info, choice.within_id)]
    if choice.team_id is not None:
        team = visible(info, registry_tables.Team, choice.team_id)
        parts = rows(info.context.viewer, tables.ExecutionTeam).filter(team_id__in=team)
        conditions.append(Q(id__in=Subquery(parts.values("execution_id"))))
    if choice.event_id is not None:
        conditions.append(Q(event_id__in=visible(info, tables.PlannedEvent, choice.event_id)))
    if choice.kind is not None:
        conditions.append(Q(kind=choice.kind))
    if choice.on_or_after is not None:
        conditions.append(Q(last_day__gte=choice.on_or_after))
    if choice.on_or_before is not None:
        conditions.append(Q(first_day__lte=choice.on_or_before))
    return rows(info.context.viewer, tables.Execution).filter(*conditions)


@strawberry.type(description="One member on the roll of a team: called, and marked if not there.")
class RollCallLine:
    """A line of the roll."""

    person: Person = strawberry.field(description="Who.")
    post: Post | None = strawberry.field(description="The post held; null for none.")
    away: UnavailabilityReason | None = strawberry.field(
        description="Why the person was reported away that day; null if not."
    )
    away_label: Label | None = strawberry.field(description="The same in words.")


@strawberry.type
class ExecutionQuery:
    """Queries about what was held."""

    @strawberry.field(description="One execution; null when unknown or out of scope.")
    async def execution(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> Execution | None:
        """Return an execution."""
        return shown(await find(info, tables.Execution, id))

    @strawberry.field(description="Executions within the caller's reach, the latest first.")
    async def executions(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[
            ExecutionFilter | None, strawberry.argument(description="Which executions.")
        ] = None,
    ) -> Connection[Execution]:
        """Return a page of executions."""
        listed = _chosen(info, filter or ExecutionFilter())
        return await page(listed, Sort("first_day", descending=True), first, after)

    @strawberry.field(
        description="Everybody who serves in a team on a day, by post: the screen of a roll-call; empty out"
        " of scope."
    )
    async def roll(
        self,
        info: Info,
        team_id: Annotated[strawberry.ID, strawberry.argument(description="The team.")],
        on: Annotated[date | None, strawberry.argument(description="The day; today when absent.")] = None,
    ) -> list[RollCallLine]:
        """Return the roll of a team."""
        team = row_id(team_id, registry_tables.Team)
        try:
            found = await roll_of(info.context.viewer, team, on or info.context.today)
        except NotFound:
            return []
        return [
            RollCallLine(
                person=shown(each.person),
                post=shown(each.post),
                away=each.away,
                away_label=None if each.away is None else label(each.away),
            )
            for each in found
        ]

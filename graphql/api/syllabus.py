"""The syllabus: what teams must train, how often, by which source; and whether that can be asked."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from api.context import Info
from api.enums import Label, label
from api.nodes import Node, column, labelled, row_id, shown, table_type, to_one
from api.organizations import RuleSource
from api.regions import Region
from exercises import tables
from exercises.codes import Attendees, ExerciseKind, Grouping
from exercises.syllabus import LoadLine as Reckoned
from exercises.syllabus import load_check, rules_in_force, spacing_warnings
from registry import tables as registry_tables
from registry.access import one, rows
from registry.codes import ResourceKind, SourceMark, TeamCategory
from registry.errors import NotFound
from registry.periods import in_force


@strawberry.type(description="A shared resource an event of a syllabus row needs.")
class SyllabusNeed:
    """A need."""

    kind: ResourceKind = strawberry.field(description="What is needed.")
    quantity: int = strawberry.field(description="How many units.")
    per: str = strawberry.field(description="For each `event`, `person` or `team`.")


@table_type(tables.SyllabusRule, "One row of the syllabus: what some teams must train, and how often.")
class SyllabusRule(Node):
    """A row of the syllabus."""

    number: int = column("Number of the row; an office's own row replaces the default of the same number.")
    kind: ExerciseKind = column("What is trained.")
    kind_label: Label = labelled("kind", "What is trained, in words.")
    grouping: Grouping = column("Who meets in one event.")
    grouping_label: Label = labelled("grouping", "Who meets, in words.")
    attendees: Attendees = column("Which members of a team attend.")
    attendees_label: Label = labelled("attendees", "Who attends, in words.")
    times_per_year: int = column("Times a year.")
    every_years: int = column("The row asks once in this many years; 1 is every year.")
    per_period: str = column("Period the times are spread over: `year`, `quarter` or `month`.")
    months: list[int] = column("Months allowed, 1 to 12; every month when empty.")
    duration_half_days: int = column("Length of an event, in half-days.")
    min_gap_days: int = column("Least calendar days between two events of the row for one team.")
    periodicity_days: int = column("Calendar days after which the training lapses.")
    notice_days: int = column("Calendar days of notice to teams and employers.")
    priority: int = column("Priority points lost when an event of the row is left out; more is dearer.")
    weight: int = column("What a lapse-day of the row weighs; 1 is plain.")
    away: bool = column("Whether its events count against the standby rule.")
    unannounced: int = column("How many of the times in a year come without notice.")
    fixed_month: int | None = column("Month of a fixed date, 1 to 12; null when free.")
    fixed_day: int | None = column("Day of the month of a fixed date; null when free.")
    min_categories: int = column("Least number of categories that meet.")
    mark: SourceMark = column("How far its figures can be believed.")
    mark_label: Label = labelled("mark", "The mark in words.")
    citation: str = column("Where the figures come from.")
    valid_from: date = column("First day in force.")
    valid_to: date | None = column("Day after the last day in force; null while open.")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("The office whose row this is; null for every office's default.")
    source: RuleSource | None = to_one("The source.")

    @strawberry.field(description="Team categories concerned; every team when empty.")
    def categories(self: Any) -> list[TeamCategory]:
        """Return the stored codes as an enumeration."""
        return [TeamCategory(code) for code in self.categories]

    @strawberry.field(description="Kinds whose demand an event of this row also meets.")
    def satisfies(self: Any) -> list[ExerciseKind]:
        """Return the stored codes as an enumeration."""
        return [ExerciseKind(code) for code in self.satisfies]

    @strawberry.field(description="Shared resources an event needs.")
    def needs(self: Any) -> list[SyllabusNeed]:
        """Return the stored needs."""
        return [SyllabusNeed(kind=ResourceKind(need["kind"]), **_rest(need)) for need in self.needs]


def _rest(need: dict[str, Any]) -> dict[str, Any]:
    return {"quantity": need["quantity"], "per": need.get("per", "event")}


@strawberry.type(description="Days one syllabus row asks of each member in a year.")
class RowLoad:
    """One row's part of a load."""

    number: int = strawberry.field(description="Number of the row.")
    kind: ExerciseKind = strawberry.field(description="What is trained.")
    kind_label: Label = strawberry.field(description="What is trained, in words.")
    times: int = strawberry.field(description="Times a year.")
    days: float = strawberry.field(description="Days a year and member.")


@strawberry.type(description="Days a year the syllabus asks of each member of one category's teams.")
class LoadLine:
    """One line of the load check."""

    category: TeamCategory = strawberry.field(description="The category.")
    category_label: Label = strawberry.field(description="The category in words.")
    teams: int = strawberry.field(description="How many active teams of the category there are.")
    days: float = strawberry.field(description="Days a year and member, rotating crews counted by share.")
    whole_team_days: float = strawberry.field(description="The same if the whole team came every time.")
    limit_days: int = strawberry.field(description="Most days a year and member, inclusive.")
    exceeded: bool = strawberry.field(description="Whether more is asked than allowed.")
    rows: list[RowLoad] = strawberry.field(description="The rows behind the days.")
    chosen_rows: list[RowLoad] = strawberry.field(
        description="Rows that ask more only of teams chosen for their events."
    )


def _row(load: Any) -> RowLoad:
    return RowLoad(
        number=load.number,
        kind=load.kind,
        kind_label=label(load.kind),
        times=load.times,
        days=float(load.days),
    )


def _line(line: Reckoned) -> LoadLine:
    return LoadLine(
        category=line.category,
        category_label=label(line.category),
        teams=line.teams,
        days=float(line.days),
        whole_team_days=float(line.whole_team_days),
        limit_days=line.limit_days,
        exceeded=line.exceeded,
        rows=[_row(load) for load in line.rows],
        chosen_rows=[_row(load) for load in line.chosen_rows],
    )


@strawberry.type(description="A row whose months let training lapse although every event is held as allowed.")
class SpacingWarning:
    """A row at odds with itself."""

    number: int = strawberry.field(description="Number of the row.")
    kind: ExerciseKind = strawberry.field(description="What is trained.")
    kind_label: Label = strawberry.field(description="What is trained, in words.")
    longest_days: int = strawberry.field(description="Longest spacing its months allow, in calendar days.")
    periodicity_days: int = strawberry.field(description="Calendar days after which it lapses.")


@strawberry.type
class SyllabusQuery:
    """Queries about the syllabus."""

    @strawberry.field(
        description="Every row of the syllabus the caller's offices know, defaults included, by number."
    )
    async def syllabus(
        self,
        info: Info,
        on: Annotated[
            date | None, strawberry.argument(description="Rows in force on this day; today when absent.")
        ] = None,
    ) -> list[SyllabusRule]:
        """Return the rows in force."""
        day = on or info.context.today
        listed = rows(info.context.viewer, tables.SyllabusRule).filter(in_force(day))
        return shown(await listed.order_by("number", "id").limit(200))

    @strawberry.field(
        description="Load of each team category below a region in a year; null when it is out of scope."
    )
    async def load_check(
        self,
        info: Info,
        region_id: Annotated[strawberry.ID, strawberry.argument(description="The region.")],
        year: Annotated[int, strawberry.argument(description="The training year.")],
    ) -> list[LoadLine] | None:
        """Return the load of each category."""
        try:
            lines = await load_check(info.context.viewer, row_id(region_id, registry_tables.Region), year)
        except NotFound:
            return None
        return [_line(line) for line in lines]

    @strawberry.field(
        description="Rows in force for a region's office on 1 January of a year whose months allow a longer"
        " spacing than their periodicity; null when the region is out of scope."
    )
    async def spacing_warnings(
        self,
        info: Info,
        region_id: Annotated[strawberry.ID, strawberry.argument(description="The region.")],
        year: Annotated[int, strawberry.argument(description="The training year.")],
    ) -> list[SpacingWarning] | None:
        """Return the rows at odds with themselves."""
        try:
            region = await one(
                info.context.viewer, registry_tables.Region, row_id(region_id, registry_tables.Region)
            )
        except NotFound:
            return None
        found = spacing_warnings(await rules_in_force(region.id, date(year, 1, 1)))
        return [
            SpacingWarning(
                number=warning.rule_number,
                kind=warning.kind,
                kind_label=label(warning.kind),
                longest_days=warning.longest_days,
                periodicity_days=warning.periodicity_days,
            )
            for warning in found
        ]

"""Readiness of teams: ratings that explain themselves, levels set by hand, confirmations."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Annotated, Any
from uuid import UUID

import strawberry

from api.context import Info
from api.enums import Label, label
from api.nodes import Node, column, find, labelled, shown, table_type, to_one
from api.pages import After, Connection, First, Sort, page
from api.principals import Principal
from api.readiness_parts import (
    AreaReadiness,
    CapReadiness,
    EmptyPost,
    FailingItem,
    FilledPost,
    IdleMember,
    LineReadiness,
    RatingFigure,
    ReadinessAction,
    TrainingCredit,
)
from api.readiness_shown import Known, Worded, known, said
from api.regions import within
from api.teams import Team
from exercises.readiness.rating_teams import Rated, rated
from registry import tables
from registry.access import SYSTEM, rows
from registry.codes import ReadinessArea, TaskState, TeamCategory
from registry.periods import in_force
from registry.readiness.records.figures import figures_followed
from registry.readiness.rules import FigureData


@table_type(tables.ReadinessOverride, "A level set by hand over the computed one while it holds.")
class ReadinessOverride(Node):
    """An override."""

    task_state: TaskState = column("The task whose level it sets.")
    task_label: Label = labelled("task_state", "The task in words.")
    from_level: int = column("Level computed when it was set, 1 to 4.")
    to_level: int = column("Level to be shown, 1 to 4; a better one at most one above the computed level.")
    reason_given: str = column("The reason, shown beside both levels.")
    valid_from: date = column("First day on which it holds.")
    valid_to: date | None = column("First day on which it no longer holds; null while it has no end.")
    version: int = column("Version for optimistic locking, from 1.")
    team: Team | None = to_one("The team.")
    decided_by: Principal | None = to_one("Who set it; null when out of scope.")


@table_type(tables.Confirmation, "Somebody's word that all records of one area of a team are right.")
class Confirmation(Node):
    """A confirmation."""

    area: ReadinessArea = column("The area.")
    area_label: Label = labelled("area", "The area in words.")
    valid_from: date = column("Day on which the records were looked at.", name="confirmedOn")
    proved: bool = column("Whether evidence is attached, or somebody from outside the team confirmed.")
    note: str = column("Note; may be empty.")
    team: Team | None = to_one("The team.")
    confirmed_by: Principal | None = to_one("Who confirmed; null when out of scope.")


@strawberry.type(description="The readiness of one team on a day for one task, and everything behind it.")
class Readiness:
    """A rating."""

    rated: strawberry.Private[Rated]
    worded: strawberry.Private[Worded]
    on: date = strawberry.field(description="The day that was rated, by the records as they are known.")
    team: Team = strawberry.field(description="The team.")
    task: TaskState = strawberry.field(description="The task it was rated for.")
    task_label: Label = strawberry.field(description="The task in words.")
    level: int | None = strawberry.field(
        description="Level computed from the records: 1 (best) to 4, 5 while the team reorganizes, null when"
        " it is not rated."
    )
    level_text: str = strawberry.field(
        description="The computed level as it is printed: ?4 when unverified, a dash when not rated."
    )
    shown_level: int | None = strawberry.field(
        description="Level to be shown: the computed one, unless an override holds."
    )
    level_before_caps: int | None = strawberry.field(
        description="The worst of the four areas, before caps; null when the team is not rated."
    )
    unverified: bool = strawberry.field(
        description="Whether an area rests on records nobody has confirmed for long."
    )
    override: ReadinessOverride | None = strawberry.field(
        description="The override that makes the level shown differ; null when none holds."
    )
    warnings: list[Label] = strawberry.field(description="What was left out of the rating, and why.")
    rule_version: str = strawberry.field(description="Hash of the figures it was rated by.")

    @strawberry.field(description="The four areas; empty for a team that is not rated.")
    def areas(self) -> list[AreaReadiness]:
        """Return the areas."""
        return self.worded.areas()

    @strawberry.field(description="The caps that hold the level down, or would.")
    def caps(self) -> list[CapReadiness]:
        """Return the caps."""
        return self.worded.caps()

    @strawberry.field(description="Required lines of equipment, by kind.")
    def lines(self) -> list[LineReadiness]:
        """Return the lines."""
        return self.worded.lines()

    @strawberry.field(description="The credit of each training requirement, in the order of the syllabus.")
    def credits(self) -> list[TrainingCredit]:
        """Return the credits."""
        return self.worded.credits()

    @strawberry.field(description="Who fills which post in the largest matching, key posts first served.")
    def filled_posts(self) -> list[FilledPost]:
        """Return the matching."""
        return self.worded.filled_posts()

    @strawberry.field(description="Posts nobody fills, key posts first.")
    def empty_posts(self) -> list[EmptyPost]:
        """Return what the matching left over."""
        return self.worded.empty_posts()

    @strawberry.field(description="Members who fill no post.")
    def idle_members(self) -> list[IdleMember]:
        """Return who the matching left over."""
        return self.worded.idle_members()

    @strawberry.field(
        description="What would lift the level, the most useful first, each checked by rating again; none at"
        " level 1 and for teams that are not rated."
    )
    async def actions(self) -> list[ReadinessAction]:
        """Return what would lift the level."""
        return await asyncio.to_thread(self.worded.actions)

    @strawberry.field(description="Every figure the team was rated by, with its source, by code.")
    async def rules(self, info: Info) -> list[RatingFigure]:
        """Return the figures in force for the team's region."""
        loader = info.context.loaders.made(("rating figures", self.on), partial(_figures, self.on))
        return await loader.load(UUID(self.rated.facts.region))

    @strawberry.field(description="Items held that do not count as serviceable.")
    def failing_items(self) -> list[FailingItem]:
        """Return the items that fail."""
        return self.worded.failing_items()


def _readiness(team: tables.Team, each: Rated, context: Known) -> Readiness:
    """Return a rating as the schema words it."""
    rating = each.rating
    return Readiness(
        rated=each,
        worded=Worded(each, context),
        team=shown(team),
        on=rating.on,
        task=rating.task,
        task_label=label(rating.task),
        level=rating.level,
        level_text=rating.shown,
        shown_level=each.standing.shown,
        level_before_caps=rating.computed,
        unverified=rating.unverified,
        override=shown(each.standing.override),
        warnings=[said(words) for words in rating.warnings],
        rule_version=rating.rule_version,
    )


async def _figures(on: date, regions: list[UUID]) -> list[list[RatingFigure]]:
    """Return the figures each of some regions follows on a day."""
    found = await figures_followed(SYSTEM, regions, on)
    return [[_figure(each) for each in found[region]] for region in regions]


def _figure(figure: FigureData) -> RatingFigure:
    return RatingFigure(
        code=figure.code,
        title=said((figure.title, figure.title_en)),
        value=figure.value,
        unit=figure.unit,
        mark=figure.mark,
        mark_label=label(figure.mark),
        citation=figure.citation,
    )


async def readiness_of(
    info: Info, teams: Sequence[tables.Team], on: date, task: TaskState
) -> list[Readiness]:
    """Return the readiness of those of some teams that exist on the day; a fixed number of statements."""
    found = await rated(info.context.viewer, [team.id for team in teams], on, task)
    by_team = {UUID(each.facts.team): each for each in found}
    context = await known(info, found)
    return [_readiness(team, by_team[team.id], context) for team in teams if team.id in by_team]


On = Annotated[date | None, strawberry.argument(description="The day; today when absent.")]
Task = Annotated[TaskState, strawberry.argument(description="The task the team must be ready for.")]


@strawberry.input(description="Which ratings to list; every part given must hold.")
class ReadinessFilter:
    """A choice of ratings."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only teams of this region and those below it."
    )
    category: TeamCategory | None = strawberry.field(default=None, description="Only this category.")
    shown_level: int | None = strawberry.field(
        default=None, description="Only teams shown at this level, 1 to 5; all teams are rated for it."
    )


@strawberry.type
class ReadinessQuery:
    """Queries about readiness."""

    @strawberry.field(
        description="The readiness of one team on a day, past or to come, by the records as they are known;"
        " null when the team is unknown, out of scope, or not there that day."
    )
    async def readiness(
        self,
        info: Info,
        team_id: Annotated[strawberry.ID, strawberry.argument(description="The team.")],
        on: On = None,
        task: Task = TaskState.PEACE,
    ) -> Readiness | None:
        """Return a rating."""
        team = await find(info, tables.Team, team_id)
        if team is None:
            return None
        found = await readiness_of(info, [team], on or info.context.today, task)
        return found[0] if found else None

    @strawberry.field(description="The readiness of teams within the caller's reach, by code of the team.")
    async def readiness_list(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[ReadinessFilter | None, strawberry.argument(description="Which ratings.")] = None,
        on: On = None,
        task: Task = TaskState.PEACE,
    ) -> Connection[Readiness]:
        """Return a page of ratings."""
        day = on or info.context.today
        listed = await _chosen(info, filter or ReadinessFilter(), day, task)

        async def told(teams: Sequence[Any]) -> list[Readiness]:
            return await readiness_of(info, teams, day, task)

        return await page(listed, Sort("code"), first, after, told)


async def _chosen(info: Info, choice: ReadinessFilter, on: date, task: TaskState) -> Any:
    """Return the teams a filter names; for a level, those rated so."""
    listed = rows(info.context.viewer, tables.Team).filter(within(info, choice.within_id), in_force(on))
    if choice.category is not None:
        listed = listed.filter(category=choice.category)
    if choice.shown_level is None:
        return listed
    ids: Any = await listed.values_list("id", flat=True)
    found = await rated(info.context.viewer, ids, on, task)
    at_level = [each.facts.team for each in found if each.standing.shown == choice.shown_level]
    return listed.filter(id__in=at_level)

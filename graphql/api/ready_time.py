"""`timeToReady`: the fewest days until teams are ready, what to do when, or what stands in the way."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

import strawberry

from api.context import Info
from api.enums import Label, label
from api.nodes import row_id, shown
from api.problems import InvalidValue
from api.teams import Team
from exercises.codes import TrainUpKind
from exercises.readiness.train_up.time_to_ready import LEVELS, LevelTime, Step, Wish, time_to_ready
from exercises.readiness.train_up.time_to_ready import ReadyTime as Answer
from exercises.readiness.train_up.words import ASSUMPTIONS
from registry import errors, tables
from registry.access import Viewer, rows
from registry.codes import TaskState
from scheduling.words import Words

SECONDS = 1.0
"""Deterministic seconds of solving for each level: an answer comes well within the time of a request."""
MOST_TEAMS = 6
"""Most teams of one request; the command takes more, since it may take longer."""
MOST_DAYS_OFF = 366
"""How far from today the first day may lie."""


@strawberry.type(description="One thing to do for a team.")
class ReadyStep:
    """A step of a schedule."""

    team: Team = strawberry.field(description="The team it is done for.")
    kind: TrainUpKind = strawberry.field(description="What it is.")
    kind_label: Label = strawberry.field(description="The kind in words.")
    title: Label = strawberry.field(description="What to do, in words; persons by their pseudonyms.")
    first_day: date = strawberry.field(description="Its first day.")
    last_day: date = strawberry.field(description="Its last day; it counts from then on.")
    resources: list[Label] = strawberry.field(description="What it uses, by name.")


@strawberry.type(description="A requirement that cannot be met.")
class ReadyObstacle:
    """What stands in the way."""

    title: Label = strawberry.field(description="The requirement.")
    reasons: list[Label] = strawberry.field(description="Why it cannot be met.")


@strawberry.type(description="A team, and its level on the first day if nothing is done.")
class ReadyTeam:
    """One of the teams asked about."""

    team: Team = strawberry.field(description="The team.")
    level_now: int | None = strawberry.field(
        description="Level on the first day, 1 (best) to 4, 5 while reorganizing; null if not rated."
    )


@strawberry.type(description="How soon all teams can be at one level.")
class ReadyLevel:
    """The answer for one level."""

    level: int = strawberry.field(description="The level, 1 (best) to 3.")
    days: int | None = strawberry.field(
        description="Calendar days from the first day, 0 being that day; null if it cannot be reached or"
        " nothing was found in the time allowed."
    )
    day: date | None = strawberry.field(description="The same as a date.")
    bound_days: int = strawberry.field(description="Nobody can do it in fewer calendar days: proven.")
    proven: bool = strawberry.field(description="Whether nothing is earlier, or that it cannot be reached.")
    in_turn_days: int | None = strawberry.field(
        description="Calendar days of the simple way, one thing after the other; null if it fails."
    )
    steps: list[ReadyStep] = strawberry.field(description="What to do, by first day.")
    obstacles: list[ReadyObstacle] = strawberry.field(description="What cannot be had; empty if reached.")


@strawberry.type(description="How soon some teams can be ready together; nothing is stored.")
class ReadyTime:
    """The answer."""

    first_day: date = strawberry.field(description="The first day on which anything can be done.")
    horizon_days: int = strawberry.field(description="Calendar days looked ahead.")
    teams: list[ReadyTeam] = strawberry.field(description="The teams, by code.")
    levels: list[ReadyLevel] = strawberry.field(description="The levels asked about, in the order asked.")
    training_days: int | None = strawberry.field(
        description="Calendar days until training alone is at level 1; null if it cannot be."
    )
    training_level: int = strawberry.field(
        description="The old reading of these days: 14 or fewer are level 1, 28 level 2, 42 level 3, else 4."
    )
    assumptions: list[Label] = strawberry.field(description="What is assumed.")


ReadyTimeAnswer = Annotated[
    ReadyTime | InvalidValue,
    strawberry.union("ReadyTimeAnswer", description="The days and schedules, or what is wrong asked."),
]


@strawberry.type
class ReadyTimeQuery:
    """The query about the time to be ready."""

    @strawberry.field(
        description="How soon teams can be at a level, alone or as a joint group that shares grounds,"
        " evaluators and inspection crews: fewest days, proven or with a bound, and the schedule. The"
        " solver runs beside the server's other work, bounded. Null if a team is out of scope."
    )
    async def time_to_ready(
        self,
        info: Info,
        team_ids: Annotated[list[strawberry.ID], strawberry.argument(description="The teams, 1 to 6.")],
        first_day: Annotated[
            date | None,
            strawberry.argument(
                name="from", description="First day on which anything can be done; today when absent."
            ),
        ] = None,
        task: Annotated[
            TaskState, strawberry.argument(description="The task to be ready for.")
        ] = TaskState.PEACE,
        levels: Annotated[
            list[int] | None,
            strawberry.argument(description="Levels to reach, 1 to 3; 2 and 1 when absent."),
        ] = None,
        additions: Annotated[
            bool,
            strawberry.argument(description="Whether members may be recruited and equipment acquired."),
        ] = True,
    ) -> ReadyTimeAnswer | None:
        """Return how soon teams can be ready."""
        today = info.context.today
        first = first_day or today
        if len(team_ids) > MOST_TEAMS:
            raise errors.InvalidValue(
                "team_ids", len(team_ids), f"at most {MOST_TEAMS} teams can be asked about"
            )
        if abs(first - today) > timedelta(days=MOST_DAYS_OFF):
            raise errors.InvalidValue("from", first, f"it lies within {MOST_DAYS_OFF} days of today")
        wish = Wish(first, task, tuple(levels or LEVELS), additions=additions, seconds=SECONDS)
        try:
            ids = [row_id(each, tables.Team) for each in team_ids]
            answer = await time_to_ready(info.context.viewer, ids, wish)
        except errors.NotFound:
            return None
        return _answer(answer, await _teams(info.context.viewer, ids))


async def _teams(viewer: Viewer, ids: Collection[UUID]) -> dict[str, Team]:
    """Return the teams by their ids as text."""
    return {str(row.id): shown(row) for row in await rows(viewer, tables.Team).filter(id__in=list(ids))}


def _answer(answer: Answer, teams: dict[str, Team]) -> ReadyTime:
    """Return an answer as the schema has it."""
    return ReadyTime(
        first_day=answer.first,
        horizon_days=answer.horizon,
        teams=[
            ReadyTeam(team=teams[facts.team], level_now=level)
            for facts, level in zip(answer.teams, answer.levels_now, strict=True)
        ],
        levels=[_level(each, teams) for each in answer.levels],
        training_days=answer.training_days,
        training_level=answer.training_level,
        assumptions=[_label(each) for each in ASSUMPTIONS],
    )


def _level(found: LevelTime, teams: dict[str, Team]) -> ReadyLevel:
    """Return the answer for one level."""
    return ReadyLevel(
        level=found.level,
        days=found.days,
        day=found.on,
        bound_days=found.bound,
        proven=found.proven,
        in_turn_days=found.in_turn,
        steps=[_step(each, teams) for each in found.steps],
        obstacles=[
            ReadyObstacle(title=_label(each.title), reasons=[_label(why) for why in each.why])
            for each in found.missing
        ],
    )


def _step(step: Step, teams: dict[str, Team]) -> ReadyStep:
    """Return one step."""
    return ReadyStep(
        team=teams[step.team.team],
        kind=step.kind,
        kind_label=label(step.kind),
        title=_label(step.title),
        first_day=step.first,
        last_day=step.last,
        resources=[_label(each) for each in step.resources],
    )


def _label(words: Words) -> Label:
    """Return words as the schema has them."""
    return Label(zh=words.zh, en=words.en)

"""
Time to be ready 达标用时: the fewest calendar days to a level, for a team or several, and what to do when.

The idea is the train-up problem of operations research; here it counts all four areas and the caps. The
rating itself judges the answer: the schedule's effects are put into the facts and rated again on the day
found. All durations and capacities that no register knows are figures (`readiness.ready.*`), assumed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from exercises.codes import TrainUpKind
from exercises.readiness.rating_teams import rated
from exercises.readiness.train_up.problem import Prepared, prepared
from exercises.readiness.train_up.reading import read_world
from exercises.readiness.train_up.tasks import Case, Task
from exercises.readiness.train_up.world import World
from registry.access import Viewer
from registry.codes import TaskState
from registry.errors import InvalidValue, NotFound
from registry.readiness.facts import TeamFacts
from registry.readiness.rating import rate
from registry.readiness.ratings import WORST
from registry.readiness.rules import RatingRules
from registry.tables import Team
from scheduling.train_up import Missing, Outcome, Placed, Scheduled, TrainUp, level_by_days, soonest
from scheduling.words import Words

MOST_TEAMS = 12
"""Most teams of a joint group."""
LEVELS = (2, 1)
"""Levels asked about unless said otherwise."""
SOON_DAYS = 120
"""Days looked at first; all are where a level cannot be reached within them."""
SECONDS = 4.0
"""Deterministic seconds of solving for each level unless said otherwise."""

Known = tuple[TeamFacts, RatingRules]


@dataclass(frozen=True, slots=True)
class Wish:
    """
    What is asked: from which day, for which task and levels (1 to 3), and how hard to try.

    Without `additions` nobody is recruited and nothing acquired.
    """

    first: date
    task: TaskState = TaskState.PEACE
    levels: tuple[int, ...] = LEVELS
    additions: bool = True
    seconds: float = SECONDS
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do for a team, from `first` to `last`, and what it uses."""

    team: TeamFacts
    kind: TrainUpKind
    title: Words
    first: date
    last: date
    resources: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class LevelTime:
    """
    How soon one level can be reached by all teams.

    `days` counts calendar days from the first, 0 being that day itself; None where the level is out of
    reach (`missing` says why) or nothing was found in time. Nobody can do it in fewer than `bound` days.
    `in_turn` is what the simple way takes, one thing after the other. `levels_then` are the levels of
    the teams on that day with the schedule carried out, `levels_before` those a day earlier.
    """

    level: int
    days: int | None
    bound: int
    on: date | None
    in_turn: int | None
    steps: tuple[Step, ...]
    missing: tuple[Missing, ...]
    levels_then: tuple[int | None, ...] = ()
    levels_before: tuple[int | None, ...] = ()

    @property
    def proven(self) -> bool:
        """Tell whether nothing is earlier, or that the level is out of reach."""
        return self.days == self.bound if self.days is not None else bool(self.missing)


@dataclass(frozen=True, slots=True)
class ReadyTime:
    """
    The answer for some teams, level by level.

    `training_days` are the days until training alone is at level 1, `training_level` the old reading of
    that: 14 days or fewer for 1, 28 for 2, 42 for 3. Days after `horizon` were not looked at.
    """

    teams: tuple[TeamFacts, ...]
    first: date
    horizon: int
    levels_now: tuple[int | None, ...]
    levels: tuple[LevelTime, ...]
    training_days: int | None
    training_level: int


async def time_to_ready(viewer: Viewer, team_ids: Collection[UUID], wish: Wish) -> ReadyTime:
    """
    Return how soon some teams can be at each level together, and what to do when; nothing is stored.

    The solver runs in a thread. The same records and wish give the same answer.

    Raises
    ------
    NotFound
        The viewer does not see a team.
    InvalidValue
        No team or too many are named, or a level is none.

    """
    ids = sorted(set(team_ids))
    if not 1 <= len(ids) <= MOST_TEAMS:
        raise InvalidValue("team_ids", len(ids), f"between 1 and {MOST_TEAMS} teams can be asked about")
    if not wish.levels or not set(wish.levels) <= set(range(1, WORST)):
        raise InvalidValue("levels", list(wish.levels), "levels 1 to 3 can be reached")
    known = await _known(viewer, ids, wish.first)
    horizon = known[0][1].figure("ready.horizon")
    world = await read_world(viewer, ids, wish.first, wish.first + timedelta(days=horizon))
    return await asyncio.to_thread(ready_time, known, world, wish)


async def _known(viewer: Viewer, ids: Sequence[UUID], on: date) -> list[Known]:
    """Return the facts and figures of the teams, in the order of their codes."""
    found = [(each.facts, each.rules) for each in await rated(viewer, ids, on)]
    missing = {str(each) for each in ids} - {facts.team for facts, _ in found}
    if missing:
        raise NotFound(Team.table_name(), min(missing))
    return found


def ready_time(known: Sequence[Known], world: World, wish: Wish) -> ReadyTime:
    """Return the answer for teams whose facts and world are known: a pure function."""
    ways = _Ways(known, world, wish)
    trained, _ = ways.solved(1, training_only=True)
    days = trained.day if isinstance(trained, Scheduled) else None
    return ReadyTime(
        teams=tuple(facts for facts, _ in known),
        first=wish.first,
        horizon=world.horizon,
        levels_now=tuple(case.ratings[0].level for case in ways.prepared(0).cases),
        levels=tuple(_level_time(ways, level) for level in wish.levels),
        training_days=days,
        training_level=level_by_days(days),
    )


class _Ways:
    """What can be done within few days, and within all: most levels need no more than the few."""

    def __init__(self, known: Sequence[Known], world: World, wish: Wish) -> None:
        self.known, self.wish = known, wish
        self.worlds = [world.shorter(days) for days in (SOON_DAYS, world.horizon) if days <= world.horizon]
        self._prepared: dict[int, Prepared] = {}

    def prepared(self, reach: int) -> Prepared:
        """Return what can be done within one reach of days, 0 the shortest."""
        if reach not in self._prepared:
            world = self.worlds[reach]
            cases = [Case.of(facts, rules, self.wish.task, world) for facts, rules in self.known]
            self._prepared[reach] = prepared(cases, world, additions=self.wish.additions)
        return self._prepared[reach]

    def solved(self, level: int, *, training_only: bool = False) -> tuple[Outcome, _Way]:
        """Return the outcome for a level, by the shortest reach that has one."""
        for reach, world in enumerate(self.worlds):
            found = self.prepared(reach)
            problem = found.problem(level, training_only=training_only)
            outcome = soonest(problem, seconds=self.wish.seconds, seed=self.wish.seed)
            if isinstance(outcome, Scheduled) or reach + 1 == len(self.worlds):
                return outcome, _Way(found, problem, world)
        raise AssertionError("there is always a reach")


@dataclass(frozen=True, slots=True)
class _Way:
    """What an outcome was found with."""

    found: Prepared
    problem: TrainUp
    world: World


def _level_time(ways: _Ways, level: int) -> LevelTime:
    """Return how soon one level can be reached, judged by the rating itself."""
    outcome, way = ways.solved(level)
    if not isinstance(outcome, Scheduled):
        missing = getattr(outcome, "missing", ())
        bound = getattr(outcome, "bound", way.world.horizon + 1)
        return LevelTime(level, None, bound, None, None, (), missing)
    schedule = _lean(way, outcome.schedule, outcome.day, level)
    then = levels_on(way, schedule, outcome.day)
    if not reached(then, level):
        raise AssertionError(f"the schedule does not reach level {level}, please report it: {then}")
    return LevelTime(
        level=level,
        days=outcome.day,
        bound=outcome.bound,
        on=way.world.on(outcome.day),
        in_turn=outcome.in_turn,
        steps=tuple(_steps(way, schedule)),
        missing=(),
        levels_then=then,
        levels_before=levels_on(way, schedule, outcome.day - 1) if outcome.day else (),
    )


def _lean(way: _Way, schedule: tuple[Placed, ...], day: int, level: int) -> tuple[Placed, ...]:
    """Return a schedule without confirmations that the rating can do without."""
    for each in schedule:
        if way.found.tasks[each.activity].activity.kind == TrainUpKind.CONFIRMATION.value:
            fewer = tuple(other for other in schedule if other is not each)
            if reached(levels_on(way, fewer, day), level):
                schedule = fewer
    return schedule


def reached(levels: Iterable[int | None], level: int) -> bool:
    """Tell whether all levels are as good as one."""
    return all(each is not None and each <= level for each in levels)


def levels_on(way: _Way, schedule: Sequence[Placed], day: int) -> tuple[int | None, ...]:
    """Return the levels of the teams on a day, with what is over by then put into their facts."""
    return tuple(
        rate(_edited(case.facts, way, schedule, day), way.world.on(day), case.rules, case.task).level
        for case in way.found.cases
    )


def _edited(facts: TeamFacts, way: _Way, schedule: Sequence[Placed], day: int) -> TeamFacts:
    """Return a team's facts with everything done for it that is over by a day."""
    done = [(each.slot.last, way.found.tasks[each.activity]) for each in schedule if each.slot.last <= day]
    for last, task in sorted(done, key=lambda pair: (pair[0], pair[1].activity.id)):
        if task.team == facts.team:
            facts = task.edit(way.world.on(last)).applied(facts, way.world.on(last))
    return facts


def _steps(way: _Way, schedule: Sequence[Placed]) -> Iterator[Step]:
    """Yield what to do, in the order of the days."""
    names = {resource.id: resource.title for resource in way.problem.resources}
    teams = {case.facts.team: case.facts for case in way.found.cases}
    for each in schedule:
        task: Task = way.found.tasks[each.activity]
        used = zip(each.choices, task.activity.needs, strict=True)
        yield Step(
            team=teams[task.team],
            kind=TrainUpKind(task.activity.kind),
            title=task.activity.title,
            first=way.world.on(each.slot.first),
            last=way.world.on(each.slot.last),
            resources=tuple(names[need[choice].resource] for choice, need in used),
        )

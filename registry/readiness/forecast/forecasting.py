"""
The forecast 战备预测: the rating of every day to come, with what moves it.

Days on which nothing can change are not rated again, and of the others only the areas that can; a property
test holds the curve equal to `rate` on every single day. What is neither in the records nor in the prospect
is taken to stay as it is: nobody joins, nothing breaks, nothing is renewed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from registry.codes import TaskState, TeamState
from registry.errors import InvalidValue
from registry.periods import months_later
from registry.readiness.areas.equipment import rate_equipment
from registry.readiness.areas.people import rate_people
from registry.readiness.areas.training import rate_training
from registry.readiness.facts import TeamFacts
from registry.readiness.forecast.change_days import ChangeDays, change_days
from registry.readiness.forecast.expecting import confirmed_by, expected
from registry.readiness.forecast.forecasts import (
    NOTHING,
    Forecast,
    Month,
    Movement,
    Prospect,
    SetLevel,
    State,
    Step,
)
from registry.readiness.forecast.movements import Turn, movements
from registry.readiness.forecast.occurrences import Occurrence
from registry.readiness.rating import assembled, rate
from registry.readiness.ratings import Rating
from registry.readiness.rules import RatingRules
from registry.readiness.words import NAMELESS, Names

#: Longest forecast, in months: beyond it plans and records say next to nothing (assumed).
MOST_MONTHS = 18
#: Levels worse than this one count as *below*.
ALLOWED = 2
_DAY = timedelta(days=1)
_FOREVER_DAYS = 1_000_000


def forecast(
    facts: TeamFacts,
    rules: RatingRules,
    first: date,
    last: date,
    task: TaskState = TaskState.PEACE,
    *,
    prospect: Prospect = NOTHING,
    set_levels: Sequence[SetLevel] = (),
    names: Names = NAMELESS,
) -> Forecast:
    """
    Rate a team on every day from `first` to `last`, both included.

    Parameters
    ----------
    facts
        What the records say, with the days on which it holds.
    rules
        The figures in force.
    first, last
        The days, both included; at most 18 months.
    task
        What the team must be ready for.
    prospect
        What is expected to happen besides; by default nothing is executed.
    set_levels
        Levels set by hand; none is taken to last beyond its end, and none to be made anew.
    names
        What qualifications are called, by code, for the sentences.

    Raises
    ------
    InvalidValue
        `last` lies before `first` or more than 18 months after it.

    """
    check_span(first, last)
    known = expected(facts, prospect)
    changes = change_days(known, prospect, rules, first, last, task)
    ratings = {each.on: each for each in rated_days(known, rules, changes, first, task, prospect)}
    expects = frozenset(each.id for each in prospect.held)
    curve = _Curve(known, ratings, changes.occurrences, set_levels, (task, expects, names))
    days = sorted({*ratings, *_set_days(set_levels, first, last)})
    steps = tuple(curve.steps(days, last))
    return Forecast(
        team=facts.team,
        code=facts.code,
        name=facts.name,
        task=task,
        first=first,
        last=last,
        steps=steps,
        movements=tuple(curve.movements(days)),
        months=months_of(steps),
        rule_version=rules.version,
    )


def check_span(first: date, last: date) -> None:
    """Return if a forecast may span these days; raises `InvalidValue` if not."""
    if last < first:
        raise InvalidValue("to", last, f"not before {first}", rule_zh=f"不得早于{first}")
    if last > months_later(first, MOST_MONTHS):
        rule = f"at most {MOST_MONTHS} months after {first}"
        raise InvalidValue("to", last, rule, rule_zh=f"最多为{first}后{MOST_MONTHS}个月")


def ageless(rules: RatingRules) -> RatingRules:
    """
    Return rules under which records never grow old: as if everything were confirmed on every day.

    What rests on the team's own word alone still counts one grade lower.
    """
    whole = {f"readiness.{code}": value for code, value in rules.figures.items()}
    return RatingRules.of(whole | {f"readiness.age.{grade}": _FOREVER_DAYS for grade in "ABC"})


def rated_days(
    facts: TeamFacts,
    rules: RatingRules,
    changes: ChangeDays,
    first: date,
    task: TaskState,
    prospect: Prospect = NOTHING,
) -> Iterator[Rating]:
    """Yield the ratings of the first day and of each day on which one can change; see `change_days`."""
    if facts.state is not TeamState.ACTIVE:
        yield rate(facts, first, rules, task)
        return
    required, confirmed = facts.required(task), {day for _, day in prospect.confirmed}
    known = confirmed_by(facts, prospect, first)
    people = rate_people(known, required.posts, first, rules)
    equipment = rate_equipment(known, required.lines, first, rules)
    training = rate_training(known, required.posts, first, rules)
    yield assembled(known, first, rules, task, people, equipment, training)
    for day in changes.all:
        if day in confirmed:
            known = confirmed_by(facts, prospect, day)
        if day in changes.people:
            people = rate_people(known, required.posts, day, rules)
        if day in changes.equipment:
            equipment = rate_equipment(known, required.lines, day, rules)
        if day in changes.training:
            training = rate_training(known, required.posts, day, rules)
        yield assembled(known, day, rules, task, people, equipment, training)


class _Curve:
    """The ratings of the days on which something changes, and the levels set by hand over them."""

    def __init__(
        self,
        facts: TeamFacts,
        ratings: dict[date, Rating],
        happens: Sequence[Occurrence],
        set_levels: Sequence[SetLevel],
        asked: tuple[TaskState, frozenset[str], Names],
    ) -> None:
        self._facts, self._ratings = facts, ratings
        self._task, self._expected, self._names = asked
        self._rated = sorted(ratings)
        self._set_levels = set_levels
        self._states: dict[date, State] = {}
        self._happens: dict[date, list[Occurrence]] = defaultdict(list)
        for each in happens:
            self._happens[each.on].append(each)

    def steps(self, days: Sequence[date], last: date) -> Iterator[Step]:
        """Yield the steps; days that differ in nothing that is shown are one."""
        begun, state = days[0], self._state(days[0])
        for day in days[1:]:
            new = self._state(day)
            if new != state:
                yield Step(begun, day - _DAY, state)
                begun, state = day, new
        yield Step(begun, last, state)

    def movements(self, days: Sequence[date]) -> Iterator[Movement]:
        """Yield what moves on each day, by day."""
        for before, after in pairwise(days):
            turn = Turn(
                on=after,
                before=self._rating(before),
                after=self._rating(after),
                happens=self._happens[after],
                facts=self._facts,
                shown=(self._state(before).level, self._state(after).level),
                set_levels=(self._set(before), self._set(after)),
                task=self._task,
                expected=self._expected,
                names=self._names,
            )
            yield from movements(turn)

    def _rating(self, day: date) -> Rating:
        """Return the rating in force on a day, which may have been made on an earlier one."""
        return self._ratings[self._rated[bisect_right(self._rated, day) - 1]]

    def _set(self, day: date) -> SetLevel | None:
        return next((each for each in self._set_levels if each.holds(day)), None)

    def _state(self, day: date) -> State:
        if day not in self._states:
            self._states[day] = State.of(self._rating(day), self._set(day))
        return self._states[day]


def _set_days(set_levels: Sequence[SetLevel], first: date, last: date) -> set[date]:
    days = {day for each in set_levels for day in (each.first, each.end) if day is not None}
    return {day for day in days if first < day <= last}


def months_of(steps: Sequence[Step]) -> tuple[Month, ...]:
    """Return the months that steps reach into, with their days worse than level 2."""
    found: dict[tuple[int, int], list[tuple[int, int | None]]] = defaultdict(list)
    for step in steps:
        day = step.first
        while day <= step.last:
            after = months_later(day.replace(day=1), 1)
            until = min(step.last, after - _DAY)
            found[day.year, day.month].append(((until - day).days + 1, step.state.level))
            day = after
    return tuple(_month(key, spans) for key, spans in sorted(found.items()))


def _month(key: tuple[int, int], spans: Sequence[tuple[int, int | None]]) -> Month:
    levels = [level for _, level in spans if level is not None]
    return Month(
        *key,
        days=sum(days for days, _ in spans),
        below=sum(days for days, level in spans if level is not None and level > ALLOWED),
        best=min(levels, default=None),
        worst=max(levels, default=None),
    )

"""
Replay 回放检验: a forecast made for a past day, with the plan and the records known then, held against what
the records say now.

Both sides ask the past (`registry.past`): what was known at the end of the day the forecast is made for, and
what is known now of each day compared. Where they differ, the facts behind both say why, and whether it was
true already on that first day and only entered late.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from exercises.readiness.forecasting_teams import Horizon, Known, known_teams
from registry.access import Viewer
from registry.acts import SHANGHAI, day_of
from registry.codes import ForecastCase, MissKind, ReadinessArea, TaskState
from registry.errors import InvalidValue
from registry.past import AsOf, Past
from registry.readiness.forecast.expecting import confirmed_by, expected
from registry.readiness.forecast.forecasts import State
from registry.readiness.forecast.misses import Miss, differences, of_states
from registry.readiness.rating import rate
from registry.readiness.records.reading import Where

#: Days between two days compared, unless asked otherwise (assumed: most facts last for weeks).
EVERY_DAYS = 7


@dataclass(frozen=True, slots=True)
class Missed:
    """A miss, and whether its fact was true already on the day of the forecast: entered late."""

    miss: Miss
    late: bool


@dataclass(frozen=True, slots=True)
class DayReplay:
    """One team on one day: what was forecast, what the records say now, and why they differ."""

    team: str
    code: str
    on: date
    predicted: State
    actual: State
    misses: tuple[Missed, ...]

    @property
    def agrees(self) -> bool:
        """Tell whether the level shown was forecast right."""
        return self.predicted.level == self.actual.level


@dataclass(frozen=True, slots=True)
class Replay:
    """The days compared of a forecast made for the end of `made_on`."""

    made_on: date
    case: ForecastCase
    task: TaskState
    days: tuple[DayReplay, ...]

    @property
    def agreement(self) -> tuple[int, int]:
        """Return on how many team-days the level shown agrees, of how many compared."""
        return sum(day.agrees for day in self.days), len(self.days)

    def of_team(self) -> Mapping[str, tuple[int, int]]:
        """Return the agreement by team code."""
        compared, agreed = (Counter(day.code for day in self.days if each(day)) for each in (_any, _agreed))
        return {code: (agreed[code], count) for code, count in sorted(compared.items())}

    def of_area(self) -> Mapping[ReadinessArea, tuple[int, int]]:
        """Return the agreement of each area's level."""
        return {
            area: (
                sum(day.predicted.areas.get(area) == day.actual.areas.get(area) for day in self.days),
                len(self.days),
            )
            for area in ReadinessArea
        }

    def of_kind(self) -> Mapping[tuple[MissKind, bool], int]:
        """Return on how many team-days each kind of miss stands, late entries apart."""
        found = Counter(
            key for day in self.days for key in {(each.miss.kind, each.late) for each in day.misses}
        )
        return dict(sorted(found.items()))


def _any(_: DayReplay) -> bool:
    return True


def _agreed(day: DayReplay) -> bool:
    return day.agrees


async def replay(
    past: Past,
    viewer: Viewer,
    where: Where,
    *,
    made_on: date,
    until: date,
    now: datetime,
    every_days: int = EVERY_DAYS,
    case: ForecastCase = ForecastCase.PLANNED,
    task: TaskState = TaskState.PEACE,
) -> Replay:
    """
    Hold a forecast made for a past day against what the records say now.

    Parameters
    ----------
    past, viewer, where
        The past of the database, who asks, and the teams: a region's id or teams' ids.
    made_on
        The day for which, and at whose end, the forecast is made.
    until
        The last day compared, not after the day of `now`.
    now
        The moment whose records judge.
    every_days
        Distance of the days compared; the first is the day after `made_on`, the last is `until`.
    case, task
        As in any forecast.

    Raises
    ------
    NotFound
        The region is out of scope.
    InvalidValue
        `until` is not after `made_on`, more than 18 months after it or in the future.

    """
    days = _days(made_on, until, now, every_days)
    horizon = Horizon.of(made_on, last=until, case=case, task=task)
    async with past.reading(AsOf(made_on, end_of(made_on))):
        then = {each.facts.team: each for each in await known_teams(viewer, where, horizon)}
    corrected = await _known(past, viewer, where, made_on, now, task)
    forecasts = {team: known.forecast(horizon) for team, known in then.items()}
    compared: list[DayReplay] = []
    for day in days:
        actual = await _known(past, viewer, where, day, now, task)
        for team in sorted(then.keys() & actual.keys(), key=lambda each: then[each].facts.code):
            judge = _Judge(then[team], actual[team], corrected.get(team), made_on, case)
            compared.append(judge.day(day, forecasts[team].on(day), task))
    return Replay(made_on, case, task, tuple(compared))


def end_of(day: date) -> datetime:
    """Return the moment at which a day of the offices ends."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=SHANGHAI)


def _days(made_on: date, until: date, now: datetime, every_days: int) -> Sequence[date]:
    if until <= made_on:
        raise InvalidValue("until", until, f"after {made_on}", rule_zh=f"须晚于{made_on}")
    if until > day_of(now):
        raise InvalidValue("until", until, "not in the future", rule_zh="不得晚于今日")
    if every_days < 1:
        raise InvalidValue("every_days", every_days, "1 or more", rule_zh="至少为1")
    count = (until - made_on).days
    return sorted({made_on + timedelta(days=number) for number in (*range(1, count, every_days), count)})


async def _known(
    past: Past, viewer: Viewer, where: Where, on: date, now: datetime, task: TaskState
) -> dict[str, Known]:
    """Return what is known now of the teams as they were on a day."""
    async with past.reading(AsOf(on, now)):
        found = await known_teams(viewer, where, Horizon.of(on, task=task))
    return {each.facts.team: each for each in found}


@dataclass(frozen=True, slots=True)
class _Judge:
    """What one team's forecast was made from, and what is known now of the day judged and of the first."""

    then: Known
    now: Known
    corrected: Known | None
    made_on: date
    case: ForecastCase

    def day(self, on: date, predicted: State, task: TaskState) -> DayReplay:
        """Judge one day."""
        facts = self.now.facts
        set_level = next((each for each in self.now.set_levels if each.holds(on)), None)
        actual = State.of(rate(facts, on, self.now.rules, task), set_level)
        misses = () if predicted == actual else tuple(self._misses(on, predicted, actual, task))
        return DayReplay(facts.team, facts.code, on, predicted, actual, misses)

    def _misses(self, on: date, predicted: State, actual: State, task: TaskState) -> Sequence[Missed]:
        planned = self.case is ForecastCase.PLANNED
        facts = expected(self.then.facts, self.then.prospect) if planned else self.then.facts
        known = confirmed_by(facts, self.then.prospect, on) if planned else facts
        found = differences(known, self.now.facts, on, task, self.made_on)
        found |= frozenset(of_states(predicted, actual))
        if self.then.rules.version != self.now.rules.version:
            found |= {Miss(MissKind.FIGURES, None, "")}
        late: frozenset[Miss] = frozenset()
        if self.corrected is not None:
            first = self.made_on
            late = differences(self.then.facts, self.corrected.facts, first, task, first)
        return [Missed(each, each in late) for each in sorted(found, key=_order)]


def _order(miss: Miss) -> tuple[str, str]:
    return miss.kind.value, miss.record

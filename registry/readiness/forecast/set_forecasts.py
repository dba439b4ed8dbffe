"""What a forecast says of many teams: how many stand at which level on which day, and who drops when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from registry.codes import TaskState
from registry.readiness.ratings import REORGANIZING_LEVEL, WORST
from registry.readiness.sets.curves import Curves
from registry.readiness.sets.groups import READY

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SetStep:
    """
    Days, both included, through which no team changes its level.

    `levels` count teams at level 1 to 5 (reorganizing), `unrated` those without one.
    """

    first: date
    last: date
    levels: tuple[int, ...]
    unrated: int

    @property
    def rated(self) -> int:
        """Return how many teams stand at level 1 to 4."""
        return sum(self.levels[:WORST])

    @property
    def ready(self) -> int:
        """Return how many teams stand at level 1 or 2."""
        return sum(self.levels[:READY])

    @property
    def days(self) -> int:
        """Return how many days the step lasts."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class SetMonth:
    """One month: team-days at level 1 or 2, of team-days rated."""

    year: int
    month: int
    ready_days: int
    rated_days: int

    @property
    def share(self) -> Fraction | None:
        """Return the mean share of rated teams at level 1 or 2; None where none is rated."""
        return Fraction(self.ready_days, self.rated_days) if self.rated_days else None


@dataclass(frozen=True, slots=True)
class SetMovement:
    """Teams (by code) whose level becomes worse, or better, on a day."""

    on: date
    drops: tuple[str, ...]
    rises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetForecast:
    """The forecast of a set of teams from `first` to `last`, both included."""

    teams: int
    task: TaskState
    first: date
    last: date
    steps: tuple[SetStep, ...]
    months: tuple[SetMonth, ...]
    movements: tuple[SetMovement, ...]

    @property
    def worst_month(self) -> SetMonth | None:
        """Return the month with the smallest share at level 1 or 2, the earliest of equals; None unrated."""
        rated = [each for each in self.months if each.rated_days]
        return min(rated, key=lambda each: (each.share or 0, each.year, each.month), default=None)


def set_forecast(
    curves: Curves, chosen: Sequence[int] | None = None, task: TaskState = TaskState.PEACE
) -> SetForecast:
    """Add up the curves of some teams, by their places; of all when None."""
    places = np.arange(len(curves.teams)) if chosen is None else np.asarray(chosen, dtype=np.int64)
    levels = curves.levels[:, places]
    codes = curves.teams["code"].to_numpy()[places]
    last = curves.first + timedelta(days=len(levels) - 1)
    steps = _steps(curves.first, levels)
    return SetForecast(
        teams=len(places),
        task=task,
        first=curves.first,
        last=last,
        steps=steps,
        months=_months(steps),
        movements=_movements(curves.first, levels, codes),
    )


def _steps(first: date, levels: np.ndarray) -> tuple[SetStep, ...]:
    counts = np.stack([(levels == level).sum(axis=1) for level in range(REORGANIZING_LEVEL + 1)], axis=1)
    changed = np.flatnonzero((np.diff(counts, axis=0) != 0).any(axis=1)) + 1
    starts = [0, *changed.tolist()]
    ends = [*changed.tolist(), len(levels)]
    return tuple(
        SetStep(
            first + timedelta(days=start),
            first + timedelta(days=end - 1),
            tuple(counts[start, 1:].tolist()),
            int(counts[start, 0]),
        )
        for start, end in zip(starts, ends, strict=True)
    )


def _months(steps: Sequence[SetStep]) -> tuple[SetMonth, ...]:
    found: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for step in steps:
        for number in range(step.days):
            day = step.first + number * _DAY
            sums = found[day.year, day.month]
            sums[0] += step.ready
            sums[1] += step.rated
    return tuple(SetMonth(*key, *sums) for key, sums in sorted(found.items()))


def _movements(first: date, levels: np.ndarray, codes: np.ndarray) -> tuple[SetMovement, ...]:
    before, after = levels[:-1], levels[1:]
    rated = (before > 0) & (after > 0)
    down, up = rated & (after > before), rated & (after < before)
    return tuple(
        SetMovement(
            first + timedelta(days=int(number) + 1),
            tuple(sorted(codes[down[number]].tolist())),
            tuple(sorted(codes[up[number]].tolist())),
        )
        for number in np.flatnonzero((down | up).any(axis=1))
    )

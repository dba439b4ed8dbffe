"""Which days training is out of date, series by series: the days that the cost only counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.problem import Problem, Series


@dataclass(frozen=True, slots=True)
class Spell:
    """
    Calendar days `first` to `last`, both included, on which a crew's training of one series is out of date.

    It ends with the last day of `event`, or with the year where no event ends it (None). Each day counts
    `weight` times in the cost.
    """

    series: str
    crew: str
    event: str | None
    first: date
    last: date
    weight: int

    @property
    def days(self) -> int:
        """Calendar days, not weighted."""
        return (self.last - self.first).days + 1


def spells(problem: Problem, last_days: Mapping[str, date]) -> tuple[Spell, ...]:
    """Return all spells of a year in which events end on `last_days`; weighted they sum up to the cost."""
    return tuple(spell for series in problem.series for spell in spells_of(series, last_days, problem.year))


def spells_of(series: Series, last_days: Mapping[str, date], year: int) -> Iterable[Spell]:
    """Yield the spells of one series; events without a last day are not held."""
    opened = date(year - 1, 12, 31)
    last = series.last_held or opened
    held = [event for event in series.events if event in last_days]
    for event in (*held, None):
        until = last_days[event] if event is not None else date(year, 12, 31)
        fresh_until = max(last + timedelta(days=series.currency_days), opened)
        if fresh_until < until:
            first = fresh_until + timedelta(days=1)
            yield Spell(series.id, series.crew, event, first, until, series.weight)
        last = opened = until

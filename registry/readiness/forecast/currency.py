"""
When training is *current* 训练有效: the one definition the planner's lapse term and every forecast share.

A day is current for a requirement when an execution that ended **before** it gives full credit through the
whole of it: at most `periodicity_days` have passed since its last day. Every other day is a lapse-day. The
day on which an exercise is held is still a lapse-day if the one before had lapsed: nobody could count on the
team that morning. A rating looks at the end of its day, so it gives credit one day earlier; each lapse that
an exercise ends is one day shorter in ratings than here.

The planner cannot import this module nor be imported by it; `scheduling.objective.LapseDays` counts the same
days, and a property test holds both together. What differs is said in `docs/howto/forecast.md`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def current_days(held: Iterable[date], periodicity_days: int, first: date, last: date) -> int:
    """
    Return on how many days from `first` to `last`, both included, training is current.

    `held` are the last days of passed executions, in any order; days outside the span count too, as far
    as their credit reaches into it. Nothing held, nothing is current: nobody is given a grace.

    Examples
    --------
    >>> current_days([date(2026, 1, 10)], 30, date(2026, 1, 1), date(2026, 12, 31))
    30

    """
    reached, found = first.toordinal() - 1, 0
    for day in sorted(day.toordinal() for day in held):
        start = max(day, reached)
        reached = max(reached, min(day + periodicity_days, last.toordinal()))
        found += max(0, reached - start)
    return found


def lapse_days(held: Iterable[date], periodicity_days: int, first: date, last: date) -> int:
    """Return on how many days from `first` to `last`, both included, training is not current."""
    days = last.toordinal() - first.toordinal() + 1
    return days - current_days(held, periodicity_days, first, last)

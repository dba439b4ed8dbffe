"""When a syllabus row may be held: its occurrences in a year, each with its windows."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from exercises.default_syllabus import RuleData
from scheduling.problem import Window


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time a row is due: its number in the year from 1, its period's key, label and windows."""

    ordinal: int
    period: str
    label: tuple[str, str]
    windows: tuple[Window, ...]
    quarter: int | None = None


def occurrences(rule: RuleData, year: int) -> tuple[Occurrence, ...]:
    """
    Return the occurrences of a row in `year`; rows per quarter or month get a window each.

    `times_per_year` of such rows is shared evenly among the periods that touch the row's months; a
    row held every few years is expanded as if it were due (the caller knows when it was last held).
    """
    months = rule.months or tuple(range(1, 13))
    periods: list[tuple[str, tuple[str, str], tuple[int, ...], int | None]]
    if rule.per_period == "month":
        per = max(1, rule.times_per_year // 12)
        periods = [(f"{m:02d}", (f"{m}月", f"month {m}"), (m,), (m + 2) // 3) for m in months]
    elif rule.per_period == "quarter":
        per = max(1, rule.times_per_year // 4)
        periods = [
            (f"q{q}", (f"第{q}季度", f"quarter {q}"), tuple(m for m in months if (m + 2) // 3 == q), q)
            for q in range(1, 5)
        ]
    else:
        per = rule.times_per_year
        periods = [("", ("", ""), months, None)]
    found: list[Occurrence] = []
    for key, label, allowed, quarter in periods:
        for _ in range(per if allowed else 0):
            found.append(Occurrence(len(found) + 1, key, label, month_windows(year, allowed), quarter))
    return tuple(found)


def month_windows(year: int, months: Iterable[int]) -> tuple[Window, ...]:
    """Return whole months as windows, adjoining months joined."""
    windows: list[Window] = []
    for month in sorted(months):
        first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
        if windows and (first - windows[-1].last).days == 1:
            windows[-1] = Window(windows[-1].first, last, windows[-1].reason)
        else:
            windows.append(Window(first, last, "大纲规定时段 / months of the syllabus"))
    return tuple(windows)


def longest_spacing_days(rule: RuleData) -> int:
    """Return the longest time between two executions the row's windows allow, in calendar days."""
    first_year = [w for o in occurrences(rule, 2026) for w in o.windows]
    if not first_year:
        return 0
    per_year = occurrences(rule, 2026)
    gaps = [
        (later.windows[-1].last - earlier.windows[0].first).days
        for earlier, later in pairwise(per_year)
        if earlier.period != later.period
    ]
    turn = (per_year[0].windows[-1].last - per_year[-1].windows[0].first).days + 365 * rule.every_years
    return max([turn, *gaps])

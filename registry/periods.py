"""Half-open intervals of days: what holds from a first day until the day before an end, or for ever."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tortoise.expressions import Q


@dataclass(frozen=True, slots=True)
class Period:
    """
    Days from `start` (included) to `end` (excluded); an `end` of None never comes.

    Raises
    ------
    ValueError
        `end` is not after `start`: an empty period is nobody's fact.

    Examples
    --------
    >>> week = Period(date(2026, 1, 5), date(2026, 1, 12))
    >>> week.contains(date(2026, 1, 11)), week.contains(date(2026, 1, 12))
    (True, False)

    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"a period must end after it starts: {self.start} to {self.end}")

    @classmethod
    def of_days(cls, first_day: date, last_day: date) -> Period:
        """Return the period of whole days from `first_day` to `last_day`, both included."""
        return cls(first_day, last_day + timedelta(days=1))

    @property
    def last_day(self) -> date | None:
        """Return the last day that is included, or None when the period is open."""
        return None if self.end is None else self.end - timedelta(days=1)

    def contains(self, day: date) -> bool:
        """Tell whether the whole of `day` lies in the period."""
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Period) -> bool:
        """Tell whether the two periods share at least one day."""
        return (other.end is None or self.start < other.end) and (self.end is None or other.start < self.end)

    def intersection(self, other: Period) -> Period | None:
        """Return the days both periods share, or None when they share none."""
        if not self.overlaps(other):
            return None
        ends = [end for end in (self.end, other.end) if end is not None]
        return Period(max(self.start, other.start), min(ends, default=None))


def united(periods: Iterable[Period]) -> tuple[Period, ...]:
    """
    Return the days of some periods as periods with a day between them, the earliest first.

    Examples
    --------
    >>> days = [Period(date(2026, 3, 1)), Period(date(2026, 1, 1), date(2026, 3, 1))]
    >>> united(days)
    (Period(start=datetime.date(2026, 1, 1), end=None),)

    """
    found: list[Period] = []
    for period in sorted(periods, key=lambda each: each.start):
        before = found[-1] if found else None
        if before is None or (before.end is not None and before.end < period.start):
            found.append(period)
        elif before.end is not None and (period.end is None or before.end < period.end):
            found[-1] = Period(before.start, period.end)
    return tuple(found)


def in_force(on: date) -> Q:
    """Return the condition that a fact holds on a day."""
    return Q(valid_from__lte=on) & reaching(on)


def reaching(day: date) -> Q:
    """Return the condition that a fact has not ended by a day: it holds then, or later."""
    return Q(valid_to__isnull=True) | Q(valid_to__gt=day)


def months_later(day: date, months: int) -> date:
    """
    Return the same day some months later (earlier if negative), or the month's last day if it is shorter.

    Examples
    --------
    >>> months_later(date(2028, 2, 29), 36), months_later(date(2026, 3, 31), -1)
    (datetime.date(2031, 2, 28), datetime.date(2026, 2, 28))

    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

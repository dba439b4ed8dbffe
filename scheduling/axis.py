"""
The workday axis: index 0 is the first workday of the year; sets of workdays are integers used as bit sets.

Bit `i` stands for workday `i`. A whole rule about a year is then a handful of integer operations, which
is what keeps the constructive start and the pruning of the model fast.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scheduling.problem import Window


@dataclass(frozen=True)
class Axis:
    """The workdays of one year; `year_end` is the day an absent event is dated to (31 December)."""

    days: tuple[date, ...]

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """Day of the year of each workday, 1 to 366."""
        return tuple(self.number(day) for day in self.days)

    @cached_property
    def number_array(self) -> NDArray[np.int64]:
        """Day of the year of each workday as an array."""
        return np.array(self.numbers, np.int64)

    @cached_property
    def month_array(self) -> NDArray[np.int64]:
        """Month of each workday, 1 to 12, as an array."""
        return np.array([day.month for day in self.days], np.int64)

    @cached_property
    def year_end(self) -> int:
        """Day number of 31 December: 365 or 366."""
        return self.number(date(self.days[0].year, 12, 31))

    @cached_property
    def everything(self) -> int:
        """All workdays as a bit set."""
        return (1 << len(self.days)) - 1

    @cached_property
    def quarters(self) -> tuple[int, ...]:
        """The workdays of the four quarters, each as a bit set."""
        sets = [0, 0, 0, 0]
        for index, day in enumerate(self.days):
            sets[quarter_of(day) - 1] |= 1 << index
        return tuple(sets)

    def number(self, day: date) -> int:
        """Return the day's distance from 31 December before the year, in calendar days."""
        return (day - date(self.days[0].year - 1, 12, 31)).days

    def index(self, day: date) -> int | None:
        """Return the index of a workday, or None for any other day."""
        index = bisect_left(self.days, day)
        return index if index < len(self.days) and self.days[index] == day else None

    def between(self, first: date, last: date) -> int:
        """Return the workdays from `first` to `last`, both included, as a bit set."""
        low, high = bisect_left(self.days, first), bisect_right(self.days, last)
        return ((1 << high) - 1) & ~((1 << low) - 1) if high > low else 0

    def within(self, windows: Iterable[Window]) -> int:
        """Return the workdays that lie in any of `windows` as a bit set."""
        found = 0
        for window in windows:
            found |= self.between(window.first, window.last)
        return found

    def numbered(self, low: int, high: int) -> int:
        """Return the workdays whose day number lies in `low` to `high`, both included."""
        year_before = date(self.days[0].year - 1, 12, 31)
        last = self.year_end
        if low > last or high < 1 or low > high:
            return 0
        first_day = year_before + timedelta(days=max(1, low))
        return self.between(first_day, year_before + timedelta(days=min(last, high)))

    def inside(self, duration_days: int) -> int:
        """Return the start days from which `duration_days` workdays still lie in the year."""
        return (1 << max(0, len(self.days) - duration_days + 1)) - 1

    def unbroken(self, duration_days: int) -> int:
        """Return the start days from which `duration_days` workdays follow each other without a pause."""
        found = 0
        for start in range(len(self.days) - duration_days + 1):
            if self.numbers[start + duration_days - 1] - self.numbers[start] == duration_days - 1:
                found |= 1 << start
        return found


def touching(days: int, duration_days: int) -> int:
    """Return the start days from which an event of `duration_days` would use any of `days`."""
    found = days
    for shift in range(1, duration_days):
        found |= days >> shift
    return found


def indexes(days: int) -> Iterator[int]:
    """Yield the workday indexes of a bit set in order."""
    while days:
        lowest = days & -days
        yield lowest.bit_length() - 1
        days ^= lowest


def open_days(days: int) -> NDArray[np.int64]:
    """Return the workday indexes of a bit set in order, as an array."""
    octets = days.to_bytes((days.bit_length() + 7) // 8 or 1, "little")
    return np.flatnonzero(np.unpackbits(np.frombuffer(octets, np.uint8), bitorder="little"))


def above(amounts: NDArray[np.int64], limit: int) -> int:
    """Return the workdays on which an amount by day exceeds `limit`, as a bit set."""
    return int.from_bytes(np.packbits(amounts > limit, bitorder="little").tobytes(), "little")


def span(start: int, duration_days: int) -> int:
    """Return `duration_days` workdays beginning at `start` as a bit set."""
    return ((1 << duration_days) - 1) << start


def quarter_of(day: date) -> int:
    """Return the quarter of a day, 1 to 4."""
    return (day.month - 1) // 3 + 1

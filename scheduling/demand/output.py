"""
What a source can have delivered by the end of a day: plain arithmetic on whole days.

Assumed of every source: its whole output can be called on; the reserve leaves at once; normal output
goes on while it converts; surge begins with the first whole day after the conversion, lasts its days,
and then output falls back to normal; a day's output leaves at the end of the day, and what travels t
hours arrives ceil(t / 24) days later.
"""

from __future__ import annotations

from collections.abc import Iterator

from scheduling.demand.problem import Source

HOURS = 24


def lag_days(source: Source) -> int:
    """Return after how many days a day's output arrives."""
    return -(-source.travel_hours // HOURS)


def stock_day(source: Source) -> int:
    """Return the day by whose end the reserve has arrived."""
    return max(1, lag_days(source))


def surge_day(source: Source) -> int:
    """Return the first day of surge output."""
    return -(-source.conversion_hours // HOURS) + 1


def base_by(source: Source, day: int) -> int:
    """Return the units of reserve and normal output that have arrived by the end of a day."""
    stock = source.stock if day >= stock_day(source) else 0
    return stock + source.normal * max(0, day - lag_days(source))


def extra_by(source: Source, day: int) -> int:
    """Return the units that surge adds to normal output by the end of a day."""
    days = day - lag_days(source) - surge_day(source) + 1
    return (source.surge - source.normal) * max(0, min(source.sustain_days, days))


def most_by(source: Source, day: int) -> int:
    """Return the units that can have arrived by the end of a day."""
    return base_by(source, day) + extra_by(source, day)


def flow(source: Source, units: int, extra: int) -> Iterator[tuple[int, int, int, int]]:
    """
    Yield (day, of the reserve, of normal output, of surge) as early as can be, until `units` are given.

    At most `extra` units come from surge; with surge enough to reach `units` it ends.
    """
    day, left = 0, units
    while left > 0:
        day += 1
        stock = min(left, source.stock if day == stock_day(source) else 0)
        normal = min(left - stock, source.normal if day > lag_days(source) else 0)
        made = extra_by(source, day) - extra_by(source, day - 1)
        surge = min(left - stock - normal, made, extra)
        left, extra = left - stock - normal - surge, extra - surge
        if stock or normal or surge:
            yield day, stock, normal, surge

"""
Availability 完好率: the hours a facility is up out of the hours of a period.

Hours are counted from the first hour of the period's first day; outages that overlap count once, and an
hour that is out for a failure and by plan counts as unplanned (assumed: the failure is what hurts).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registry.codes import OutageKind
from registry.periods import Period

Hours = tuple[int, int]
"""Half-open hours, counted from the beginning of a period."""


@dataclass(frozen=True, slots=True)
class OutageSpan:
    """When a facility is out: whole days, on the first from an hour on, on the last until an hour."""

    kind: OutageKind
    days: Period
    first_hour: int = 0
    until_hour: int = 24


@dataclass(frozen=True, slots=True)
class Availability:
    """Hours of a period, and how many of them a facility was out by plan and by failure."""

    hours: int
    planned_hours: int
    unplanned_hours: int

    @property
    def percent(self) -> float:
        """Return the availability: hours up out of all, in percent, two decimals."""
        return round(100 * (self.hours - self.planned_hours - self.unplanned_hours) / self.hours, 2)

    @property
    def percent_without_planned(self) -> float | None:
        """Return the hours up out of those not out by plan, in percent; None if all were out by plan."""
        wanted = self.hours - self.planned_hours
        return round(100 * (wanted - self.unplanned_hours) / wanted, 2) if wanted else None


def availability(first_day: date, last_day: date, outages: Iterable[OutageSpan]) -> Availability:
    """
    Return the availability from a first to a last day, both included.

    Examples
    --------
    >>> out = OutageSpan(OutageKind.FAILURE, Period(date(2026, 1, 2), date(2026, 1, 3)))
    >>> availability(date(2026, 1, 1), date(2026, 1, 4), [out]).percent
    75.0

    """
    hours = 24 * ((last_day - first_day).days + 1)
    spans = list(outages)
    failed = merged(_clipped(s, first_day, hours) for s in spans if s.kind is OutageKind.FAILURE)
    every = merged(_clipped(s, first_day, hours) for s in spans)
    unplanned = sum(end - start for start, end in failed)
    return Availability(hours, sum(end - start for start, end in every) - unplanned, unplanned)


def merged(spans: Iterable[Hours]) -> list[Hours]:
    """Return half-open spans as few ones without overlap, in order; empty ones are dropped."""
    found: list[Hours] = []
    for start, end in sorted(span for span in spans if span[1] > span[0]):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _clipped(span: OutageSpan, first_day: date, hours: int) -> Hours:
    """Return the hours of a span that lie in the period."""
    start = 24 * (span.days.start - first_day).days + span.first_hour
    last = span.days.last_day
    end = hours if last is None else 24 * (last - first_day).days + span.until_hour
    return max(0, start), min(hours, end)

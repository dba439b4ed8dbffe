"""When events would rather stand: near their wish, apart from each other, early, where they were issued."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from scheduling.booked import Booked
from scheduling.problem import Series
from scheduling.terms.term import Term

if TYPE_CHECKING:
    from scheduling.draft import Draft


class PreferenceDays(Term):
    """Calendar days between first days and the days wished for, and days short of a series' preferred gap."""

    def measure(self, booked: Booked) -> int:
        """Add up the distances, and what the gaps fall short of."""
        distances = sum(
            abs((b.first_day - b.event.preferred).days)
            for b in booked.bookings.values()
            if b.event.preferred is not None
        )
        return distances + sum(_short_gaps(booked, series) for series in booked.problem.series)

    def post(self, draft: Draft[Any], weight: int) -> None:
        """Charge each start by its distance, and neighbours of a series that stand too close."""
        for event_id in draft.free:
            preferred = draft.view.events[event_id].preferred
            if preferred is not None:
                wish = draft.view.axis.number(preferred)
                for start, literal in draft.starts(event_id):
                    distance = abs(draft.view.axis.numbers[start] - wish)
                    draft.charge(weight * distance, literal)
        for series in draft.view.problem.series:
            if series.preferred_gap_days:
                for before, after in pairwise(series.events):
                    draft.charge_short_gap(before, after, series.preferred_gap_days, weight)


def _short_gaps(booked: Booked, series: Series) -> int:
    held = [booked.bookings[e] for e in series.events if e in booked.bookings]
    gaps = [(after.first_day - before.last_day).days for before, after in pairwise(held)]
    return sum(max(0, series.preferred_gap_days - gap) for gap in gaps)


class FinishDays(Term):
    """Workdays from the first of the year to the last one with an event: the earliest finish of the year."""

    def measure(self, booked: Booked) -> int:
        """Return the position of the last workday in use, 0 for an empty year."""
        return max((b.end for b in booked.bookings.values()), default=0)

    def post(self, draft: Draft[Any], weight: int) -> None:
        """Charge a finish that no event ends after."""
        draft.charge_finish(weight)


class Moves(Term):
    """Events of the issued version that stand elsewhere now, or are dropped; unknown ids do not count."""

    def measure(self, booked: Booked) -> int:
        """Compare each published event with its place."""
        known = {event.id for event in booked.problem.events}
        moved = 0
        for place in booked.problem.published:
            booking = booked.bookings.get(place.event)
            stays = (
                booking is not None
                and booking.first_day == place.first_day
                and (not place.choices or booking.assignment.choices == place.choices)
            )
            moved += place.event in known and not stays
        return moved

    def post(self, draft: Draft[Any], weight: int) -> None:
        """Charge every published free event that leaves its day or its resources."""
        known = {event.id for event in draft.view.problem.events}
        for place in draft.view.problem.published:
            if place.event in known and draft.is_free(place.event):
                start = draft.view.axis.index(place.first_day)
                draft.charge_leaving(place.event, start, place.choices, weight)

"""What a plan asks of people: overloaded months and ways to go."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

from scheduling.areas import travel_km
from scheduling.booked import Booked, member_half_days
from scheduling.terms.term import Term

if TYPE_CHECKING:
    from scheduling.draft import Draft


class OverloadHalfDays(Term):
    """Half-days of crew members in one region and month beyond its even-load target, rounded up."""

    def measure(self, booked: Booked) -> int:
        """Add up region and month, compare with the targets."""
        load: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
        for booking in booked.bookings.values():
            for crew in booking.event.crews:
                load[booked.crews[crew].region, booking.first_day.month] += member_half_days(booking.event)
        targets = {(t.region, t.month): t.half_days for t in booked.problem.targets}
        return sum(max(0, ceil(load[key] - half_days)) for key, half_days in targets.items())

    def post(self, draft: Draft[Any], weight: int) -> None:
        """Post one excess variable per region and month that free events can overload."""
        for region, month in draft.view.targets:
            draft.charge_overload(region, month, weight)


class TravelKm(Term):
    """Kilometres to the chosen resources, and of guests to the host of an exercise; one way, per event."""

    def measure(self, booked: Booked) -> int:
        """Add up the chosen options and the guests' ways."""
        chosen = sum(option.distance_km for b in booked.bookings.values() for option in b.options())
        guests = sum(travel_km(area, b.event.exercise) for area, b in booked.exercises if b.event.exercise)
        return chosen + guests

    def post(self, draft: Draft[Any], weight: int) -> None:
        """Charge each choice, and each exercise that takes place."""
        for event_id in draft.free:
            draft.charge_choices(event_id, weight)
            exercise = draft.view.events[event_id].exercise
            if exercise is not None and event_id in draft.view.area_of:
                draft.charge_present(event_id, weight * travel_km(draft.view.area_of[event_id], exercise))

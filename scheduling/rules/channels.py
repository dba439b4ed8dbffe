"""Exercises whose hosts are near each other never share a channel group on one day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduling.areas import hosts_distance_km
from scheduling.booked import Booked, Booking, name_of
from scheduling.problem import PairArea
from scheduling.rules.rule import Rule, Violation

if TYPE_CHECKING:
    from scheduling.draft import Draft


class Channels(Rule):
    """Near means nearer than the smaller `interference_km` of the two areas."""

    def post(self, draft: Draft[Any]) -> None:
        """Forbid equal channels on common days for each pair of near exercises."""
        for first, second in draft.view.near_exercises:
            if draft.is_free(first) and draft.is_free(second):
                groups = min(draft.channel_count(first), draft.channel_count(second))
                for group in range(groups):
                    terms = [
                        (1, start, draft.view.events[event_id].duration_days, literal)
                        for event_id in (first, second)
                        for start, literal in draft.channel_starts(event_id, group)
                    ]
                    draft.at_most_daily(terms, [1] * len(draft.view.problem.days))

    def check(self, booked: Booked) -> list[Violation]:
        """Compare every two exercises that overlap."""
        found: list[Violation] = []
        exercises = booked.exercises
        for area, booking in exercises:
            channel = booking.assignment.channel
            if channel is None or not 0 <= channel < area.channel_groups:
                found.append(self._no_channel(area, booking))
        for i, (area, booking) in enumerate(exercises):
            for other_area, other in exercises[i + 1 :]:
                if self._disturb(area, booking, other_area, other):
                    found.append(self._clash(booking, other))
        return found

    def _disturb(self, area: PairArea, booking: Booking, other_area: PairArea, other: Booking) -> bool:
        one, two = booking.event.exercise, other.event.exercise
        if one is None or two is None or booking.assignment.channel != other.assignment.channel:
            return False
        known = one.host in area.regions and two.host in other_area.regions
        if not known or booking.start >= other.end or other.start >= booking.end:
            return False
        limit = min(area.interference_km, other_area.interference_km)
        return hosts_distance_km((area, one.host), (other_area, two.host)) < limit

    def _no_channel(self, area: PairArea, booking: Booking) -> Violation:
        name = name_of(booking.event)
        return Violation(
            self.code,
            (booking.event.id,),
            f"{name.zh} 须使用 {area.channel_groups} 个频道组之一",
            f"{name.en} must use one of {area.channel_groups} channel groups",
            (booking.first_day,),
        )

    def _clash(self, booking: Booking, other: Booking) -> Violation:
        names = name_of(booking.event), name_of(other.event)
        return Violation(
            self.code,
            (booking.event.id, other.event.id),
            f"{names[0].zh} 与 {names[1].zh} 在 {other.first_day} 使用同一频道组且相距过近",
            f"{names[0].en} and {names[1].en} use one channel group on {other.first_day} and are too near",
            (other.first_day,),
        )


RULE = Channels(
    "channel-interference",
    "承办地相距过近的演练同日不得使用同一频道组",
    "Exercises with near hosts never share a channel group on one day",
)

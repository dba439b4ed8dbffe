"""A crew trains on no day it is blocked: state, duty, flood season, examinations, its employer's peak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.axis import touching
from scheduling.booked import Booked, Booking, name_of
from scheduling.problem import Crew, Event
from scheduling.rules.rule import Rule, Violation
from scheduling.words import halves

if TYPE_CHECKING:
    from scheduling.compiled import Compiled


class CrewAvailability(Rule):
    """Only workdays of the event count; a window that touches a weekend in between does not."""

    def forbids(self, view: Compiled, event: Event) -> int:
        """Rule out starts that use a blocked day of any crew."""
        blocked = 0
        for crew in event.crews:
            blocked |= view.blocked[crew]
        return touching(blocked, event.duration_days)

    def check(self, booked: Booked) -> list[Violation]:
        """Look up each crew's blocked windows for each day."""
        found: list[Violation] = []
        for booking in booked.bookings.values():
            for crew_id in booking.event.crews:
                found += self._clashes(booking, booked.crews[crew_id])
        return found

    def _clashes(self, booking: Booking, crew: Crew) -> list[Violation]:
        for window in crew.blocked:
            days = tuple(day for day in booking.days if window.first <= day <= window.last)
            if days:
                name, why = name_of(booking.event), halves(window.reason or "—")
                return [
                    Violation(
                        self.code,
                        (booking.event.id,),
                        f"{name.zh} 占用 {days[0]}，但队伍 {crew.id} 当日不能参训：{why.zh}",
                        f"{name.en} uses {days[0]}, when crew {crew.id} cannot train: {why.en}",
                        days,
                        crews=(crew.id,),
                    )
                ]
        return []


RULE = CrewAvailability(
    "crew-availability",
    "队伍不能参训的日子不得安排任务",
    "A crew is given nothing on days it is blocked",
    "domain rule: team state, blackouts, flood season, examinations, enterprise peak weeks, duty",
)

"""An unbroken event spans no weekend, holiday or other day that is not a workday."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.booked import Booked, name_of
from scheduling.problem import Event
from scheduling.rules.rule import Rule, Violation

if TYPE_CHECKING:
    from scheduling.compiled import Compiled


class UnbrokenDuration(Rule):
    """Workdays of an unbroken event follow each other on the calendar."""

    def forbids(self, view: Compiled, event: Event) -> int:
        """Rule out starts from which the event would run over a day off."""
        return view.axis.everything & ~view.axis.unbroken(event.duration_days) if event.unbroken else 0

    def check(self, booked: Booked) -> list[Violation]:
        """Compare the calendar length with the number of workdays."""
        found: list[Violation] = []
        for booking in booked.bookings.values():
            calendar_days = (booking.last_day - booking.first_day).days + 1
            if booking.event.unbroken and calendar_days != booking.event.duration_days:
                name = name_of(booking.event)
                found.append(
                    Violation(
                        self.code,
                        (booking.event.id,),
                        f"{name.zh} 须连续进行，但 {booking.first_day} 至 {booking.last_day} 之间有非工作日",
                        f"{name.en} must not pause, but a day off lies between"
                        f" {booking.first_day} and {booking.last_day}",
                        (booking.first_day, booking.last_day),
                    )
                )
        return found


RULE = UnbrokenDuration(
    "unbroken-duration",
    "须连续进行的任务中间不得有非工作日",
    "An event that must not pause spans no day off",
    "domain rule: duration without a break",
)

"""Every day of an event lies in the windows and months its syllabus row allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.axis import touching
from scheduling.booked import Booked, name_of
from scheduling.problem import Event
from scheduling.rules.rule import Rule, Violation

if TYPE_CHECKING:
    from scheduling.compiled import Compiled


class TrainingWindow(Rule):
    """Adjoining windows count as one; an event without windows may use the whole year."""

    def forbids(self, view: Compiled, event: Event) -> int:
        """Rule out starts that use any day outside the windows."""
        if not event.windows:
            return 0
        closed = view.axis.everything & ~view.axis.within(event.windows)
        return touching(closed, event.duration_days)

    def check(self, booked: Booked) -> list[Violation]:
        """Look up each day in the windows."""
        found: list[Violation] = []
        for booking in booked.bookings.values():
            windows = booking.event.windows
            outside = tuple(day for day in booking.days if not any(w.first <= day <= w.last for w in windows))
            if windows and outside:
                name = name_of(booking.event)
                found.append(
                    Violation(
                        self.code,
                        (booking.event.id,),
                        f"{name.zh} 安排在 {outside[0]}，超出规定的时段",
                        f"{name.en} is placed on {outside[0]}, outside the time allowed for it",
                        outside,
                    )
                )
        return found


RULE = TrainingWindow(
    "training-window",
    "任务须在规定的时段和月份内进行",
    "An event stays within the windows and months allowed for it",
    "domain rule: times and months",
)

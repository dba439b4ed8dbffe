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
    """
    Adjoining windows count as one; an event without windows may use the whole year.

    Where an event lists the days it may start on, it starts on one of them.
    """

    def forbids(self, view: Compiled, event: Event) -> int:
        """Rule out starts that use any day outside the windows, and those that are not listed."""
        everything, ruled_out = view.axis.everything, 0
        if event.windows:
            ruled_out = touching(everything & ~view.axis.within(event.windows), event.duration_days)
        if event.starts:
            ruled_out |= everything & ~sum(view.axis.between(day, day) for day in event.starts)
        return ruled_out

    def check(self, booked: Booked) -> list[Violation]:
        """Look up each day in the windows, and the first day in the list."""
        found: list[Violation] = []
        for booking in booked.bookings.values():
            event = booking.event
            outside = tuple(
                day
                for i, day in enumerate(booking.days)
                if (event.windows and not any(w.first <= day <= w.last for w in event.windows))
                or (event.starts and i == 0 and day not in event.starts)
            )
            if outside:
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

"""Employers and authorities are told in time: the first day is at least the notice after the issue date."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scheduling.booked import Booked, name_of
from scheduling.problem import Event
from scheduling.rules.rule import Rule, Violation

if TYPE_CHECKING:
    from scheduling.compiled import Compiled


class LeadTime(Rule):
    """Locked events are exempt: their date is known already."""

    def forbids(self, view: Compiled, event: Event) -> int:
        """Rule out starts before the notice has run out."""
        if event.lock is not None:
            return 0
        earliest = view.problem.issue_date + timedelta(days=event.notice_days)
        return view.axis.everything & ~view.axis.between(earliest, view.problem.days[-1])

    def check(self, booked: Booked) -> list[Violation]:
        """Count calendar days between issue and first day."""
        found: list[Violation] = []
        for booking in booked.bookings.values():
            days = (booking.first_day - booked.problem.issue_date).days
            needed = booking.event.notice_days
            if booking.event.lock is None and days < needed:
                name = name_of(booking.event)
                found.append(
                    Violation(
                        self.code,
                        (booking.event.id,),
                        f"{name.zh} 于 {booking.first_day} 开始，距下发仅 {days} 天，应提前 {needed} 天通知",
                        f"{name.en} begins on {booking.first_day}, {days} days after issue;"
                        f" {needed} days' notice is required",
                        (booking.first_day,),
                    )
                )
        return found


RULE = LeadTime(
    "lead-time",
    "任务开始日距计划下发日不得少于规定的通知天数",
    "An event begins no sooner than its notice after the plan is issued",
    "S47: employers are told 30 days before training",
)

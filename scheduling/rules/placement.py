"""Every assignment names a known event once, on workdays, with one choice per need."""

from __future__ import annotations

from scheduling.booked import Booked, Booking, name_of
from scheduling.plan import Assignment
from scheduling.rules.rule import Rule, Violation


class Placement(Rule):
    """The form of a plan; the model cannot express anything else, a plan from outside can."""

    def check(self, booked: Booked) -> list[Violation]:
        """Find unknown, doubled and malformed assignments."""
        found = [self._misplaced(assignment) for assignment in booked.misplaced]
        for booking in booked.bookings.values():
            found += self._malformed(booking)
        return found

    def _misplaced(self, assignment: Assignment) -> Violation:
        return Violation(
            self.code,
            (assignment.event,),
            f"{assignment.event} 不在待排任务中、重复出现，或 {assignment.first_day} 不能作为开始日",
            f"{assignment.event} is unknown, placed twice, or cannot begin on {assignment.first_day}",
            (assignment.first_day,),
        )

    def _malformed(self, booking: Booking) -> list[Violation]:
        event, assignment = booking.event, booking.assignment
        found: list[Violation] = []
        if assignment.last_day != booking.last_day:
            found.append(
                Violation(
                    self.code,
                    (event.id,),
                    f"{name_of(event)} 应为 {event.duration_days} 个工作日，应于 {booking.last_day} 结束",
                    f"{name_of(event)} takes {event.duration_days} workdays and ends on {booking.last_day}",
                    (assignment.last_day,),
                )
            )
        offered = [{option.resource for option in need.options} for need in event.needs]
        fits = len(assignment.choices) == len(offered) and all(
            choice in resources for choice, resources in zip(assignment.choices, offered, strict=True)
        )
        if not fits:
            found.append(
                Violation(
                    self.code,
                    (event.id,),
                    f"{name_of(event)} 的每项保障需求须恰好选定一项可用资源",
                    f"{name_of(event)} must choose exactly one offered resource for each need",
                    (booking.first_day,),
                    assignment.choices,
                )
            )
        return found


RULE = Placement(
    "placement",
    "每项任务只安排一次，占用规定的工作日，每项需求恰选一项资源",
    "An event is placed at most once, on its number of workdays, with one resource per need",
)

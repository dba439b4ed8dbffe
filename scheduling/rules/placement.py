"""Every assignment names a known event once, on workdays, with one choice per need."""

from __future__ import annotations

from scheduling.booked import Booked, Booking, name_of
from scheduling.plan import Assignment
from scheduling.rules.rule import Rule, Violation


class Placement(Rule):
    """The form of a plan; the model cannot express anything else, a plan from outside can."""

    def check(self, booked: Booked) -> list[Violation]:
        """Find unknown, doubled and malformed assignments."""
        found = [self._misplaced(booked, assignment) for assignment in booked.misplaced]
        for booking in booked.bookings.values():
            found += self._malformed(booking)
        return found

    def _misplaced(self, booked: Booked, assignment: Assignment) -> Violation:
        day, event = assignment.first_day, booked.events.get(assignment.event)
        if event is None:
            zh = f"{assignment.event} 不在待排任务中"
            en = f"{assignment.event} is not among the events to plan"
        elif booked.axis.index(day) is None:
            zh, en = f"{day} 不是工作日", f"{day} is not a workday"
        elif assignment.event in booked.bookings:
            name = name_of(event)
            zh, en = f"{name.zh} 重复出现", f"{name.en} is placed twice"
        else:
            name = name_of(event)
            zh = f"{name.zh} 自 {day} 起在年内排不下 {event.duration_days} 个工作日"
            en = f"{name.en} would not end within the year if it began on {day}"
        return Violation(self.code, (assignment.event,), zh, en, (day,))

    def _malformed(self, booking: Booking) -> list[Violation]:
        event, assignment, name = booking.event, booking.assignment, name_of(booking.event)
        found: list[Violation] = []
        if assignment.last_day != booking.last_day:
            found.append(
                Violation(
                    self.code,
                    (event.id,),
                    f"{name.zh} 应为 {event.duration_days} 个工作日，应于 {booking.last_day} 结束",
                    f"{name.en} takes {event.duration_days} workdays and ends on {booking.last_day}",
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
                    f"{name.zh} 的每项保障需求须恰好选定一项可用资源",
                    f"{name.en} must choose exactly one offered resource for each need",
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

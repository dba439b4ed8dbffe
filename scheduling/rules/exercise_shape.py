"""A cross-region exercise joins regions of its area, not too many, and one of them hosts."""

from __future__ import annotations

from scheduling.booked import Booked, name_of
from scheduling.rules.rule import Rule, Violation


class ExerciseShape(Rule):
    """The design keeps it by construction; a plan from outside may not."""

    def check(self, booked: Booked) -> list[Violation]:
        """Compare each exercise with its area."""
        found: list[Violation] = []
        for area, booking in booked.exercises:
            exercise = booking.event.exercise
            if exercise is None:
                continue
            regions = set(exercise.regions)
            sound = (
                exercise.host in regions
                and 2 <= len(regions) <= area.group_size
                and len(regions) == len(exercise.regions)
                and regions <= set(area.regions)
                and booking.assignment.exercise in (None, exercise)
            )
            if not sound:
                name = name_of(booking.event)
                found.append(
                    Violation(
                        self.code,
                        (booking.event.id,),
                        f"{name.zh} 的参加地区或承办地区不符合协作区 {area.id} 的要求",
                        f"{name.en} does not join 2 to {area.group_size} regions of {area.id} under one",
                        (booking.first_day,),
                    )
                )
        return found


RULE = ExerciseShape(
    "exercise-shape",
    "跨区演练由协作区内若干地区参加，其中一个承办",
    "An exercise joins regions of its area, at most the group size, and one of them hosts",
    "S58-S62; S57",
)

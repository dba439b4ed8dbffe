"""Hosting rotates: last time's host lets the others host before it does so again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduling.booked import Booked, name_of
from scheduling.rules.rule import Rule, Violation

if TYPE_CHECKING:
    from scheduling.draft import Draft


class HostRotation(Rule):
    """Judged among the regions that meet in one exercise, over the whole year."""

    def post(self, draft: Draft[Any]) -> None:
        """Let an exercise of last time's host imply that every other region hosts one this year."""
        for area_id, exercises in draft.view.exercises_of_area.items():
            area = draft.view.areas[area_id]
            for event_id in exercises:
                exercise = draft.view.events[event_id].exercise
                if exercise is None or exercise.host not in area.last_hosts:
                    continue
                for region in exercise.regions:
                    if region not in area.last_hosts:
                        _, hosted = draft.view.exercises_of_region[area_id, region]
                        draft.implies_any(event_id, hosted)

    def check(self, booked: Booked) -> list[Violation]:
        """Collect this year's hosts per area, then look at the exercises of last time's hosts."""
        hosts = {
            (area.id, booking.event.exercise.host)
            for area, booking in booked.exercises
            if booking.event.exercise is not None
        }
        found: list[Violation] = []
        for area, booking in booked.exercises:
            exercise = booking.event.exercise
            if exercise is None or exercise.host not in area.last_hosts:
                continue
            waiting = [
                region
                for region in exercise.regions
                if region not in area.last_hosts and (area.id, region) not in hosts
            ]
            if waiting:
                name = name_of(booking.event)
                found.append(
                    Violation(
                        self.code,
                        (booking.event.id,),
                        f"{name.zh} 由上次承办的 {exercise.host} 再次承办，而 {'、'.join(waiting)} 尚未承办",
                        f"{name.en} is hosted by {exercise.host} again, before {', '.join(waiting)} hosted",
                        (booking.first_day,),
                    )
                )
        return found


RULE = HostRotation(
    "host-rotation",
    "上次承办的地区须待同组其他地区承办后方可再次承办",
    "Last time's host hosts again only once the other regions of the exercise have",
    "S57: rotation of hosts",
)

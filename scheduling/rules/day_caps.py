"""A crew is asked for only so many workdays in a month, a quarter or a season."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from scheduling.booked import Booked
from scheduling.problem import DayCap
from scheduling.rules.rule import Rule, Violation

if TYPE_CHECKING:
    from scheduling.draft import Draft


class DayCaps(Rule):
    """An event that runs over the end of a span counts in each span with the workdays that lie in it."""

    def post(self, draft: Draft[Any]) -> None:
        """Bound the workdays of each crew in each span by what the fixed events leave over."""
        view = draft.view
        for crew_id, spans in view.day_caps.items():
            free = [e for e in view.events_of_crew[crew_id] if draft.is_free(e)]
            for cap, days in spans:
                uses = [
                    (view.days_inside(e, start, days), literal)
                    for e in free
                    for start, literal in draft.starts(e)
                ]
                taken = [(count, literal) for count, literal in uses if count]
                left = cap.days - (draft.board.busy_days(crew_id) & days).bit_count()
                if sum(count for count, _ in taken) > left:
                    draft.at_most([count for count, _ in taken], [literal for _, literal in taken], left)

    def check(self, booked: Booked) -> list[Violation]:
        """Count the workdays of each crew in each of its spans."""
        found: list[Violation] = []
        for crew_id, bookings in booked.of_crew.items():
            for cap in booked.crews[crew_id].day_caps:
                inside = {b.event.id: [d for d in b.days if cap.first <= d <= cap.last] for b in bookings}
                days = {day for taken in inside.values() for day in taken}
                if len(days) > cap.days:
                    events = tuple(event_id for event_id, taken in inside.items() if taken)
                    found.append(self._too_many(crew_id, cap, events, sorted(days)))
        return found

    def _too_many(self, crew_id: str, cap: DayCap, events: tuple[str, ...], days: list[date]) -> Violation:
        return Violation(
            self.code,
            events,
            f"队伍 {crew_id} 在 {cap.first} 至 {cap.last} 参训 {len(days)} 个工作日，最多 {cap.days} 个",
            f"Crew {crew_id} trains on {len(days)} workdays from {cap.first} to {cap.last},"
            f" at most {cap.days} are allowed",
            (days[0], days[-1]),
            crews=(crew_id,),
        )


RULE = DayCaps(
    "day-cap",
    "同一队伍在规定时段内的参训工作日不得超过上限",
    "A crew trains on at most so many workdays in a span of the year",
)

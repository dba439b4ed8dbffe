"""No region hosts or attends more cross-region exercises in a quarter than its area allows."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from scheduling.axis import quarter_of
from scheduling.booked import Booked, Booking
from scheduling.problem import PairArea
from scheduling.rules.rule import Rule, Violation

if TYPE_CHECKING:
    from scheduling.draft import Draft


class Quotas(Rule):
    """An exercise counts in the quarter of its first day."""

    def post(self, draft: Draft[Any]) -> None:
        """Bound hosting and attending per region and quarter by what fixed exercises leave over."""
        for (area_id, region), (attended, hosted) in draft.view.exercises_of_region.items():
            area = draft.view.areas[area_id]
            for quarter in range(4):
                for events, limit, hosting in (
                    (attended, area.attend_per_quarter, False),
                    (hosted, area.host_per_quarter, True),
                ):
                    free = [e for e in events if draft.is_free(e)]
                    taken = draft.board.exercises_taken(area_id, region, quarter, hosting=hosting)
                    literals = [
                        literal
                        for e in free
                        for start, literal in draft.starts(e)
                        if draft.view.axis.quarters[quarter] >> start & 1
                    ]
                    if len(free) > limit - taken and literals:
                        draft.at_most([1] * len(literals), literals, limit - taken)

    def check(self, booked: Booked) -> list[Violation]:
        """Count per area, region and quarter."""
        hosted: dict[tuple[str, str, int], list[Booking]] = defaultdict(list)
        attended: dict[tuple[str, str, int], list[Booking]] = defaultdict(list)
        for area, booking in booked.exercises:
            if booking.event.exercise is not None:
                quarter = quarter_of(booking.first_day)
                hosted[area.id, booking.event.exercise.host, quarter].append(booking)
                for region in booking.event.exercise.regions:
                    attended[area.id, region, quarter].append(booking)
        found: list[Violation] = []
        for counts, word in ((hosted, ("承办", "hosts")), (attended, ("参加", "attends"))):
            for (area_id, region, quarter), bookings in counts.items():
                limit = self._limit(booked.areas[area_id], word[1])
                if len(bookings) > limit:
                    found.append(self._too_many(region, quarter, word, limit, bookings))
        return found

    def _limit(self, area: PairArea, what: str) -> int:
        return area.host_per_quarter if what == "hosts" else area.attend_per_quarter

    def _too_many(
        self, region: str, quarter: int, word: tuple[str, str], limit: int, bookings: list[Booking]
    ) -> Violation:
        return Violation(
            self.code,
            tuple(booking.event.id for booking in bookings),
            f"{region} 第 {quarter} 季度{word[0]}跨区演练 {len(bookings)} 次，最多 {limit} 次",
            f"{region} {word[1]} {len(bookings)} exercises in quarter {quarter}, at most {limit} are allowed",
            tuple(booking.first_day for booking in bookings),
        )


RULE = Quotas(
    "exercise-quotas",
    "每个地区每季度承办和参加跨区演练的次数不得超过上限",
    "No region hosts or attends more exercises in a quarter than its area allows",
)

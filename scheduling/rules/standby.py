"""Enough crews stay ready: of one city and category only so many are away on any workday."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from scheduling.booked import Booked
from scheduling.rules.rule import Rule, Violation

if TYPE_CHECKING:
    from scheduling.draft import Draft


class Standby(Rule):
    """Events at the crew's own place (`away` is false) leave it on call and do not count."""

    def post(self, draft: Draft[Any]) -> None:
        """Bound the crews of each group that are away, day by day."""
        view = draft.view
        for group in view.standby:
            terms = [
                (view.group_sizes[e][group], e)
                for e in view.events_of_group[group]
                if draft.is_free(e) and view.events[e].away
            ]
            draft.at_most_daily(
                [
                    (count, start, view.events[e].duration_days, literal)
                    for count, e in terms
                    for start, literal in draft.starts(e)
                ],
                draft.board.standby_left(group),
            )

    def check(self, booked: Booked) -> list[Violation]:
        """Count the crews of each group that are away, day by day."""
        away: dict[tuple[str, date], set[str]] = defaultdict(set)
        events: dict[tuple[str, date], list[str]] = defaultdict(list)
        for booking in booked.bookings.values():
            if booking.event.away:
                for crew in booking.event.crews:
                    for day in booking.days:
                        away[booked.crews[crew].standby_group, day].add(crew)
                        events[booked.crews[crew].standby_group, day].append(booking.event.id)
        limits = {limit.group: limit.away_at_most for limit in booked.problem.standby}
        return [
            Violation(
                self.code,
                tuple(dict.fromkeys(events[group, day])),
                f"{day} {group} 有 {len(crews)} 支队伍外出，最多 {limits[group]} 支",
                f"On {day} {len(crews)} crews of {group} are away, at most {limits[group]} may be",
                (day,),
                crews=tuple(sorted(crews)),
            )
            for (group, day), crews in sorted(away.items())
            if group in limits and len(crews) > limits[group]
        ]


RULE = Standby(
    "standby",
    "同一城市同一类别的队伍同日外出不得超过上限，保持战备值班力量",
    "On any workday at most so many crews of one standby group are away",
    "assumed: at most 40 % of a city's crews of one category",
)

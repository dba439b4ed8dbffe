"""Two events of one kind for one crew keep their legal distance, counted in calendar days."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from scheduling.booked import Booked, is_history, name_of
from scheduling.problem import Event
from scheduling.rules.rule import Rule, Violation

if TYPE_CHECKING:
    from scheduling.compiled import Compiled
    from scheduling.draft import Draft


class Spacing(Rule):
    """The gap separates the last day of one event and the first day of the next."""

    def forbids(self, view: Compiled, event: Event) -> int:
        """Rule out starts too soon after the record of earlier years."""
        ruled_out = 0
        for series in view.series_of[event.id]:
            if series.last_held is not None and series.events[0] == event.id:
                earliest = view.axis.number(series.last_held) + series.min_gap_days
                ruled_out |= view.axis.numbered(1, earliest - 1)
        return ruled_out

    def post(self, draft: Draft[Any]) -> None:
        """Post `first_day(b) - last_day(a) >= gap` for neighbours of a series."""
        for event_id in draft.free:
            draft.keep_out(event_id, partial(draft.board.order_conflicts, event_id, precedence=False))
        for series in draft.view.problem.series:
            for before, after in pairwise(series.events):
                if draft.is_free(before) and draft.is_free(after):
                    draft.follow(before, after, series.min_gap_days)

    def check(self, booked: Booked) -> list[Violation]:
        """Subtract dates along each series."""
        found: list[Violation] = []
        for series in booked.problem.series:
            last, held_by = series.last_held, ""
            for event_id in series.events:
                booking = booked.bookings.get(event_id)
                if booking is None:
                    continue
                known = not held_by and is_history(booking.event, booked.problem.issue_date)
                if last is not None and (booking.first_day - last).days < series.min_gap_days and not known:
                    name, days = name_of(booking.event), (booking.first_day - last).days
                    found.append(
                        Violation(
                            self.code,
                            (held_by, event_id) if held_by else (event_id,),
                            f"{name.zh} 距上一次（{last}）{days} 天，应间隔 {series.min_gap_days} 天",
                            f"{name.en} follows the one of {last} after {days} days;"
                            f" {series.min_gap_days} are required",
                            (booking.first_day,),
                            crews=(series.crew,),
                        )
                    )
                last, held_by = booking.last_day, event_id
        return found


RULE = Spacing(
    "series-spacing",
    "同一队伍同类任务之间须满足最小间隔天数",
    "Events of one series keep their minimum gap in calendar days",
    "domain rule: min gap",
)

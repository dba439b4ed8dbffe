"""A series is held in its order, and a later event never without the earlier one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from scheduling.booked import Booked, name_of
from scheduling.rules.rule import Rule, Violation

if TYPE_CHECKING:
    from scheduling.draft import Draft


class SeriesOrder(Rule):
    """Numbers of a series are never skipped: what is left out is its tail."""

    def post(self, draft: Draft[Any]) -> None:
        """Let the presence of an event imply that of its predecessor."""
        for series in draft.view.problem.series:
            for before, after in pairwise(series.events):
                draft.implies(after, before)

    def check(self, booked: Booked) -> list[Violation]:
        """Walk each series and compare neighbours."""
        found: list[Violation] = []
        for series in booked.problem.series:
            for before, after in pairwise(series.events):
                earlier, later = booked.bookings.get(before), booked.bookings.get(after)
                if later is None or (earlier is not None and earlier.last_day <= later.first_day):
                    continue
                name, other = name_of(later.event), name_of(booked.events[before])
                found.append(
                    Violation(
                        self.code,
                        (before, after),
                        f"{name.zh} 不能先于或脱离 {other.zh} 进行",
                        f"{name.en} cannot be held before or without {other.en}",
                        (later.first_day,),
                        crews=(series.crew,),
                    )
                )
        return found


RULE = SeriesOrder(
    "series-order",
    "同一系列任务按次序进行，后一次不得脱离前一次",
    "Events of a series keep their order, a later one never without the earlier",
)

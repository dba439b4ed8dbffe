"""Some events prepare others: hands-on before realistic training, training before assessment."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from scheduling.booked import Booked, name_of
from scheduling.rules.rule import Rule, Violation

if TYPE_CHECKING:
    from scheduling.model import Draft


class Precedence(Rule):
    """The second event begins on a later day than the first ends, and never without it."""

    def post(self, draft: Draft) -> None:
        """Post presence and dates; the absent are dated to the end of the year."""
        for event_id in draft.free:
            draft.keep_out(event_id, partial(draft.board.order_conflicts, event_id, series=False))
        for before, after in draft.view.problem.precedence:
            draft.implies(after, before)
            if draft.is_free(before) and draft.is_free(after):
                gap = draft.first_day(after) - draft.last_day(before)
                draft.model.add(gap >= draft.present(after))

    def check(self, booked: Booked) -> list[Violation]:
        """Compare the dates of both events."""
        found: list[Violation] = []
        for before, after in booked.problem.precedence:
            first, second = booked.bookings.get(before), booked.bookings.get(after)
            if second is None or (first is not None and first.last_day < second.first_day):
                continue
            name, other = name_of(second.event), name_of(booked.events[before])
            found.append(
                Violation(
                    self.code,
                    (before, after),
                    f"{name.zh} 须在 {other.zh} 结束之后进行",
                    f"{name.en} must follow the end of {other.en}",
                    (second.first_day,),
                )
            )
        return found


RULE = Precedence(
    "precedence",
    "有先后关系的任务，后一项须在前一项结束之后进行",
    "An event that builds on another begins after it has ended, never without it",
)

"""Some events prepare others: hands-on before realistic training, training before assessment."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from scheduling.booked import Booked, Booking, name_of
from scheduling.problem import Precedence as Link
from scheduling.rules.rule import Rule, Violation

if TYPE_CHECKING:
    from scheduling.draft import Draft


class Precedence(Rule):
    """The second event begins within its lags of the first one's end, and never without it."""

    def post(self, draft: Draft[Any]) -> None:
        """Post presence and dates; the absent are dated to the end of the year."""
        for event_id in draft.free:
            draft.keep_out(event_id, partial(draft.board.order_conflicts, event_id, series=False))
        for link in draft.view.problem.precedence:
            draft.implies(link.after, link.before)
            if draft.is_free(link.before) and draft.is_free(link.after):
                draft.follow(link.before, link.after, link.min_lag_days, link.max_lag_days)

    def check(self, booked: Booked) -> list[Violation]:
        """Compare the dates of both events."""
        found: list[Violation] = []
        for link in booked.problem.precedence:
            first, second = booked.bookings.get(link.before), booked.bookings.get(link.after)
            if second is None:
                continue
            lag = -1 if first is None else (second.first_day - first.last_day).days
            most = lag if link.max_lag_days is None else link.max_lag_days
            if first is None or not link.min_lag_days <= lag <= most:
                found.append(self._out_of_order(booked, link, second))
        return found

    def _out_of_order(self, booked: Booked, link: Link, second: Booking) -> Violation:
        name, other = name_of(second.event), name_of(booked.events[link.before])
        most = link.max_lag_days
        zh = f"，间隔至少 {link.min_lag_days} 天" + ("" if most is None else f"、至多 {most} 天")
        en = f", after {link.min_lag_days} to {most} days" if most else f", after {link.min_lag_days} days"
        plain = link.min_lag_days <= 1 and most is None
        return Violation(
            self.code,
            (link.before, link.after),
            f"{name.zh} 须在 {other.zh} 结束之后进行{'' if plain else zh}",
            f"{name.en} must follow the end of {other.en}{'' if plain else en}",
            (second.first_day,),
        )


RULE = Precedence(
    "precedence",
    "有先后关系的任务，后一项须在前一项结束之后、规定的间隔内进行",
    "An event that builds on another begins within its lags after it has ended, never without it",
)

"""Days on which training is out of date."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from scheduling.booked import Booked
from scheduling.terms.term import Term

if TYPE_CHECKING:
    from scheduling.draft import Draft


class LapseDays(Term):
    """Days of the year on which a crew's training of one kind is out of date, times the series' weight."""

    def measure(self, booked: Booked) -> int:
        """Walk each series from its record to the end of the year."""
        total = 0
        year_before = date(booked.problem.year - 1, 12, 31)
        year_end = date(booked.problem.year, 12, 31)
        for series in booked.problem.series:
            last, opened, lapse = series.last_held or year_before, year_before, 0
            for event_id in series.events:
                booking = booked.bookings.get(event_id)
                if booking is not None:
                    lapse += _lapsed(last, opened, booking.last_day, series.currency_days)
                    last = opened = booking.last_day
            lapse += _lapsed(last, opened, year_end, series.currency_days)
            total += lapse * series.weight
        return total

    def post(self, draft: Draft[Any], weight: int) -> None:
        """Post each interval between neighbours; an absent event is dated to the end of the year."""
        year_end = draft.view.axis.year_end
        for series in draft.view.problem.series:
            cost, currency = weight * series.weight, series.currency_days
            due = (
                currency if series.last_held is None else draft.view.axis.number(series.last_held) + currency
            )
            due = max(0, due)
            if not cost:
                continue
            if not series.events:
                draft.charge(cost * max(0, year_end - due))
                continue
            draft.charge_dates(series.events[0], partial(_lapse_cost, cost, due))
            for before, after in zip(series.events, series.events[1:], strict=False):
                draft.charge_interval(before, after, currency, cost)
            draft.charge_dates(series.events[-1], partial(_tail_cost, cost, year_end - currency))


def _lapse_cost(cost: int, due: int, last_day: int) -> int:
    return cost * max(0, last_day - due)


def _tail_cost(cost: int, until: int, last_day: int) -> int:
    return cost * max(0, until - last_day)


def _lapsed(last: date, opened: date, until: date, currency_days: int) -> int:
    since_last = (until - last).days - currency_days
    return max(0, min(since_last, (until - opened).days))

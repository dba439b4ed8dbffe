"""
What a series costs from one of its events on, if only its own windows and gaps counted.

The constructive start and the local search weigh a day by it: an event placed early or late may force
lapse on its successors, which are not placed yet. Tables are made when first asked for, less than a
millisecond each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from itertools import accumulate

from scheduling.axis import Axis, indexes
from scheduling.problem import Event, Series


class Outlook:
    """Least lapse cost of the rest of a series, by position and by the day its last event ended."""

    def __init__(
        self, axis: Axis, events: Mapping[str, Event], starts: Mapping[str, int], cost_per_day: int
    ) -> None:
        self._axis, self._events, self._starts = axis, events, starts
        self._cost_per_day = cost_per_day
        self._tables: dict[tuple[str, int], list[int]] = {}

    def after(self, series: Series, position: int, last: int) -> int:
        """Return the least cost of `series` after its event at `position` ends on day number `last`."""
        cost = self._cost_per_day * series.weight
        if position + 1 >= len(series.events):
            return cost * max(0, self._axis.year_end - last - series.currency_days)
        known = self._tables.get((series.id, position))
        if known is None:
            known = self._table(series, position)
            self._tables[series.id, position] = known
        return known[last]

    def _table(self, series: Series, position: int) -> list[int]:
        """Return the cost by last day: the next event in time, the next one late, or none any more."""
        axis, cost, currency = self._axis, self._cost_per_day * series.weight, series.currency_days
        duration = self._events[series.events[position + 1]].duration_days
        firsts, lasts, costs = [], [], []
        for start in indexes(self._starts[series.events[position + 1]]):
            last = axis.numbers[start + duration - 1]
            firsts.append(axis.numbers[start])
            lasts.append(last)
            costs.append(self.after(series, position + 1, last))
        late = list(accumulate(reversed([cost * d + c for d, c in zip(lasts, costs, strict=True)]), min))
        late.reverse()
        table: list[int] = []
        for day in range(axis.year_end + 1):
            opens = bisect_left(firsts, day + series.min_gap_days)
            due = max(opens, bisect_left(lasts, day + currency))
            best = cost * max(0, axis.year_end - day - currency)
            if opens < due:
                best = min(best, min(costs[opens:due]))
            if due < len(late):
                best = min(best, late[due] - cost * (day + currency))
            table.append(best)
        return table

"""
What a series costs from one of its events on, if only its own windows and gaps counted.

The constructive start and the local search weigh a day by it: an event placed early or late may force
lapse on its successors, which are not placed yet. Tables are made when first asked for, less than a
millisecond each.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from scheduling.axis import Axis, open_days
from scheduling.problem import Event, Series

_NEVER = np.iinfo(np.int64).max // 2


class Outlook:
    """Least lapse cost of the rest of a series, by position and by the day its last event ended."""

    def __init__(
        self, axis: Axis, events: Mapping[str, Event], starts: Mapping[str, int], cost_per_day: int
    ) -> None:
        self._axis, self._events, self._starts = axis, events, starts
        self._cost_per_day = cost_per_day
        self._tables: dict[tuple[str, int], NDArray[np.int64]] = {}

    def after(self, series: Series, position: int, last: int) -> int:
        """Return the least cost of `series` after its event at `position` ends on day number `last`."""
        return int(self.table(series, position)[last])

    def table(self, series: Series, position: int) -> NDArray[np.int64]:
        """Return the same for every day number from 0 to the year's end."""
        known = self._tables.get((series.id, position))
        if known is None:
            known = self._table(series, position)
            self._tables[series.id, position] = known
        return known

    def _table(self, series: Series, position: int) -> NDArray[np.int64]:
        """Return the cost by last day: the next event in time, the next one late, or none any more."""
        axis, cost = self._axis, self._cost_per_day * series.weight
        due = np.arange(axis.year_end + 1) + series.currency_days
        none_any_more: NDArray[np.int64] = cost * np.maximum(0, axis.year_end - due)
        if position + 1 >= len(series.events):
            return none_any_more
        following = series.events[position + 1]
        starts = open_days(self._starts[following])
        if not len(starts):
            return none_any_more
        lasts = axis.number_array[starts + self._events[following].duration_days - 1]
        costs = self.table(series, position + 1)[lasts]
        opens = np.searchsorted(axis.number_array[starts], due - series.currency_days + series.min_gap_days)
        overdue = np.maximum(opens, np.searchsorted(lasts, due))
        in_time = _least_between(costs, opens, overdue)
        late = np.minimum.accumulate(np.append(cost * lasts + costs, _NEVER)[::-1])[::-1][overdue]
        best: NDArray[np.int64] = np.minimum(none_any_more, np.minimum(in_time, late - cost * due))
        return best


def _least_between(
    costs: NDArray[np.int64], low: NDArray[np.int64], high: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the least of `costs[low:high]` for each pair of limits."""
    limits = np.column_stack((low, high)).ravel()
    least: NDArray[np.int64] = np.minimum.reduceat(np.append(costs, _NEVER), limits)[::2]
    least[low >= high] = _NEVER
    return least

"""
What an event would cost on each of its open days, all days at once.

As arrays, for a province asks for a million of them before its first plan stands.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scheduling.board import Board
from scheduling.compiled import Compiled
from scheduling.problem import Series

Days = NDArray[np.int64]


def estimates(board: Board, event_id: str, starts: Days) -> Days:
    """Return lapse, overload, preference and moves of each start beside what stands, in cost units."""
    view, weights = board.view, board.view.problem.weights
    numbers = view.axis.number_array
    firsts = numbers[starts]
    lasts = numbers[starts + (view.events[event_id].duration_days - 1)]
    costs = _day_costs(view, event_id, starts, firsts)
    for series in view.series_of[event_id]:
        costs += _lapses(board, series, event_id, lasts)
        if series.preferred_gap_days:
            costs += weights.preference_days * _short_gaps(board, series, event_id, firsts, lasts)
    added = _overload_by_month(board, event_id)
    return costs if added is None else costs + added[view.axis.month_array[starts]]


def _day_costs(view: Compiled, event_id: str, starts: Days, firsts: Days) -> Days:
    weights, preferred = view.problem.weights, view.events[event_id].preferred
    issued = view.published.get(event_id)
    costs = np.zeros(len(starts), np.int64)
    if preferred is not None:
        costs += weights.preference_days * np.abs(firsts - view.axis.number(preferred))
    if issued is not None:
        stays = view.axis.index(issued.first_day)
        costs += weights.moves * (starts != (-1 if stays is None else stays))
    return costs


def _lapses(board: Board, series: Series, event_id: str, lasts: Days) -> Days:
    """Cost of the lapse-days before the event, and of those up to its successor or the year's end."""
    view, events = board.view, series.events
    cost = view.problem.weights.lapse_days * series.weight
    position = events.index(event_id)
    if position:
        place = board.places.get(events[position - 1])
        since = view.number(place.start, events[position - 1])[1] if place else view.axis.year_end
    else:
        since = 0 if series.last_held is None else view.axis.number(series.last_held)
    before: Days = cost * np.maximum(0, lasts - max(0, since + series.currency_days))
    if position + 1 < len(events):
        place = board.places.get(events[position + 1])
        if place is not None:
            until = view.number(place.start, events[position + 1])[1]
            tail: Days = before + cost * np.maximum(0, until - lasts - series.currency_days)
            return tail
    rest: Days = before + view.outlook.table(series, position)[lasts]
    return rest


def _short_gaps(board: Board, series: Series, event_id: str, firsts: Days, lasts: Days) -> Days:
    """Days by which the gaps to the neighbours in a series fall short of the wished one."""
    view, position = board.view, series.events.index(event_id)
    short = np.zeros(len(firsts), np.int64)
    for at in (position - 1, position + 1):
        other = series.events[at] if 0 <= at < len(series.events) else None
        place = board.places.get(other) if other is not None else None
        if other is not None and place is not None:
            begins, ends = view.number(place.start, other)
            gaps = firsts - ends if at < position else begins - lasts
            short += np.maximum(0, series.preferred_gap_days - gaps)
    return short


def _overload_by_month(board: Board, event_id: str) -> Days | None:
    """Return the overload the event would add in each month (index 1 to 12); None where nothing counts."""
    view, weight = board.view, board.view.problem.weights.overload_half_days
    added: Days | None = None
    for region, crews in view.region_sizes[event_id].items():
        targets = view.targets_of.get(region)
        if not targets:
            continue
        if added is None:
            added = np.zeros(13, np.int64)
        more = crews * view.loads[event_id]
        for month, target in targets:
            load = board.month_load(region, month) - target
            scale = view.load_scale
            added[month] += weight * (max(0, -(-(load + more) // scale)) - max(0, -(-load // scale)))
    return added

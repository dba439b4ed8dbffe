"""
Prices of limits read off a plan: what events would save on cheaper days that one limit alone denies them.

An estimate: every event is looked at alone, so that two that want the same day are both counted. Days
that several limits deny are left out: sharing them among these was tried, and ranked worse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import NamedTuple

from scheduling.axis import indexes
from scheduling.compiled import Compiled
from scheduling.explain.candidates import relief_of
from scheduling.explain.change_words import AnyChange
from scheduling.explain.changes import matter_of
from scheduling.explain.limit_changes import (
    EarlierIssue,
    HigherDayCap,
    HigherDayCaps,
    HigherYearlyLimit,
    HigherYearlyLimits,
)
from scheduling.explain.reasons import Reasons, ruled_out_alone, unshared
from scheduling.explain.spacing_changes import ShorterGap, WiderLag
from scheduling.search.construct import estimate


class Priced(NamedTuple):
    """A change of one limit, and what it is estimated to save, in cost units."""

    change: AnyChange
    price: int


Source = Callable[[Reasons], Iterable[Priced]]


def congestion(reasons: Reasons) -> list[Priced]:
    """Return the limits that stand in the way of cheaper places of a plan, the dearest first."""
    prices: dict[AnyChange, int] = defaultdict(int)
    for event_id in reasons.view.free_events():
        if reasons.view.events[event_id].lock is None:
            for change, saved in _wishes(reasons, event_id).items():
                prices[change] += saved
    found = [Priced(change, price) for change, price in prices.items()]
    found.sort(key=lambda p: (-p.price, p.change.size, repr(p.change)))
    dearest: dict[tuple[object, ...], Priced] = {}
    for priced in found:
        dearest.setdefault(matter_of(priced.change), priced)
    return list(dearest.values())


def _wishes(reasons: Reasons, event_id: str) -> dict[AnyChange, int]:
    """Return what one event would save at most on a day that one limit alone keeps from it."""
    view, board = reasons.view, reasons.board
    place = board.take(event_id) if event_id in board.places else None
    now = 0 if place is None else estimate(board, event_id, place.start)
    worth = 0 if place else view.events[event_id].priority * view.problem.weights.unscheduled_points
    best: dict[AnyChange, int] = defaultdict(int)
    if now or worth:
        for change, starts in _alone(reasons, event_id).items():
            costs = (estimate(board, event_id, start) for start in indexes(starts))
            saved = worth if place is None else now - min(costs, default=now)
            best[change] = max(best[change], saved)
    if place is not None:
        board.put(event_id, place)
    return {change: saved for change, saved in best.items() if saved > 0}


def _alone(reasons: Reasons, event_id: str) -> dict[AnyChange, int]:
    """Return the starts that a single change would open, by change, as bit sets."""
    found: dict[AnyChange, int] = defaultdict(int)
    barriers = reasons.barriers(event_id)
    for barrier, only in zip(barriers, unshared([b.starts for b in barriers]), strict=True):
        for change in relief_of(reasons, event_id, barrier) if only else ():
            if not isinstance(change, ShorterGap | WiderLag):
                found[_for_all(change)] |= only
    issue = EarlierIssue()
    early = _within_notice(reasons.view, event_id, issue.days)
    for barrier in reasons.barriers(event_id, early) if early else ():
        early &= ~barrier.starts
    found[issue] = early
    return {change: starts for change, starts in found.items() if starts}


def _within_notice(view: Compiled, event_id: str, days: int) -> int:
    """Return the starts that only the notice rules out, and that lie in its last `days` calendar days."""
    earliest = view.problem.issue_date + timedelta(days=view.events[event_id].notice_days)
    week = view.axis.between(earliest - timedelta(days=days), earliest - timedelta(days=1))
    return week & ruled_out_alone(view, event_id).get("lead-time", 0) if week else 0


def _for_all(change: AnyChange) -> AnyChange:
    """Return the rule behind a crew's own limit: what is asked of one crew is asked of all."""
    if isinstance(change, HigherDayCap):
        return HigherDayCaps(change.days)
    if isinstance(change, HigherYearlyLimit):
        return HigherYearlyLimits(change.half_days)
    return change

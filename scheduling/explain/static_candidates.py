"""Changes that take back what rules rule out before anything is placed: windows, notice, closings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from scheduling.axis import indexes
from scheduling.compiled import Compiled
from scheduling.explain.change_words import AnyChange
from scheduling.explain.changes import PauseAllowed, ShorterNotice, WiderWindow
from scheduling.explain.limit_changes import MoreUnits, Reopened, Unblocked
from scheduling.explain.reasons import Reasons, ruled_out_alone
from scheduling.explain.spacing_changes import ShorterGap
from scheduling.problem import Event, Window

WEEK = 7
FARTHEST_DAYS = 42
PICKED = 2


class Candidate(NamedTuple):
    """A change worth trying; `certain` if one start is then free with nothing else moved."""

    change: AnyChange
    certain: bool


class Asked(NamedTuple):
    """
    An event, the starts that one rule alone rules out, and those with nothing placed in the way.

    `owner` states its windows and notice: the event itself, or the area that it was designed for.
    """

    view: Compiled
    event: Event
    owner: str
    starts: int
    free: int


def static_candidates(reasons: Reasons, event_id: str) -> Iterator[Candidate]:
    """Yield changes of the one rule that rules starts out, the smallest that reaches such a start."""
    view, event = reasons.view, reasons.view.events[event_id]
    stated = any(other.id == event_id for other in view.problem.events)
    owner = event_id if stated or event_id not in view.area_of else view.area_of[event_id].id
    for rule, starts in ruled_out_alone(view, event_id).items():
        if rule in _BY_RULE:
            free = starts
            for barrier in reasons.barriers(event_id, starts):
                free &= ~barrier.starts
            yield from _BY_RULE[rule](Asked(view, event, owner, starts, free))


def _nearest(asked: Asked, days: Callable[[date, date], int]) -> Iterator[tuple[int, bool]]:
    """Yield the least number of days to ask for, with a free start and without, and full weeks in between."""
    view, length = asked.view, asked.event.duration_days
    asked_for: list[int | None] = []
    for starts in (asked.free, asked.starts):
        dates = ((view.problem.days[s], view.problem.days[s + length - 1]) for s in indexes(starts))
        wanted = [d for d in (days(first, last) for first, last in dates) if 0 < d <= FARTHEST_DAYS]
        asked_for.append(min(wanted, default=None))
    certain, least = asked_for
    if certain is not None:
        yield certain, True
    if least is not None and least != certain:
        yield least, False
        for more in (WEEK, 2 * WEEK):
            if least < more < (certain or FARTHEST_DAYS):
                yield more, False


def _windows(asked: Asked) -> Iterator[Candidate]:
    found: list[Candidate] = []
    for window in asked.event.windows:
        for days, certain in _nearest(asked, partial(_days_after, window)):
            found.append(Candidate(WiderWindow(asked.owner, window.last, days, later=True), certain))
        for days, certain in _nearest(asked, partial(_days_before, window)):
            found.append(Candidate(WiderWindow(asked.owner, window.first, days, later=False), certain))
    yield from sorted(found, key=lambda c: (not c.certain, c.change.size))[: 2 * PICKED]


def _days_after(window: Window, first: date, last: date) -> int:
    return (last - window.last).days if first >= window.first else 0


def _days_before(window: Window, first: date, last: date) -> int:
    return (window.first - first).days if last <= window.last else 0


def _days_until(earliest: date, first: date, last: date) -> int:
    del last
    return (earliest - first).days


def _notice(asked: Asked) -> Iterator[Candidate]:
    earliest = asked.view.problem.issue_date + timedelta(days=asked.event.notice_days)
    for days, certain in _nearest(asked, partial(_days_until, earliest)):
        yield Candidate(ShorterNotice(asked.owner, days), certain)


def _pause(asked: Asked) -> Iterator[Candidate]:
    if asked.owner == asked.event.id:
        yield Candidate(PauseAllowed(asked.event.id), bool(asked.free))


def _record(asked: Asked) -> Iterator[Candidate]:
    for series in asked.view.series_of[asked.event.id]:
        if series.last_held is not None and series.events[0] == asked.event.id:
            earliest = series.last_held + timedelta(days=series.min_gap_days)
            for days, certain in _nearest(asked, partial(_days_until, earliest)):
                yield Candidate(ShorterGap(series.id, days), certain)


def _blocked(asked: Asked) -> Iterator[Candidate]:
    view, found = asked.view, list[Candidate]()
    for start in indexes(asked.starts):
        busy = [c for c in asked.event.crews if view.days_inside(asked.event.id, start, view.blocked[c])]
        if len(busy) == 1:
            first, last = _span(asked, start)
            found.append(Candidate(Unblocked(busy[0], first, last), bool(asked.free >> start & 1)))
    yield from sorted(found, key=lambda c: (not c.certain, c.change.size))[:PICKED]


def _closed(asked: Asked) -> Iterator[Candidate]:
    view, event, found = asked.view, asked.event, list[Candidate]()
    for start in indexes(asked.starts):
        shut = [
            options
            for options in view.options[event.id]
            if not any(view.open_starts(option, event.duration_days) >> start & 1 for option in options)
        ]
        if len(shut) == 1 and shut[0]:
            first, last = _span(asked, start)
            option = min(shut[0], key=lambda o: view.days_inside(event.id, start, view.closed[o.resource]))
            missing = option.quantity - view.resources[option.resource].capacity
            change: AnyChange = Reopened(option.resource, first, last)
            if missing > 0:
                change = MoreUnits(option.resource, missing)
            found.append(Candidate(change, bool(asked.free >> start & 1)))
    yield from sorted(found, key=lambda c: (not c.certain, c.change.size))[:PICKED]


def _span(asked: Asked, start: int) -> tuple[date, date]:
    days = asked.view.problem.days
    return days[start], days[start + asked.event.duration_days - 1]


_BY_RULE: dict[str, Callable[[Asked], Iterator[Candidate]]] = {
    "training-window": _windows,
    "lead-time": _notice,
    "unbroken-duration": _pause,
    "series-spacing": _record,
    "crew-availability": _blocked,
    "resource-capacity": _closed,
}

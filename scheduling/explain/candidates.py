"""Which single changes might free an event: from what rules it out, and from what takes what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scheduling.axis import touching
from scheduling.explain.barrier import Barrier, Kind
from scheduling.explain.change_words import AnyChange
from scheduling.explain.changes import NoChange, OtherResource
from scheduling.explain.limit_changes import (
    HigherDayCap,
    HigherYearlyLimit,
    MoreAway,
    MoreUnits,
    ShorterRest,
)
from scheduling.explain.reasons import Reasons, unshared
from scheduling.explain.spacing_changes import MoreChannels, MoreExercises, ShorterGap, WiderLag
from scheduling.explain.static_candidates import PICKED, WEEK, Candidate, static_candidates
from scheduling.problem import Option
from scheduling.rules.recusal import recused


def candidates(reasons: Reasons, event_id: str) -> list[Candidate]:
    """
    Return changes worth trying for an event that is not placed: what surely frees a start first, by size.

    Of a designed exercise it is the area's windows and notice that change; its needs stay as they are.
    """
    stated = any(event.id == event_id for event in reasons.view.problem.events)
    found = [Candidate(NoChange(), True), *_dynamic(reasons, event_id), *static_candidates(reasons, event_id)]
    if stated:
        found += _other_resources(reasons, event_id)
    best: dict[AnyChange, bool] = {}
    for change, certain in found:
        best[change] = best.get(change, False) or certain
    ranked = sorted(best.items(), key=lambda entry: (not entry[1], entry[0].size))
    return [Candidate(change, certain) for change, certain in ranked]


def relief_of(reasons: Reasons, event_id: str, barrier: Barrier) -> Iterator[AnyChange]:
    """Yield the changes that lower a barrier by what it is short of; none where only moves help."""
    if barrier.kind in _RELIEF:
        yield from _RELIEF[barrier.kind](reasons, event_id, barrier)


def _dynamic(reasons: Reasons, event_id: str) -> Iterator[Candidate]:
    barriers = reasons.barriers(event_id)
    alone = unshared([barrier.starts for barrier in barriers])
    for barrier, only in zip(barriers, alone, strict=True):
        for change in relief_of(reasons, event_id, barrier):
            yield Candidate(change, bool(only))


def _units(reasons: Reasons, event_id: str, barrier: Barrier) -> Iterator[AnyChange]:
    del reasons, event_id
    for resource in barrier.subjects:
        yield MoreUnits(resource, max(1, barrier.short_by))


def _gaps(reasons: Reasons, event_id: str, barrier: Barrier) -> Iterator[AnyChange]:
    for series in reasons.view.series_of[event_id]:
        if barrier.subjects[0] in series.events and series.min_gap_days:
            for days in (WEEK, 2 * WEEK):
                if days < series.min_gap_days + WEEK:
                    yield ShorterGap(series.id, min(days, series.min_gap_days))


def _lags(reasons: Reasons, event_id: str, barrier: Barrier) -> Iterator[AnyChange]:
    other = barrier.subjects[0]
    for link in reasons.view.problem.precedence:
        tight = link.min_lag_days > 1 or link.max_lag_days is not None
        if tight and {link.before, link.after} == {event_id, other}:
            for days in (WEEK, 2 * WEEK):
                yield WiderLag(link.before, link.after, days)


def _cap(reasons: Reasons, event_id: str, barrier: Barrier) -> Iterator[AnyChange]:
    del reasons, event_id
    if barrier.first and barrier.last:
        yield HigherDayCap(barrier.subjects[0], barrier.first, barrier.last, barrier.short_by)


def _other_resources(reasons: Reasons, event_id: str) -> Iterator[Candidate]:
    """Yield resources of the same kind that a need does not offer, those with most room first."""
    view, event = reasons.view, reasons.view.events[event_id]
    full = {b.subjects for b in reasons.barriers(event_id) if b.kind == Kind.RESOURCE}
    scarce = {
        number
        for number, options in enumerate(view.options[event_id])
        if tuple(o.resource for o in options) in full or all(view.closed[o.resource] for o in options)
    }
    for number, need in enumerate(event.needs):
        offered = {option.resource for option in need.options}
        quantity = max(option.quantity for option in need.options)
        distance = max(option.distance_km for option in need.options)
        if number not in scarce:
            continue
        others = [
            Option(resource.id, quantity, distance)
            for resource in view.problem.resources
            if resource.kind == need.kind and resource.id not in offered and not recused(event, resource)
        ]
        room = {option: _room(reasons, option, event_id) for option in others}
        for option in sorted(others, key=lambda o: (-room[o], o.resource))[:PICKED]:
            if room[option]:
                yield Candidate(OtherResource(event_id, number, option), False)


def _room(reasons: Reasons, option: Option, event_id: str) -> int:
    """Return at how many of all starts an option is open and has room."""
    view, full = reasons.view, 0
    for day, left in enumerate(reasons.board.left_over(option.resource)):
        full |= (left < option.quantity) << day
    duration = view.events[event_id].duration_days
    return (view.open_starts(option, duration) & ~touching(full, duration)).bit_count()


_RELIEF: dict[Kind, Callable[[Reasons, str, Barrier], Iterator[AnyChange]]] = {
    Kind.REST: lambda _, __, ___: iter([ShorterRest(1)]),
    Kind.RESOURCE: _units,
    Kind.STANDBY: lambda _, __, b: iter([MoreAway(b.subjects[0], b.short_by)]),
    Kind.SPACING: _gaps,
    Kind.PRECEDENCE: _lags,
    Kind.DAY_CAP: _cap,
    Kind.YEARLY_LIMIT: lambda _, __, b: iter([HigherYearlyLimit(b.subjects[0], b.short_by)]),
    Kind.HOSTING: lambda _, __, b: iter([MoreExercises(b.subjects[0], hosting=True)]),
    Kind.ATTENDING: lambda _, __, b: iter([MoreExercises(b.subjects[0], hosting=False)]),
    Kind.CHANNEL: lambda _, __, b: iter([MoreChannels(b.subjects[0])]),
}

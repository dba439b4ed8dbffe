"""Events an earlier repair broke off: they stay as short as they were held, and are asked for again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from exercises.interruptions import BrokenOff
from scheduling.problem import Event, Series


def asked_again(events: Iterable[Event], broken_off: Iterable[BrokenOff]) -> list[Event]:
    """Return the events, with one more for each broken off that is to be held again."""
    listed = list(events)
    known = {event.id: event for event in listed}
    for entry in broken_off:
        event = known.get(entry.uid)
        if event is not None and entry.again is not None:
            known[entry.again] = replace(event, id=entry.again, lock=None, preferred=None)
            listed.append(known[entry.again])
    return listed


def cut_short(events: Iterable[Event], broken_off: Iterable[BrokenOff]) -> tuple[Event, ...]:
    """Return the events, those broken off as long as they were held; exercises bring no regions together."""
    done = {entry.uid: entry.days_done for entry in broken_off}
    return tuple(_short(event, done[event.id]) if event.id in done else event for event in events)


def held_instead(series: Series, broken_off: Iterable[BrokenOff]) -> Series:
    """Return a series in which the repetition of an event stands for it, or nothing does."""
    events = list(series.events)
    for entry in broken_off:
        if entry.uid in events:
            i = events.index(entry.uid)
            events[i : i + 1] = [entry.again] if entry.again is not None else []
    return replace(series, events=tuple(events))


def _short(event: Event, days: int) -> Event:
    load = event.load_half_days * days // event.duration_days
    return replace(event, duration_days=days, load_half_days=load, exercise=None)

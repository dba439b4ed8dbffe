"""The version already issued: what may not move any more, and what costs a move if it does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scheduling.areas import exercise_event
from scheduling.problem import PINNED, Event, Exercise, Lock, PairArea, Published


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an event stands in an earlier version; `crews` and `host` tell which exercise it was."""

    uid: str
    first_day: date
    choices: tuple[str, ...]
    crews: tuple[str, ...]
    channel: int | None = None
    host: str = ""
    locked: bool = False
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """Events and published places after an earlier version was taken into account."""

    events: tuple[Event, ...]
    published: tuple[Published, ...]


def settle(
    events: Iterable[Event], areas: Iterable[PairArea], base: Iterable[Standing], issue_date: date
) -> Settled:
    """
    Return the events with locks for what is past, locked, or inside the notice period of `base`.

    Everything else of `base` is *published*: it may move, and a move costs. Cancelled events are left
    out. Exercises the earlier version designed come back as events, so that the design only fills up
    what is missing.
    """
    standing = {entry.uid: entry for entry in base}
    known = {event.id: event for event in events}
    for entry in standing.values():
        event = None if entry.uid in known else exercise_again(areas, entry)
        if event is not None and not entry.cancelled:
            known[event.id] = event
    settled: list[Event] = []
    published: list[Published] = []
    for event in known.values():
        old = standing.get(event.id)
        if old is None or event.lock is not None:
            settled.append(event)
        elif not old.cancelled:
            choices = _choices(event, old)
            frozen = _frozen(event, old, issue_date)
            settled.append(replace(event, lock=_lock(old, choices)) if frozen else event)
            if not frozen:
                published.append(Published(event.id, old.first_day, choices))
    return Settled(tuple(settled), tuple(published))


def exercise_again(areas: Iterable[PairArea], entry: Standing) -> Event | None:
    """Return the event of a designed exercise from where it stood; None when it belongs to no area."""
    for area in areas:
        exercise = exercise_of(area, entry.host, entry.crews)
        if exercise is not None:
            return exercise_event(area, exercise, entry.uid)
    return None


def exercise_of(area: PairArea, host: str, crews: Iterable[str]) -> Exercise | None:
    """Return who meets in an exercise, told by host and crews; None when the area has no such host."""
    attending = set(crews)
    regions = {region for region, crew in area.crews if crew in attending} | {host}
    if host not in area.regions or len(regions) < 2:
        return None
    return Exercise(area.id, tuple(sorted(regions)), host)


def _frozen(event: Event, entry: Standing, issue_date: date) -> bool:
    return entry.locked or entry.first_day < issue_date + timedelta(days=max(event.notice_days, 1))


def _choices(event: Event, entry: Standing) -> tuple[str, ...]:
    """Return the old choices where the event still offers every one of them, otherwise none."""
    if len(entry.choices) != len(event.needs):
        return ()
    offered = [{option.resource for option in need.options} for need in event.needs]
    return entry.choices if all(c in o for c, o in zip(entry.choices, offered, strict=True)) else ()


def _lock(entry: Standing, choices: tuple[str, ...]) -> Lock:
    reason = "计划员锁定 / locked by the planner" if entry.locked else PINNED
    return Lock(entry.first_day, choices, entry.channel, reason)

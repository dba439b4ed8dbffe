"""
Ending events that are under way and cannot go on.

An event that began before the day of the change and meets a closed resource, a crew that is away or a full
pool on one of its remaining days keeps the days it has had. It is no longer an execution of its series: the
training is not done, and lapses, until it is held again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from scheduling.booked import Booked, Booking, is_history
from scheduling.plan import Plan
from scheduling.problem import Event, Lock, Precedence, Problem, Series
from scheduling.rules import RULES, Violation

AGAIN = "/again"
"""What the id of the event that makes up for an interrupted one ends in."""
STOPPING = frozenset({"crew-availability", "resource-capacity", "standby"})
"""Rules about single days: an event under way that breaks one from today on cannot go on."""
REASON = "因故中断 / interrupted"


@dataclass(frozen=True, slots=True)
class Interruption:
    """
    An event cut short: held from `first_day` to `last_day`, `days_done` of `days_planned` workdays.

    `again` is the id of the event asked for in its place, None if it is not to be held again.
    """

    event: str
    first_day: date
    last_day: date
    days_done: int
    days_planned: int
    again: str | None
    why: tuple[Violation, ...]


def interrupted(problem: Problem, plan: Plan, *, again: bool) -> tuple[Problem, list[Interruption]]:
    """Return the problem with events cut short that cannot go on, and what was done to each."""
    found: list[Interruption] = []
    while True:
        booked = Booked(problem, plan)
        stopped = _stopped(booked)
        if not stopped:
            return problem, found
        events = {event for violation in stopped for event in violation.events}
        running = [booking for booking in _running(booked) if booking.event.id in events]
        booking = min(running, key=lambda b: (-_hits(stopped, b), b.event.priority, b.event.id))
        why = tuple(v for v in stopped if booking.event.id in v.events)
        entry = _interruption(booked, booking, why, again=again)
        problem = _cut(problem, booking.event, entry)
        found.append(entry)


def _running(booked: Booked) -> Iterable[Booking]:
    """Yield what has begun before the day of the change and is not over."""
    today = booked.problem.issue_date
    for booking in booked.bookings.values():
        if is_history(booking.event, today) and booking.last_day >= today:
            yield booking


def _stopped(booked: Booked) -> list[Violation]:
    """Return what only events under way, or over, break on days still to come."""
    today = booked.problem.issue_date
    fixed = {e.id for e in booked.problem.events if is_history(e, today)}
    if not any(True for _ in _running(booked)):
        return []
    found = [v for rule in RULES if rule.code in STOPPING for v in rule.check(booked)]
    return [v for v in found if fixed.issuperset(v.events) and any(day >= today for day in v.dates)]


def _hits(violations: Iterable[Violation], booking: Booking) -> int:
    return sum(booking.event.id in violation.events for violation in violations)


def _interruption(
    booked: Booked, booking: Booking, why: tuple[Violation, ...], *, again: bool
) -> Interruption:
    today = booked.problem.issue_date
    stop = min(day for violation in why for day in violation.dates if day >= today)
    done = [day for day in booking.days if day < stop]
    event = booking.event.id
    name = event + AGAIN if again else None
    return Interruption(event, done[0], done[-1], len(done), len(booking.days), name, why)


def _cut(problem: Problem, event: Event, entry: Interruption) -> Problem:
    """Cut an event short; a new one takes its place in series and orders, if it is held again."""
    lock = event.lock or Lock(entry.first_day)
    short = replace(
        event,
        duration_days=entry.days_done,
        load_half_days=event.load_half_days * entry.days_done // event.duration_days,
        exercise=None,
        lock=replace(lock, channel=None, reason=REASON),
    )
    events = [short if e.id == event.id else e for e in problem.events]
    if entry.again is not None:
        events.append(replace(event, id=entry.again, lock=None, preferred=None))
    return replace(
        problem,
        events=tuple(events),
        series=tuple(_without(series, event.id, entry.again) for series in problem.series),
        precedence=tuple(_again(link, event.id, entry.again) for link in problem.precedence),
    )


def _without(series: Series, event: str, again: str | None) -> Series:
    events = (again if e == event else e for e in series.events)
    return replace(series, events=tuple(e for e in events if e is not None))


def _again(link: Precedence, event: str, again: str | None) -> Precedence:
    return link if again is None or link.before != event else replace(link, before=again)

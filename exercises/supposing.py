"""
What if: the rest of a version's year under a change that is only supposed; nothing is stored.

The version is repaired and improved under the change as it would be after a real one, and both are compared.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from exercises.frozen import Current, current
from exercises.plan_questions import Effort
from exercises.tables import TrainingPlan
from registry.access import Viewer, one
from registry.errors import InvalidValue
from scheduling.compare import Comparison, compare
from scheduling.outcome import Infeasible, Unfinished
from scheduling.problem import Crew, Event, Problem, Resource, Window
from scheduling.repair import Repaired, repair

T = TypeVar("T", Crew, Event, Resource)
SUPPOSED = "假设 / supposed"
"""Why a supposed window is closed, as explanations say it."""


@dataclass(frozen=True, slots=True)
class MoreUnits:
    """`units` more of a resource each day; fewer if negative."""

    resource: str
    units: int


@dataclass(frozen=True, slots=True)
class Closing:
    """A resource closed from `first` to `last`, both included."""

    resource: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Absence:
    """A team that cannot train from `first` to `last`, both included."""

    team: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class WiderWindow:
    """An event that may also be held from `first` to `last`, both included."""

    uid: str
    first: date
    last: date


Supposition = MoreUnits | Closing | Absence | WiderWindow


@dataclass(frozen=True, slots=True)
class Supposed:
    """A version beside what it would become, and the repair that tells."""

    comparison: Comparison
    repaired: Repaired


def supposed(problem: Problem, changes: Iterable[Supposition]) -> Problem:
    """
    Return a problem under some changes.

    Raises `InvalidValue` for a resource, team or event the problem does not know, for days in the wrong
    order, and for a capacity below zero.
    """
    for change in changes:
        problem = _changed(problem, change)
    return problem


async def what_if(
    viewer: Viewer, plan_id: UUID, changes: Iterable[Supposition], *, on: date, effort: Effort
) -> Supposed | Infeasible | Unfinished:
    """
    Return what a version would become if the records changed on a day, beside what it is; or the conflict.

    What lies before `on`, is locked, or is within its notice then stays.

    Raises
    ------
    NotFound
        The version is out of scope.
    InvalidValue
        As `supposed`.

    """
    now = await current(await one(viewer, TrainingPlan, plan_id))
    issue_date = max(now.problem.issue_date, on)
    after = supposed(replace(now.problem, issue_date=issue_date), changes)
    return await asyncio.to_thread(_answer, now, after, effort)


def _answer(now: Current, after: Problem, effort: Effort) -> Supposed | Infeasible | Unfinished:
    found = repair(
        after,
        now.plan,
        mode="improve",
        seconds=effort.seconds,
        seed=effort.seed,
        deterministic=effort.deterministic,
    )
    if not isinstance(found, Repaired):
        return found
    return Supposed(compare((now.problem, now.plan), (found.problem, found.plan)), found)


def _changed(problem: Problem, change: Supposition) -> Problem:
    match change:
        case MoreUnits(resource, units):
            return replace(problem, resources=_each(problem.resources, resource, lambda r: _larger(r, units)))
        case Closing(resource, first, last):
            window = _window(first, last)
            return replace(
                problem,
                resources=_each(
                    problem.resources, resource, lambda r: replace(r, closed=(*r.closed, window))
                ),
            )
        case Absence(team, first, last):
            window = _window(first, last)
            return replace(
                problem,
                crews=_each(problem.crews, team, lambda c: replace(c, blocked=(*c.blocked, window))),
            )
        case WiderWindow(uid, first, last):
            window = _window(first, last)
            return replace(problem, events=_each(problem.events, uid, lambda e: _wider(e, window)))


def _each(rows: tuple[T, ...], known: str, change: Callable[[T], T]) -> tuple[T, ...]:
    if all(row.id != known for row in rows):
        what = "something the version's problem knows"
        raise InvalidValue("changes", known, what, rule_zh="计划问题中没有此项")
    return tuple(change(row) if row.id == known else row for row in rows)


def _larger(resource: Resource, units: int) -> Resource:
    if resource.capacity + units < 0:
        raise InvalidValue("units", units, f"{-resource.capacity} or more", rule_zh="数量不得为负")
    return replace(resource, capacity=resource.capacity + units)


def _wider(event: Event, window: Window) -> Event:
    """Return an event with one more window; one without windows may be held all year already."""
    return replace(event, windows=(*event.windows, window) if event.windows else ())


def _window(first: date, last: date) -> Window:
    if last < first:
        raise InvalidValue("last_day", last, f"{first} or later")
    return Window(first, last, SUPPOSED)

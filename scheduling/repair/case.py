"""
A changed problem beside the issued plan: what is fixed, what the change broke, what is asked anew.

Fixed are locked events, what has begun, and what lies within its notice. The last two are *pins*, locks
that say no more than that; where the change breaks a pinned place, or two fixed events clash, pins give way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from scheduling.areas import events_of
from scheduling.booked import Booked, is_history
from scheduling.compiled import Compiled, Place, Places
from scheduling.explain.conflicts import place_locked
from scheduling.outcome import Conflict
from scheduling.plan import Assignment, Plan
from scheduling.problem import PINNED, Event, Lock, Problem, Published
from scheduling.repair.interrupt import Interruption, interrupted
from scheduling.rules import Violation
from scheduling.verify import violations_of


@dataclass(frozen=True)
class Case:
    """
    What a repair starts from.

    `kept` are the issued places that break no rule among each other, `issued` all that have one on the axis.
    `broken` events must move; `loose` ones share a broken rule with them and might instead. `asked` are new
    demands. No repair does with fewer than `least` moves, unless it drops more.
    """

    view: Compiled
    issued: dict[str, Place]
    kept: dict[str, Place]
    broken: tuple[str, ...]
    loose: frozenset[str]
    asked: tuple[str, ...]
    least: int
    damage: tuple[Violation, ...]
    interrupted: tuple[Interruption, ...]

    @property
    def movable(self) -> list[str]:
        """The placed or asked events that no lock holds, and those whose lock asks for another place."""
        known = self.view.events
        free = [e for e in (*self.kept, *self.asked) if known[e].lock is None]
        return [*free, *self.broken, *(e for e in self.asked if known[e].lock is not None)]

    def under(self, problem: Problem) -> Case:
        """Return the same case with another price of what is done: only weights may differ."""
        return replace(self, view=Compiled(problem))


def case_of(problem: Problem, plan: Plan, *, again: bool, seed: int) -> Case | Conflict:
    """Return the case of an issued plan under a changed problem, or the clash of what is locked for good."""
    year = _pinned(problem, plan)
    damage = violations_of(Booked(year, plan))
    year, ended = interrupted(year, plan, again=again)
    stopped = tuple(violation for entry in ended for violation in entry.why)
    while True:
        case = _sorted_out(year, plan, tuple(dict.fromkeys((*stopped, *damage))), tuple(ended))
        touched = [e for e in (*case.broken, *case.asked) if case.view.events[e].lock is not None]
        conflict = place_locked(case.view, seed) if touched else None
        if not isinstance(conflict, Conflict):
            return case
        soft = {e for e in conflict.events if _is_pin(case.view.events[e])}
        if not soft:
            return conflict
        year = _released(case.view.problem, soft)


def _pinned(problem: Problem, plan: Plan) -> Problem:
    """Return the problem with the plan's exercises as events, its places published, and pins set."""
    events, standing = events_of(problem, plan), {a.event: a for a in plan.assignments}
    published = tuple(
        Published(a.event, a.first_day, a.choices) for a in plan.assignments if a.event in events
    )
    return replace(
        problem,
        events=tuple(_with_pin(event, standing.get(event.id), problem) for event in events.values()),
        published=published,
    )


def _with_pin(event: Event, place: Assignment | None, problem: Problem) -> Event:
    if place is None or event.lock is not None:
        return event
    announced = problem.issue_date + timedelta(days=max(event.notice_days, 1))
    if place.first_day >= announced:
        return event
    choices = place.choices if len(place.choices) == len(event.needs) else ()
    return replace(event, lock=Lock(place.first_day, choices, place.channel, PINNED))


def _is_pin(event: Event) -> bool:
    return event.lock is not None and event.lock.reason == PINNED


def _released(problem: Problem, events: Iterable[str]) -> Problem:
    """Take the pins off some events; what has begun is past and stays."""
    chosen = set(events)
    return replace(
        problem,
        events=tuple(
            replace(e, lock=None)
            if e.id in chosen and _is_pin(e) and not is_history(e, problem.issue_date)
            else e
            for e in problem.events
        ),
    )


def _sorted_out(
    year: Problem, plan: Plan, damage: tuple[Violation, ...], ended: tuple[Interruption, ...]
) -> Case:
    view = Compiled(year)
    issued = {**view.places_of(plan), **view.history}
    placed = {a.event for a in plan.assignments if a.event in view.events}
    alone = [e for e in sorted(placed) if e not in view.history and not _stands(view, e, issued.get(e))]
    kept = {e: place for e, place in issued.items() if e not in alone}
    clashing, loose, apart = _clashes(view, kept)
    broken = (*alone, *clashing)
    year = _released(year, broken)
    left_out = {entry.event for entry in plan.unscheduled}
    return Case(
        view=Compiled(year),
        issued=issued,
        kept={e: place for e, place in kept.items() if e not in clashing},
        broken=broken,
        loose=frozenset(loose - set(clashing)),
        asked=tuple(e.id for e in year.events if e.id not in placed | left_out),
        least=len(alone) + apart,
        damage=damage,
        interrupted=ended,
    )


def _stands(view: Compiled, event_id: str, place: Place | None) -> bool:
    """Return whether a place breaks no rule by itself."""
    event = view.events[event_id]
    if place is None or not view.starts[event_id] >> place.start & 1:
        return False
    if len(place.choices) != len(event.needs):
        return False
    for options, choice in zip(view.options[event_id], place.choices, strict=True):
        option = next((o for o in options if o.resource == choice), None)
        if option is None or not view.open_starts(option, event.duration_days) >> place.start & 1:
            return False
    return True


def _clashes(view: Compiled, kept: Places) -> tuple[list[str], set[str], int]:
    """
    Return events to take out until the rest breaks no rule, all that could be, and how many must be.

    What is not locked goes first, then pins; rules that only the absence of another event breaks, and
    clashes of locks, are left to the search.
    """
    places, taken, loose, apart = dict(kept), list[str](), set[str](), 0
    counted: set[str] = set()
    while True:
        found = violations_of(Booked(view.problem, view.plan_of(places)))
        sets = [[e for e in v.events if e in places] for v in found if places.keys() >= set(v.events)]
        for events in sets:
            if not taken and counted.isdisjoint(events):
                counted.update(events)
                apart += 1
        free = Counter(e for events in sets for e in events if view.events[e].lock is None)
        pins = Counter(e for events in sets for e in events if _gives_way(view, e))
        loose |= free.keys()
        candidates = free or pins
        if not candidates:
            return taken, loose, apart
        worst = min(candidates, key=lambda e: (-candidates[e], view.events[e].priority, e))
        taken.append(worst)
        del places[worst]


def _gives_way(view: Compiled, event_id: str) -> bool:
    return _is_pin(view.events[event_id]) and event_id not in view.history

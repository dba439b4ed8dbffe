"""
Can some events all take place? Asked of the smallest problem that can tell, so that it may be asked often.

Only the events in question, what they presuppose and history are built; nothing else of the year is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from enum import Enum, auto
from typing import NamedTuple, TypeVar

from ortools.sat.python import cp_model

from scheduling.axis import indexes
from scheduling.board import Board
from scheduling.booked import Booked
from scheduling.compiled import Compiled, Place
from scheduling.model import Model, build
from scheduling.problem import Problem
from scheduling.rules import RULES, Rule
from scheduling.search.construct import fill, orders
from scheduling.solver import STATUSES, Effort, Status, new_solver
from scheduling.verify import violations_of

T = TypeVar("T")
Change = Callable[[Problem], Problem]


def _unchanged(problem: Problem) -> Problem:
    return problem


class Verdict(Enum):
    """Whether events can all take place; `OPEN` when the effort did not suffice to tell."""

    POSSIBLE = auto()
    CLASH = auto()
    OPEN = auto()


class Answer(NamedTuple):
    """A verdict, the places that show it possible, and of a clash the demands that suffice for it."""

    verdict: Verdict
    places: dict[str, Place]
    core: tuple[str, ...] = ()


class Question:
    """Asks about events of one problem; `change` may relax the part of it that is built."""

    def __init__(self, view: Compiled, seed: int, seconds: float) -> None:
        self.view = view
        self._effort = Effort(seconds, deterministic=True, seed=seed)

    def presupposed(self, events: Sequence[str]) -> list[str]:
        """Return what must be held before some events, history left out: predecessors of predecessors too."""
        known, waiting = dict.fromkeys(events), list(events)
        while waiting:
            earlier = [link.event for link in self.view.before[waiting.pop()]]
            more = [e for e in dict.fromkeys(earlier) if e not in known and e not in self.view.history]
            known.update(dict.fromkeys(more))
            waiting += more
        return list(known)[len(set(events)) :]

    def ask(
        self,
        demanded: Sequence[str],
        needed: Sequence[str] = (),
        rules: Sequence[Rule] = RULES,
        *,
        change: Change = _unchanged,
    ) -> Answer:
        """
        Tell whether exactly these events can all be held beside history, under some of the rules.

        A lock counts only while its event is demanded: what is merely needed for another may be anywhere.
        """
        part = self._part(demanded, needed, change)
        quick = first_fit(part, [*demanded, *needed], earliest)
        if quick is not None:
            return Answer(Verdict.POSSIBLE, quick)
        draft = _draft(part, rules)
        for event_id in (*demanded, *needed):
            draft.require(event_id)
        solver = new_solver(self._effort)
        status = STATUSES[solver.solve(draft.model)]
        return _answer(status, draft, solver)

    def core(self, demanded: Sequence[str]) -> Answer:
        """Tell whether the demanded events and what they presuppose can be held, else which cannot."""
        part = self._part(demanded, self.presupposed(demanded), _unchanged)
        quick = filled(part, part.free_events(), self._effort.seed)
        if quick is not None:
            return Answer(Verdict.POSSIBLE, quick)
        draft = _draft(part, RULES)
        draft.model.add_assumptions([draft.present(event_id) for event_id in demanded])
        solver = new_solver(self._effort)
        solver.parameters.cp_model_presolve = False
        status = STATUSES[solver.solve(draft.model)]
        if status != Status.INFEASIBLE:
            return _answer(status, draft, solver)
        named = set(solver.sufficient_assumptions_for_infeasibility())
        core = tuple(e for e in demanded if draft.present(e).index in named)
        return Answer(Verdict.CLASH, {}, core or tuple(demanded))

    def _possible_hosts(self, events: Collection[str]) -> list[str]:
        """Return the exercises that could let a host of last time host again: they may take place too."""
        areas = {
            area.id
            for event_id in events
            if (area := self.view.area_of.get(event_id)) and self._hosts_again(event_id)
        }
        return [e for area_id in areas for e in self.view.exercises_of_area[area_id]]

    def _hosts_again(self, event_id: str) -> bool:
        exercise = self.view.events[event_id].exercise
        return exercise is not None and exercise.host in self.view.area_of[event_id].last_hosts

    def _part(self, demanded: Sequence[str], needed: Sequence[str], change: Change) -> Compiled:
        """Return the problem cut down to some events and history, without what links them to others."""
        kept = dict.fromkeys((*demanded, *needed))
        kept.update(dict.fromkeys(self._possible_hosts(kept)))
        view, inside, locked = self.view, {*kept, *self.view.history}, {*demanded, *self.view.history}
        problem = view.problem
        series = (replace(s, events=tuple(e for e in s.events if e in inside)) for s in problem.series)
        part = replace(
            problem,
            events=tuple(
                event if event.id in locked else replace(event, lock=None)
                for event in problem.events
                if event.id in inside
            ),
            series=tuple(s for s in series if s.events),
            precedence=tuple(k for k in problem.precedence if {k.before, k.after} <= inside),
            published=(),
        )
        given = {event.id for event in problem.events}
        return Compiled(change(part), [view.events[e] for e in kept if e not in given])


def irreducible(elements: Sequence[T], clashes: Callable[[list[T]], bool]) -> list[T]:
    """
    Return a subset that still clashes, while without any one of its elements it does not.

    `clashes` must be monotone, and true of all `elements`. Large pieces are tried first: a small core among
    many is found in about as many questions as its size times the logarithm of their number.
    """
    kept, size = list(elements), max(1, len(elements) // 2)
    while True:
        position = 0
        while position < len(kept):
            fewer = kept[:position] + kept[position + size :]
            if clashes(fewer):
                kept = fewer
            else:
                position += size
        if size == 1:
            return kept
        size = max(1, size // 2)


def first_fit(
    view: Compiled, events: Sequence[str], pick: Callable[[Board, str], Place | None]
) -> dict[str, Place] | None:
    """
    Return places for some events and history found without a solver: locked first, then in their order.

    None if one of them finds no room that way, which proves nothing.
    """
    places = put_in_order(view, events, pick)
    if places is None or violations_of(Booked(view.problem, view.plan_of(places))):
        return None
    return places


def filled(view: Compiled, demanded: Sequence[str], seed: int) -> dict[str, Place] | None:
    """Return places for all demanded events found as a first plan is, by several orders, or None."""
    locked = [e for e in view.free_events() if view.events[e].lock is not None]
    fixed = put_in_order(view, locked, earliest)
    for order in orders(view, seed) if fixed is not None else ():
        places = fill(view, fixed or {}, order)
        held = all(e in places for e in demanded)
        if held and not violations_of(Booked(view.problem, view.plan_of(places))):
            return places
    return None


def put_in_order(
    view: Compiled, events: Sequence[str], pick: Callable[[Board, str], Place | None]
) -> dict[str, Place] | None:
    """Return places for some events and history as the board allows them one by one; it is not the judge."""
    board = Board(view, view.history)
    locked = [e for e in events if view.events[e].lock is not None]
    free = [e for e in events if view.events[e].lock is None]
    for event_id in (*locked, *_in_order(view, free)):
        place = pick(board, event_id)
        if place is None:
            return None
        board.put(event_id, place)
    return dict(board.places)


def earliest(board: Board, event_id: str) -> Place | None:
    """Return the first place a board has for an event, or None."""
    for start in indexes(board.open_starts(event_id)):
        place = board.choose(event_id, start)
        if place is not None:
            return place
    return None


def _in_order(view: Compiled, events: Sequence[str]) -> list[str]:
    """Return events with predecessors first."""
    ordered: dict[str, None] = {}
    waiting = dict.fromkeys(events)
    while waiting:
        ready = [e for e in waiting if not any(link.event in waiting for link in view.before[e])]
        ordered.update(dict.fromkeys(ready or waiting))
        waiting = {e: None for e in waiting if e not in ordered}
    return list(ordered)


def _draft(part: Compiled, rules: Sequence[Rule]) -> Model:
    pruned = len(rules) == len(RULES)
    return build(
        part,
        part.free_events(),
        part.history,
        rules=rules,
        objective=False,
        starts=None if pruned else lambda event_id: _starts(part, event_id, rules),
    )


def _answer(status: Status, draft: Model, solver: cp_model.CpSolver) -> Answer:
    if status == Status.INFEASIBLE:
        return Answer(Verdict.CLASH, {})
    if status == Status.UNKNOWN:
        return Answer(Verdict.OPEN, {})
    return Answer(Verdict.POSSIBLE, draft.read(lambda literal: bool(solver.boolean_value(literal))))


def _starts(view: Compiled, event_id: str, rules: Sequence[Rule]) -> int:
    event = view.events[event_id]
    possible = view.axis.inside(event.duration_days)
    for rule in rules:
        possible &= ~rule.forbids(view, event)
    return possible

"""Moving one event by hand: what a move would break, the plan after it, and better days to offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from scheduling.areas import events_of
from scheduling.axis import Axis, indexes
from scheduling.board import Board
from scheduling.booked import Booked
from scheduling.compiled import Compiled
from scheduling.construct import cheapest, estimate
from scheduling.nearby import nearby
from scheduling.objective import measure
from scheduling.plan import Assignment, Plan
from scheduling.problem import Event, Problem
from scheduling.rules import Violation
from scheduling.terms.unscheduled import unscheduled_of
from scheduling.verify import violations_of


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place where an event breaks no rule, and what the plan's total cost changes by if it goes there."""

    assignment: Assignment
    cost_change: int


def check_move(
    problem: Problem, plan: Plan, event: str, first_day: date, choices: Sequence[str] | None = None
) -> tuple[Violation, ...]:
    """
    Return the rules a move would break; none means that it may be made.

    Violations the plan has already, and which the move leaves as they are, are not repeated. Without
    `choices` the event keeps its resources, or takes the nearest ones that have room if it had none.
    A day on which the event cannot begin at all comes back as a violation, never as an exception.
    """
    after_move = _moved(problem, plan, event, first_day, choices)
    part, with_move = nearby(problem, after_move, event)
    kept = {e.id for e in part.events} | {a.event for a in with_move.assignments}
    without = replace(plan, assignments=tuple(a for a in plan.assignments if a.event in kept))
    before = set(violations_of(Booked(part, without)))
    after = violations_of(Booked(part, with_move))
    return tuple(violation for violation in after if violation not in before)


def moved(
    problem: Problem, plan: Plan, event: str, first_day: date, choices: Sequence[str] | None = None
) -> Plan:
    """
    Return the plan with one event moved (or added) and its cost recomputed; rules are not checked.

    Raises `KeyError` for an event that neither the problem nor the plan knows.
    """
    return _measured(problem, _moved(problem, plan, event, first_day, choices))


def suggest(problem: Problem, plan: Plan, event: str, limit: int = 5) -> tuple[Suggestion, ...]:
    """Return up to `limit` places where an event breaks no rule beside all others, the cheapest first."""
    view = Compiled(problem, _exercises(problem, plan))
    board = Board(view, {e: place for e, place in view.places_of(plan).items() if e != event})
    ranked = sorted((estimate(board, event, start), start) for start in indexes(board.open_starts(event)))
    total = measure(Booked(problem, plan)).total(problem.weights)
    found: list[Suggestion] = []
    for _, start in ranked[: 2 * limit]:
        place = board.choose(event, start)
        if place is not None:
            tried = view.plan_of({**board.places, event: place})
            change = measure(Booked(problem, tried)).total(problem.weights) - total
            assignment = next(a for a in tried.assignments if a.event == event)
            found.append(Suggestion(assignment, change))
    return tuple(sorted(found, key=lambda s: (s.cost_change, s.assignment.first_day))[:limit])


def _exercises(problem: Problem, plan: Plan) -> list[Event]:
    known = {event.id for event in problem.events}
    return [event for event_id, event in events_of(problem, plan).items() if event_id not in known]


def _measured(problem: Problem, plan: Plan) -> Plan:
    booked = Booked(problem, plan)
    reasons = {entry.event: entry.reasons for entry in plan.unscheduled}
    left_out = tuple(replace(u, reasons=reasons.get(u.event, ())) for u in unscheduled_of(booked))
    return Plan(plan.assignments, left_out, measure(booked))


def _moved(
    problem: Problem, plan: Plan, event_id: str, first_day: date, choices: Sequence[str] | None
) -> Plan:
    event = events_of(problem, plan)[event_id]
    old = next((a for a in plan.assignments if a.event == event_id), None)
    start = Axis(problem.days).index(first_day)
    last = first_day
    if start is not None:
        last = problem.days[min(len(problem.days), start + event.duration_days) - 1]
    if choices is None:
        choices = old.choices if old else _nearest(problem, plan, event, start)
    channel = old.channel if old else (0 if event.exercise else None)
    new = Assignment(event_id, first_day, last, tuple(choices), channel, event.exercise)
    others = [a for a in plan.assignments if a.event != event_id]
    ordered = sorted([*others, new], key=lambda a: (a.first_day, a.event))
    return Plan(tuple(ordered), plan.unscheduled, plan.cost)


def _nearest(problem: Problem, plan: Plan, event: Event, start: int | None) -> tuple[str, ...]:
    part, beside = nearby(problem, plan, event.id)
    view = Compiled(part, _exercises(part, beside))
    board = Board(view, {e: place for e, place in view.places_of(beside).items() if e != event.id})
    place = None if start is None else board.choose(event.id, start)
    place = place or cheapest(board, event.id)
    return place.choices if place else tuple(need.options[0].resource for need in event.needs)

"""Moving one event by hand: what a move would break, the plan after it, and better days to offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from scheduling.areas import events_of
from scheduling.axis import Axis, indexes
from scheduling.board import Board
from scheduling.booked import Booked
from scheduling.compare.changes import ComponentChange, LapseChange, component_changes, lapse_changes
from scheduling.compiled import Compiled, Place
from scheduling.cost import Cost
from scheduling.moves.effects import Effects
from scheduling.nearby import nearby
from scheduling.objective import measure
from scheduling.plan import Assignment, Plan
from scheduling.problem import Event, Problem
from scheduling.rules import Violation
from scheduling.search.construct import cheapest
from scheduling.terms.unscheduled import unscheduled_of
from scheduling.verify import violations_of
from scheduling.words import Words

APART_DAYS = 7
"""Calendar days between two places offered, as long as there are enough of them."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """
    A place where an event breaks no rule, and what gets better and worse if it goes there.

    `cost_change` is that of the plan's total, in cost units; `components` holds what changes, each in its
    own unit, without those the problem gives no weight; `lapses` the events before which a crew is out of
    date for longer or shorter than now.
    """

    assignment: Assignment
    cost_change: int
    components: tuple[ComponentChange, ...] = ()
    lapses: tuple[LapseChange, ...] = ()

    @property
    def better(self) -> tuple[ComponentChange, ...]:
        """The components that fall."""
        return tuple(component for component in self.components if component.change < 0)

    @property
    def worse(self) -> tuple[ComponentChange, ...]:
        """The components that rise."""
        return tuple(component for component in self.components if component.change > 0)

    @property
    def sentences(self) -> tuple[Words, ...]:
        """What changes in words: components first, then lapses."""
        components = tuple(change.sentence for change in self.components)
        return components + tuple(change.sentence for change in self.lapses)


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
    """
    Return up to `limit` other places where an event breaks no rule beside all others, the best first.

    They are spread over the year, at least a week apart unless there are not enough. Best is the lowest
    cost, or what the problem's `order` asks for. Nothing is offered for an event that is locked.

    Raises `KeyError` for an event that neither the problem nor the plan knows.
    """
    view = Compiled(problem, _exercises(problem, plan))
    standing = view.places_of(plan)
    old = standing.pop(event, None)
    board = Board(view, standing)
    effects = Effects(board, event)
    now, whole, none = effects.cost(old), measure(Booked(problem, plan)), Cost()
    ranked: list[tuple[tuple[int, ...], Place]] = []
    for start in indexes(board.open_starts(event)):
        place = board.choose(event, start)
        if place is not None and place != old:
            change = none.plus(effects.cost(place), now)
            ordered = (getattr(change, name) for name in problem.order)
            ranked.append(((*ordered, change.total(problem.weights), start), place))
    found: list[Suggestion] = []
    for place in _spread([place for _, place in sorted(ranked)], problem.days, limit):
        after = whole.plus(effects.cost(place), now)
        tried = view.plan_of({event: place})
        changed = tuple(c for c in component_changes(whole, after) if c.change and _counts(problem, c.name))
        lapses = lapse_changes(effects.spells(old), effects.spells(place), view.events)
        cost_change = after.total(problem.weights) - whole.total(problem.weights)
        found.append(Suggestion(tried.assignments[0], cost_change, changed, lapses))
    return tuple(found)


def _counts(problem: Problem, component: str) -> bool:
    return component in problem.order or bool(getattr(problem.weights, component))


def _spread(ranked: list[Place], days: Sequence[date], limit: int) -> list[Place]:
    """Return the first places that are a week apart, filled up in the order of rank."""
    chosen: list[int] = []
    for i, place in enumerate(ranked):
        day = days[place.start]
        if len(chosen) < limit and all(
            abs((day - days[ranked[other].start]).days) >= APART_DAYS for other in chosen
        ):
            chosen.append(i)
    rest = [i for i in range(len(ranked)) if i not in chosen]
    return [ranked[i] for i in sorted([*chosen, *rest[: max(0, limit - len(chosen))]])]


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

"""What single change would free an event: candidates from its reasons, each proven by a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scheduling.areas import events_of, exercise_event
from scheduling.booked import Booked, name_of
from scheduling.budget import Budget
from scheduling.compiled import Compiled, Place
from scheduling.cost import Cost
from scheduling.errors import PlanRejected
from scheduling.explain.candidates import candidates
from scheduling.explain.change_words import AnyChange, change_words
from scheduling.explain.changes import matter_of
from scheduling.explain.reasons import Reasons, whole_view
from scheduling.explain.savings import costs_sentence, difference_of
from scheduling.model import build
from scheduling.objective import measure
from scheduling.plan import Plan
from scheduling.problem import Event, Problem, Published
from scheduling.solver import Effort, new_solver, run
from scheduling.terms.unscheduled import unscheduled_of
from scheduling.verify import violations_of

SOLVE_SECONDS = 1.0
RIVALS = 12
STARTS = 8
# A move is worth it where it saves this part of a priority point: ten lapse-days with the default weights.
STAYING = 10

OnTried = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Remedy:
    """
    One change that lets an event take place, and the plan that proves it.

    `cost_change` is what the plan's total changes by, in cost units, and `costs` the same by component, each
    in its own unit: negative is saved. Both compare the new plan in the changed year with the old plan in
    the old one. `moved_events` stand elsewhere than before; none is left out. `plan` breaks no rule of
    `change.apply(problem)`. The sentences (zh, en) tell the change, the day, what moves and what it costs.
    """

    change: AnyChange
    sentences: tuple[tuple[str, str], ...]
    cost_change: int
    costs: Cost
    first_day: date
    moved_events: tuple[str, ...]
    plan: Plan


def remedies(
    problem: Problem,
    plan: Plan,
    event_id: str,
    *,
    seconds: float = 10,
    seed: int = 0,
    limit: int = 5,
    deterministic: bool = False,
    on_tried: OnTried = lambda _tried, _all: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> tuple[Remedy, ...]:
    """
    Return single changes after which an event left out takes place, smallest first, then cheapest.

    Each was tried: in the changed year the solver places the event, with what it builds on, among some of its
    rivals, which may move but not be dropped; the rest of the plan stays. A change not listed may still
    help: one that needs more moves, or one the time did not suffice for. Empty for a placed event.

    Parameters
    ----------
    problem
        The year.
    plan
        Must break no rule of `problem`.
    event_id
        An event, or a missing pair of regions as the plan lists it, ``area/one+other``.
    seconds
        Of the clock, or with `deterministic` of the solver's work; what is begun is ended.
    seed
        Chance of the solver.
    limit
        How many remedies to return at most.
    deterministic
        Count the solver's work instead of the clock: the same input then gives the same remedies.
    on_tried
        Told after each candidate how many were tried, and how many there are.
    should_stop
        Asked before each candidate; once true, what was found comes back.

    Raises
    ------
    KeyError
        Neither the problem nor the plan knows the event.
    PlanRejected
        A plan found broke a rule: a bug of this package, or `plan` broke one itself.
    """
    budget = Budget(seconds, deterministic=deterministic, should_stop=should_stop)
    view = whole_view(problem, plan, designing=event_id not in events_of(problem, plan))
    reasons = Reasons(view, plan)
    wanted = reasons.named(event_id)
    if wanted is None or wanted in reasons.board.places:
        return ()
    targets = _with_missing(reasons, wanted)
    trial = _Trial(view, plan, targets, seed)
    tried = candidates(reasons, targets[-1])
    found: list[Remedy] = []
    for number, (change, _) in enumerate(tried):
        if budget.is_over:
            break
        remedy, work = trial.of(change)
        budget.spend(work)
        found += [remedy] if remedy else []
        on_tried(number + 1, len(tried))
    found.sort(key=lambda r: (r.change.size, r.cost_change))
    distinct: dict[tuple[object, ...], Remedy] = {}
    for remedy in found:
        distinct.setdefault(matter_of(remedy.change), remedy)
    return tuple(distinct.values())[:limit]


def _redesigned(problem: Problem, designed: Iterable[Event]) -> list[Event]:
    """Return designed exercises as their areas now want them."""
    areas = {area.id: area for area in problem.areas}
    return [
        exercise_event(areas[event.exercise.area], event.exercise, event.id)
        for event in designed
        if event.exercise is not None
    ]


def _steady(problem: Problem, plan: Plan) -> Problem:
    """Return the problem with a price on leaving the plan, so that nothing moves that need not."""
    weights = problem.weights
    price = max(weights.moves, weights.unscheduled_points // STAYING, 1)
    known = {event.id for event in problem.events}
    stays = (Published(a.event, a.first_day, a.choices) for a in plan.assignments if a.event in known)
    return replace(problem, published=tuple(stays), weights=replace(weights, moves=price))


def _with_missing(reasons: Reasons, event_id: str) -> list[str]:
    """Return an event and all that it builds on and that is not placed; the first of these comes last."""
    found = [event_id]
    for known in found:
        earlier = [link.event for link in reasons.view.before[known]]
        found += [e for e in earlier if e not in found and e not in reasons.board.places]
    return found


class _Trial:
    """Tries changes of one problem for the same events."""

    def __init__(self, view: Compiled, plan: Plan, targets: Sequence[str], seed: int) -> None:
        self._view, self._plan, self._targets = view, plan, targets
        self._effort = Effort(SOLVE_SECONDS, deterministic=True, seed=seed)
        self._cost = measure(Booked(view.problem, plan))
        stated = {event.id for event in view.problem.events}
        self._designed = [event for event in view.events.values() if event.id not in stated]

    def of(self, change: AnyChange) -> tuple[Remedy | None, float]:
        """Return the remedy, if the change is one, and the work it took in deterministic seconds."""
        problem = change.apply(self._view.problem)
        designed = _redesigned(problem, self._designed)
        view = Compiled(problem, designed)
        places, rivals = view.places_of(self._plan), self._rivals(view)
        if not all(view.starts[target] for target in self._targets):
            return None, 0.0
        free = [*self._targets, *rivals]
        rest = {e: place for e, place in places.items() if e not in free}
        steady = Compiled(_steady(problem, self._plan), designed)
        answer = run(new_solver(self._effort), build(steady, free, rest, must=free), places)
        if not answer.found:
            return None, answer.work
        return self._remedy(change, view, places, {**rest, **answer.places}), answer.work

    def _rivals(self, view: Compiled) -> list[str]:
        """Return the placed events that are in the way where least is in the way."""
        reasons = Reasons(view, self._plan)
        rivals: dict[str, None] = {}
        for target in self._targets:
            for event_id in reasons.rivals(target, STARTS):
                if len(rivals) < RIVALS and view.events[event_id].lock is None:
                    rivals[event_id] = None
        return [e for e in rivals if e not in view.history]

    def _remedy(
        self, change: AnyChange, view: Compiled, before: dict[str, Place], after: dict[str, Place]
    ) -> Remedy:
        booked = Booked(view.problem, view.plan_of(after))
        broken = violations_of(booked)
        if broken:
            raise PlanRejected(broken)
        cost = measure(booked)
        plan = Plan(booked.plan.assignments, unscheduled_of(booked), cost)
        moved = tuple(e for e in before if after[e].start != before[e].start)
        weights = view.problem.weights
        total = cost.total(weights) - self._cost.total(weights)
        first_day = view.problem.days[after[self._targets[0]].start]
        costs = difference_of(cost, self._cost)
        words = change_words(self._view, change)
        sentences = (
            (words.zh, words.en),
            *self._told(view, moved, after),
            costs_sentence(costs, weights),
        )
        return Remedy(change, sentences, total, costs, first_day, moved, plan)

    def _told(
        self, view: Compiled, moved: Sequence[str], after: dict[str, Place]
    ) -> Iterable[tuple[str, str]]:
        for verbs, events in ((("安排在", "takes place on"), self._targets), (("移至", "moves to"), moved)):
            for event_id in events:
                name, day = name_of(view.events[event_id]), view.problem.days[after[event_id].start]
                yield (f"{name.zh} {verbs[0]} {day}", f"{name.en} {verbs[1]} {day}")

"""
The repair with the fewest moves: free what is broken, solve exactly, free more only while it may help.

Everything outside the free set stands where it was issued. Within the set, first as much as possible stays
placed, then as little as possible moves, then the cost is least. The set triples until a repair moves no
more than it must, or everything is free: then the fewest moves are proven.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ortools.sat.python.cp_model import IntVar

from scheduling.axis import span, touching
from scheduling.board import Board
from scheduling.booked import Booked
from scheduling.budget import Budget
from scheduling.compiled import Compiled, Place, Places
from scheduling.construct import cheapest
from scheduling.cost import Weights
from scheduling.model import Draft, build
from scheduling.objective import measure
from scheduling.outcome import Progress
from scheduling.plan import Plan
from scheduling.repair.case import Case
from scheduling.solver import Answer, Bench, Effort, Status
from scheduling.terms.unscheduled import unscheduled_of
from scheduling.verify import violations_of

LEAST_GROWTH = 12
# Free events beyond which the least cost is not looked for again when moves stay as they are: it was not
# found in the city, and building the model alone takes seconds.
SMALL = 60
STEP_SECONDS = 8.0
COST_SECONDS = 3.0

OnProgress = Callable[[Progress, Plan | None], None]


@dataclass(frozen=True, slots=True)
class Found:
    """A sound repair and its rank: points left out, moves, total cost."""

    plan: Plan
    places: dict[str, Place]
    rank: tuple[int, int, int]
    seconds: float


class Fewest:
    """Searches one case; `best` is the best repair so far, `proven` whether none moves less."""

    def __init__(self, case: Case, budget: Budget, seed: int, on_progress: OnProgress | None) -> None:
        self.best: Found | None = None
        self.first_seconds: float | None = None
        self.proven = False
        self._case, self._budget, self._seed, self._on_progress = case, budget, seed, on_progress
        self._view = case.view
        weights = Weights(*(0 for _ in range(7)))
        weights = replace(weights, unscheduled_points=len(case.issued) + 1, moves=1)
        self._counting = Compiled(replace(self._view.problem, weights=weights))
        self._movable = list(dict.fromkeys(case.movable))
        self._must = [e for e in self._movable if self._view.events[e].lock is not None]

    def run(self) -> None:
        """Search until the fewest moves are proven or the budget is over."""
        first = {*self._case.broken, *self._case.loose, *self._case.asked}
        free = [e for e in self._movable if e in first]
        self._greedy()
        with Bench(self._budget, 1, lambda: None) as bench:
            while not self._budget.is_over:
                known = self.best
                status = self._count(bench, free)
                if self.best is not known or len(free) <= SMALL:
                    self._cheapen(bench, free)
                everything = len(free) == len(self._movable)
                self.proven = self._is_least or (everything and status == Status.OPTIMAL)
                if self.proven or everything:
                    return
                free = self._grown(free, rigid=status == Status.INFEASIBLE)

    @property
    def _is_complete(self) -> bool:
        """Whether all that stood or is asked has a place."""
        return self.best is not None and all(e in self.best.places for e in self._movable)

    @property
    def _is_least(self) -> bool:
        return self.best is not None and self._is_complete and self.best.rank[1] <= self._case.least

    def _offer(self, places: Places, stage: str) -> None:
        """Keep places if they rank better and break no rule."""
        view = self._view
        booked = Booked(view.problem, view.plan_of(places))
        cost = measure(booked)
        rank = (cost.unscheduled_points, cost.moves, cost.total(view.problem.weights))
        if (self.best is not None and rank >= self.best.rank) or violations_of(booked):
            return
        plan = Plan(booked.plan.assignments, unscheduled_of(booked), cost)
        self.best = Found(plan, dict(places), rank, self._budget.elapsed)
        if self.first_seconds is None:
            self.first_seconds = self._budget.elapsed
        if self._on_progress is not None:
            left_out = len(plan.unscheduled)
            self._on_progress(Progress(stage, rank[2], None, self._budget.elapsed, left_out), plan)

    def _greedy(self) -> None:
        """Place what is broken, and what builds on it, one by one: a first answer in an instant."""
        case, view = self._case, self._view
        loose = list(dict.fromkeys((*case.broken, *case.asked)))
        for event_id in loose:
            later = [link.event for link in view.after[event_id]]
            loose += [e for e in later if e in case.kept and e not in loose and not view.events[e].lock]
        board = Board(view, {e: place for e, place in case.kept.items() if e not in loose})
        for event_id in self._in_order(loose):
            place = case.kept.get(event_id)
            if place is None or not board.open_starts(event_id) >> place.start & 1:
                place = cheapest(board, event_id)
            elif not _has_room(board, event_id, place):
                place = board.choose(event_id, place.start)
            if place is not None:
                board.put(event_id, place)
        self._offer(dict(board.places), "greedy")

    def _in_order(self, events: list[str]) -> list[str]:
        """Return events with those they build on first, otherwise as they were issued."""
        end = len(self._view.problem.days)
        issued = self._case.issued
        waiting = sorted(events, key=lambda e: (issued[e].start if e in issued else end, e))
        ordered: list[str] = []
        while waiting:
            ready = [
                e for e in waiting if not any(link.event in waiting for link in self._view.before[e])
            ] or waiting[:1]
            ordered += ready
            waiting = [e for e in waiting if e not in ready]
        return ordered

    def _count(self, bench: Bench, free: list[str]) -> Status:
        """
        Look for fewer points and moves with a set of events free; return how that ended.

        Optimal proves that this set allows no better than is known; infeasible that it is too small.
        """
        rest, complete = self._rest(free), self._is_complete
        known = self.best.rank[1] if self.best and complete else None

        def draft() -> Draft:
            must = free if complete else [e for e in self._must if e in free]
            written = build(self._counting, free, rest, must=must)
            moves = [1 - stays(written, e) for e in free if e in self._view.published]
            written.model.add(sum(moves) >= min(self._case.least, len(moves)))
            if known is not None:
                written.model.add(sum(moves) < known)
            return written

        answer = self._ask(bench, draft, self.best.places if self.best else rest, STEP_SECONDS)
        if answer.found:
            self._offer({**rest, **answer.places}, "moves")
        return Status.OPTIMAL if complete and answer.status == Status.INFEASIBLE else answer.status

    def _cheapen(self, bench: Bench, free: list[str]) -> None:
        """Look for the least cost at the known points and moves, if these move free events only."""
        rest, best = self._rest(free), self.best
        if (
            best is None
            or self._budget.is_over
            or any(best.places.get(e) != place for e, place in rest.items())
        ):
            return

        def draft() -> Draft:
            written = build(self._view, free, rest, must=[e for e in self._must if e in free])
            limit_moves(written, free, best.places)
            return written

        answer = self._ask(bench, draft, best.places, COST_SECONDS)
        if answer.found:
            self._offer({**rest, **answer.places}, "cost")

    def _rest(self, free: list[str]) -> dict[str, Place]:
        chosen = set(free)
        return {e: place for e, place in self._case.kept.items() if e not in chosen}

    def _ask(self, bench: Bench, draft: Callable[[], Draft], hint: Places, seconds: float) -> Answer:
        effort = Effort(min(seconds, max(0.2, self._budget.left)), self._budget.deterministic, self._seed)
        return bench.solve(draft, hint, effort)

    def _grown(self, free: list[str], *, rigid: bool) -> list[str]:
        """Return the free set with as many more events as it has, the most related first."""
        placed = self.best.places if self.best and not rigid else {}
        stuck = [e for e in free if e not in placed] or free
        known = set(free)
        ranked = sorted(
            (_relation(self._view, stuck, e, self._case.issued), e) for e in self._movable if e not in known
        )
        return [*free, *(e for _, e in ranked[: max(LEAST_GROWTH, 2 * len(free))])]


def _relation(view: Compiled, stuck: Iterable[str], other: str, issued: Places) -> int:
    """Return how nearly an event stands in the way of stuck ones: 0 the nearest, 4 not at all."""
    nearest, rival = 4, view.events[other]
    place = issued.get(other)
    days = span(place.start, rival.duration_days) if place else view.axis.everything
    resources = set(place.choices) if place else set()
    for event_id in stuck:
        event = view.events[event_id]
        if any(link.event == other for link in (*view.before[event_id], *view.after[event_id])):
            return 0
        reach = touching(days, event.duration_days) & view.starts[event_id]
        offered = {option.resource for options in view.options[event_id] for option in options}
        if not set(event.crews).isdisjoint(rival.crews):
            nearest = min(nearest, 1 if reach else 3)
        elif reach and (not offered.isdisjoint(resources) or event.exercise or rival.exercise):
            nearest = min(nearest, 2)
        elif reach and view.group_sizes[event_id].keys() & view.group_sizes[other].keys():
            nearest = min(nearest, 3)
    return nearest


def _has_room(board: Board, event_id: str, place: Place) -> bool:
    return all(
        any(r == choice and starts >> place.start & 1 for r, _, _, starts in board.option_starts(event_id, i))
        for i, choice in enumerate(place.choices)
    )


def limit_moves(draft: Draft, free: Iterable[str], places: Places) -> None:
    """Post that free events leave out no more points, and leave no more issued places, than in `places`."""
    view, absent, points, kept, moves = draft.view, [], 0, [], 0
    priorities: list[int] = []
    for event_id in free:
        place, event = places.get(event_id), view.events[event_id]
        if event_id in view.area_of and place is not None:
            draft.require(event_id)
        absent.append(draft.present(event_id).Not())
        priorities.append(event.priority)
        points += event.priority if place is None else 0
        issued = view.published.get(event_id)
        if issued is not None:
            kept.append(stays(draft, event_id))
            start = view.axis.index(issued.first_day)
            moves += place is None or place.start != start or place.choices != issued.choices
    draft.model.add(sum(p * literal for p, literal in zip(priorities, absent, strict=True)) <= points)
    draft.model.add(len(kept) - sum(kept) <= moves)


def stays(draft: Draft, event_id: str) -> IntVar:
    """Return a literal that can only hold where a free event stands as issued."""
    issued = draft.view.published[event_id]
    start = draft.view.axis.index(issued.first_day)
    needs = draft.needs(event_id)
    found = [dict(draft.starts(event_id)).get(-1 if start is None else start)]
    if len(needs) == len(issued.choices):
        found += [n.get((c, start or 0)) for n, c in zip(needs, issued.choices, strict=True)]
    stayed = draft.model.new_bool_var("")
    for literal in found:
        if literal is None:
            draft.model.add(stayed == 0)
        else:
            draft.model.add_implication(stayed, literal)
    return stayed

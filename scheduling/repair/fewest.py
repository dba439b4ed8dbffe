"""
The repair with the fewest moves: free what is broken, solve exactly, free more only while it may help.

Everything outside the free set stands where it was issued. Within the set, first as much as possible stays
placed, then as little as possible moves, then the cost is least. The set triples until a repair moves no
more than it must, or everything is free: then the fewest moves are proven.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ortools.sat.python.cp_model import IntVar

from scheduling.booked import Booked
from scheduling.budget import Budget
from scheduling.compiled import Compiled, Place, Places
from scheduling.cost import Weights
from scheduling.model import Model, build
from scheduling.objective import measure
from scheduling.outcome import Progress
from scheduling.plan import Plan
from scheduling.repair.case import Case
from scheduling.repair.first import first_repair, relation
from scheduling.solver import Answer, Bench, Effort, Status
from scheduling.terms.unscheduled import unscheduled_of
from scheduling.verify import violations_of

LEAST_GROWTH = 12
# Free events beyond which the least cost is not looked for again when moves stay as they are: it was not
# found in the city, and building the model alone takes seconds.
SMALL = 60
STEP_SECONDS = 8.0
SAMPLE, SAMPLE_SECONDS, TRIES = 40, 2.0, 10
COST_SECONDS = 3.0

OnProgress = Callable[[Progress, Plan | None], None]


@dataclass(frozen=True, slots=True)
class Found:
    """A sound repair and its rank: moves beyond the most wanted, points left out, moves, total cost."""

    plan: Plan
    places: dict[str, Place]
    rank: tuple[int, int, int, int]
    seconds: float


class Fewest:
    """Searches one case; `best` is the best repair so far, `proven` whether none moves less."""

    def __init__(
        self, case: Case, budget: Budget, seed: int, most: float | None, on_progress: OnProgress | None
    ) -> None:
        self.best: Found | None = None
        self.first_seconds = 0.0
        self.proven = False
        self._case, self._budget, self._seed, self._on_progress = case, budget, seed, on_progress
        self._view = case.view
        self._most = len(case.issued) if most is None else max(case.least, int(most * len(case.broken)))
        weights = Weights(*(0 for _ in range(7)))
        weights = replace(weights, unscheduled_points=len(case.issued) + 1, moves=1)
        self._counting = Compiled(replace(self._view.problem, weights=weights))
        self._movable = list(dict.fromkeys(case.movable))
        self._must = [e for e in self._movable if self._view.events[e].lock is not None]

    def run(self) -> None:
        """Search until the fewest moves are proven or the budget is over."""
        case = self._case
        self._offer(first_repair(case), "first")
        first = {*case.broken, *case.loose, *case.asked}
        if self.best is not None:
            first |= {e for e in self._movable if self.best.places.get(e) != case.issued.get(e)}
        free = [e for e in self._movable if e in first]
        with Bench(self._budget, 1, lambda: None) as bench:
            while not self._budget.is_over:
                known = self.best
                status = self._count(bench, free, STEP_SECONDS)
                if self.best is not known or len(free) <= SMALL:
                    self._cheapen(bench, free)
                everything = len(free) == len(self._movable)
                if self.best is None and everything and self._most < len(case.issued):
                    self._most = len(case.issued)  # so few moves are not enough for any plan
                    continue
                self.proven = self._is_least or (everything and status == Status.OPTIMAL)
                if self.proven or everything:
                    return
                bigger = self._grown(free, rigid=status == Status.INFEASIBLE)
                if len(free) <= SMALL < len(bigger):
                    self._sample(bench)
                free = bigger

    def _sample(self, bench: Bench) -> None:
        """
        Free what is moved or lost with some of what is related to it, drawn anew until nothing gets better.

        Sets this small are solved in a fraction of a second; one of hundred events rarely ends in time.
        """
        chance = random.Random(self._seed)  # noqa: S311 -- seeded search, not a secret
        failures, known = 0, self.best
        while failures < TRIES and self.best is not None and not (self._is_least or self._budget.is_over):
            places, issued = self.best.places, self._case.issued
            core = [e for e in self._movable if places.get(e) != issued.get(e) or e not in places]
            stuck = [e for e in core if e not in places] or core
            rest = [e for e in self._movable if e not in set(core)]
            near = sorted(rest, key=lambda e: relation(self._view, stuck, e, issued) + 3 * chance.random())
            before = self.best.rank
            self._count(bench, [*core, *near[: max(LEAST_GROWTH, SAMPLE - len(core))]], SAMPLE_SECONDS)
            failures = 0 if self.best.rank[:3] < before[:3] else failures + 1
        if self.best is not known and self.best is not None:
            places, issued = self.best.places, self._case.issued
            self._cheapen(bench, [e for e in self._movable if places.get(e) != issued.get(e)])

    @property
    def _is_complete(self) -> bool:
        """Whether all that stood or is asked has a place."""
        return self.best is not None and all(e in self.best.places for e in self._movable)

    @property
    def _is_beyond(self) -> bool:
        """Whether the best so far moves more than wanted."""
        return self.best is not None and self.best.rank[0] > 0

    @property
    def _is_least(self) -> bool:
        return self.best is not None and self._is_complete and self.best.plan.cost.moves <= self._case.least

    def _offer(self, places: Places, stage: str) -> None:
        """Keep places if they rank better and break no rule."""
        view = self._view
        booked = Booked(view.problem, view.plan_of(places))
        cost = measure(booked)
        total = cost.total(view.problem.weights)
        rank = (max(0, cost.moves - self._most), cost.unscheduled_points, cost.moves, total)
        if (self.best is not None and rank >= self.best.rank) or violations_of(booked):
            return
        if self.best is None:
            self.first_seconds = self._budget.elapsed
        plan = Plan(booked.plan.assignments, unscheduled_of(booked), cost)
        self.best = Found(plan, dict(places), rank, self._budget.elapsed)
        if self._on_progress is not None:
            left_out = len(plan.unscheduled)
            self._on_progress(Progress(stage, total, None, self._budget.elapsed, left_out), plan)

    def _count(self, bench: Bench, free: list[str], seconds: float) -> Status:
        """
        Look for fewer points and moves with a set of events free; return how that ended.

        Optimal proves that this set allows no better than is known; infeasible that it is too small.
        """
        rest, complete = self._rest(free), self._is_complete and not self._is_beyond
        most = self.best.plan.cost.moves - 1 if self.best and complete else self._most

        def draft() -> Model:
            must = free if complete else [e for e in self._must if e in free]
            written = build(self._counting, free, rest, must=must)
            moves = [1 - stays(written, e) for e in free if e in self._view.published]
            written.model.add(sum(moves) >= min(self._case.least, len(moves)))
            written.model.add(sum(moves) <= most)
            return written

        answer = self._ask(bench, draft, self.best.places if self.best else rest, seconds)
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

        def draft() -> Model:
            written = build(self._view, free, rest, must=[e for e in self._must if e in free])
            limit_moves(written, free, best.places)
            return written

        answer = self._ask(bench, draft, best.places, COST_SECONDS)
        if answer.found:
            self._offer({**rest, **answer.places}, "cost")

    def _rest(self, free: list[str]) -> dict[str, Place]:
        chosen = set(free)
        return {e: place for e, place in self._case.kept.items() if e not in chosen}

    def _ask(self, bench: Bench, draft: Callable[[], Model], hint: Places, seconds: float) -> Answer:
        effort = Effort(min(seconds, max(0.2, self._budget.left)), self._budget.deterministic, self._seed)
        return bench.solve(draft, hint, effort)

    def _grown(self, free: list[str], *, rigid: bool) -> list[str]:
        """Return the free set with as many more events as it has, the most related first."""
        placed = self.best.places if self.best and not rigid else {}
        stuck = [e for e in free if e not in placed] or free
        known = set(free)
        ranked = sorted(
            (relation(self._view, stuck, e, self._case.issued), e) for e in self._movable if e not in known
        )
        return [*free, *(e for _, e in ranked[: max(LEAST_GROWTH, 2 * len(free))])]


def limit_moves(draft: Model, free: Iterable[str], places: Places) -> None:
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


def stays(draft: Model, event_id: str) -> IntVar:
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

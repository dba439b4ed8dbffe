"""The course of a search: small problems whole, others by shifts and neighbourhoods."""

from __future__ import annotations

from scheduling.budget import Budget
from scheduling.compiled import Compiled
from scheduling.project.course import plan_project
from scheduling.project.shape import is_project
from scheduling.search.improvement import Improvement, merged, start
from scheduling.search.incumbent import Incumbent
from scheduling.search.neighborhoods import Neighborhood
from scheduling.search.pricing import PricesBeside, price_in_line, prove_whole
from scheduling.search.shifts import Shifts
from scheduling.solver import Bench, Effort, Status

WHOLE_LITERALS = 6_000
WHOLE_SHARE = 0.5


def search(incumbent: Incumbent, budget: Budget, *, workers: int, seed: int) -> None:
    """
    Improve the incumbent until the budget is over, optimality is proven, or the caller stops.

    An incumbent that comes with a guide is neither priced nor proven again.
    """
    with Bench(budget, workers, incumbent.tick) as bench:
        if incumbent.is_optimal or budget.is_over:
            return
        if is_project(incumbent.view) and plan_project(incumbent, budget, workers=workers, seed=seed):
            return
        if literals(incumbent.view) <= WHOLE_LITERALS:
            incumbent.begin("whole")
            _whole(incumbent, bench, budget, seed)
            if incumbent.guide is None and not budget.stopped:
                prove_whole(incumbent, budget)
            if not (incumbent.is_optimal or budget.is_over):
                incumbent.begin("neighborhoods")
                Improvement(incumbent, bench, budget, None, workers=workers, seed=seed).run()
        else:
            _long(incumbent, bench, budget, workers, seed)


def _long(incumbent: Incumbent, bench: Bench, budget: Budget, workers: int, seed: int) -> None:
    """Price the year, in line or beside everything else, and search."""
    beside: PricesBeside | None = None
    if incumbent.guide is None and workers > 1 and not budget.deterministic:
        beside = PricesBeside(incumbent, budget.left, seed)
    elif incumbent.guide is None:
        incumbent.begin("prices")
        price_in_line(incumbent, budget, seed)
    improvement = Improvement(incumbent, bench, budget, beside, workers=workers, seed=seed)
    try:
        if beside is not None:
            incumbent.begin("neighborhoods")
            improvement.run(until=lambda: beside.has_planted)
        # shifts keep placed what is placed: of no use while the year still lacks events
        complete = incumbent.plan is not None and not incumbent.plan.unscheduled
        if complete and not (budget.is_over or incumbent.view.problem.weights.finish_days):
            incumbent.begin("shifts")
            Shifts(incumbent, seed).run(budget)
        if not (incumbent.is_optimal or budget.is_over):
            incumbent.begin("neighborhoods")
            improvement.run()
    finally:
        if beside is not None:
            beside.close()


def literals(view: Compiled) -> int:
    """Return the number of start literals of the whole problem, the measure of its size."""
    return sum(view.starts[event_id].bit_count() for event_id in view.free_events())


def _whole(incumbent: Incumbent, bench: Bench, budget: Budget, seed: int) -> None:
    view = incumbent.view
    free = view.free_events()
    effort = Effort(max(0.1, budget.left * WHOLE_SHARE), budget.deterministic, seed)
    start(incumbent, bench, Neighborhood(tuple(free)), incumbent.places, effort)
    _, answer = bench.next()
    # The bound holds for this design of the exercises only, so with areas it proves nothing.
    if answer.bound is not None and not view.problem.areas:
        incumbent.raise_bound(answer.bound)
    if answer.status in (Status.OPTIMAL, Status.FEASIBLE):
        incumbent.offer(merged(incumbent.places, answer, free))

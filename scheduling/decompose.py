"""The course of a search: small problems whole, others by shifts and neighbourhoods."""

from __future__ import annotations

from scheduling.bounds import PartBounds
from scheduling.budget import Budget
from scheduling.compiled import Compiled
from scheduling.search import Improvement, Incumbent, merge, start
from scheduling.shifts import Shifts
from scheduling.solver import Bench, Effort, Status

WHOLE_LITERALS = 6_000
WHOLE_SHARE = 0.5


def search(incumbent: Incumbent, budget: Budget, *, workers: int, seed: int, prove: bool = True) -> None:
    """
    Improve the incumbent until the budget is over, optimality is proven, or the caller stops.

    Without `prove` no time goes into bounds of parts.
    """
    with Bench(budget, workers, incumbent.tick) as bench:
        if incumbent.is_optimal or budget.is_over:
            return
        if literals(incumbent.view) <= WHOLE_LITERALS:
            incumbent.begin("whole")
            _whole(incumbent, bench, budget, seed)
        elif incumbent.plan is not None:
            incumbent.begin("shifts")
            Shifts(incumbent, seed).run(budget)
        if not (incumbent.is_optimal or budget.is_over):
            incumbent.begin("neighborhoods")
            bounds = PartBounds(incumbent.view.problem) if prove else None
            incumbent.raise_bound(bounds.total if bounds else 0)
            Improvement(incumbent, bench, budget, bounds, workers=workers, seed=seed).run()


def literals(view: Compiled) -> int:
    """Return the number of start literals of the whole problem, the measure of its size."""
    return sum(view.starts[event_id].bit_count() for event_id in view.free_events())


def _whole(incumbent: Incumbent, bench: Bench, budget: Budget, seed: int) -> None:
    view = incumbent.view
    free = view.free_events()
    effort = Effort(max(0.1, budget.left * WHOLE_SHARE), budget.deterministic, seed)
    start(incumbent, bench, free, effort)
    _, answer = bench.next()
    # The bound holds for this design of the exercises only, so with areas it proves nothing.
    if answer.bound is not None and not view.problem.areas:
        incumbent.raise_bound(answer.bound)
    if answer.status in (Status.OPTIMAL, Status.FEASIBLE):
        merge(incumbent, answer, free, incumbent.places)

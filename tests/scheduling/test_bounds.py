"""Every bound stays below the cheapest plan; better ones are at least as high."""

from __future__ import annotations

import pytest

from scheduling import Planned, plan_year
from scheduling.bounds import PartBounds, cheap_bound
from scheduling.compiled import Compiled
from scheduling.solver import Effort, new_solver, run
from tests.scheduling.exhaustive import cheapest_total
from tests.scheduling.factories import random_problem
from tests.scheduling.test_solve import tiny


def raised(bounds: PartBounds) -> int:
    while (task := bounds.next()) is not None:
        part, draft = task
        bounds.learn(part, run(new_solver(Effort(1.0, deterministic=True, seed=0)), draft(), {}))
    return bounds.total


@pytest.mark.parametrize("seed", range(8))
def test_bounds_stay_below_the_cheapest_of_all_plans(seed: int) -> None:
    small = tiny(seed)
    bounds = PartBounds(small)

    cheap, better = bounds.total, raised(bounds)

    assert cheap == cheap_bound(Compiled(small))
    assert cheap <= better <= cheapest_total(small)


@pytest.mark.parametrize("seed", range(6))
def test_bounds_by_part_stay_below_the_proven_optimum(seed: int) -> None:
    year = random_problem(seed)
    outcome = plan_year(year, seconds=4, deterministic=True)
    assert isinstance(outcome, Planned)
    assert outcome.proven_optimal

    assert raised(PartBounds(year)) <= outcome.plan.cost.total(year.weights)

"""Trading moves for value."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from scheduling import Planned, plan_year, verify
from tests.scheduling.factories import DAYS, event, need, problem, random_problem, resource
from tests.scheduling.repair.test_only import closing, damaged, mended
from tests.scheduling.rules.cases import at, plan


@pytest.mark.parametrize(("price", "moves"), [(1, 2), (5, 1)])
def test_a_move_is_made_where_it_is_worth_its_price(price: int, moves: int) -> None:
    year = problem(
        event("e", needs=(need("hall"),)),
        event("g", preferred=DAYS[3]),
        resources=(resource("hall"),),
    )
    shut = closing(0, 0).resources[0]

    found = mended(
        replace(year, resources=(shut,)),
        plan(at("e", DAYS[0], None, "hall"), at("g", DAYS[1])),
        mode="improve",
        move_price=price,
    )

    assert found.moves == moves
    assert found.problem.weights.moves == price


@pytest.mark.parametrize("seed", range(3))
def test_improving_never_costs_more_than_only_repairing(seed: int) -> None:
    year = random_problem(seed)
    outcome = plan_year(year, seconds=0.1, deterministic=True)
    assert isinstance(outcome, Planned)
    changed = damaged(year, random.Random(seed))

    only, improved = (mended(changed, outcome.plan, mode=mode) for mode in ("only", "improve"))

    weights = only.problem.weights
    assert improved.plan.cost.total(weights) <= only.plan.cost.total(weights)
    assert (
        only.moves <= improved.moves
        or improved.plan.cost.unscheduled_points < only.plan.cost.unscheduled_points
    )
    assert verify(improved.problem, improved.plan).passed

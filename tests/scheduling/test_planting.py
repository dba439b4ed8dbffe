"""Plans planted by prices break no rule, keep what is placed, and stop where they are of no use."""

from __future__ import annotations

import pytest

from scheduling.compiled import Compiled
from scheduling.relax.planting import IN_VAIN, PLANTS, Planting
from scheduling.relax.pricing import ascend, ascent_of
from scheduling.verify import verify
from tests.scheduling.factories import random_problem


def planting(seed: int) -> tuple[Compiled, Planting]:
    year = random_problem(seed, crews=6)
    ascent = ascent_of(year, None)
    ascend(ascent, 40, 60, lambda _: True)
    view = Compiled(year)
    return view, Planting(view, ascent, seed)


@pytest.mark.parametrize("seed", range(6))
def test_planted_plans_break_no_rule_and_keep_what_is_placed(seed: int) -> None:
    view, trees = planting(seed)
    first = trees.plan({})
    kept = dict(list(first.items())[:1])
    kept = kept if verify(view.problem, view.plan_of(kept)).passed else {}

    second = trees.plan(kept)

    assert verify(view.problem, view.plan_of(first)).violations == ()
    assert verify(view.problem, view.plan_of(second)).violations == ()
    assert kept.items() <= second.items() or not kept


def test_planting_gives_up_where_a_plan_is_cheaper_already() -> None:
    _, trees = planting(1)

    assert len(list(trees.plans({}, total=0))) == IN_VAIN - 1
    assert len(list(trees.plans({}, total=None))) == PLANTS

"""The light search: never worse, never broken, repeatable, and it stops when told."""

from __future__ import annotations

import pytest

from benchmarks.planner.city import City
from scheduling.booked import Booked
from scheduling.budget import Budget
from scheduling.compiled import Compiled, Place
from scheduling.design import design
from scheduling.objective import measure
from scheduling.problem import Problem
from scheduling.search.construct import fill, orders
from scheduling.search.incumbent import Incumbent
from scheduling.search.shifts import Shifts
from scheduling.verify import violations_of
from tests.scheduling.factories import random_problem


def shifted(year: Problem, budget: Budget, seed: int = 0) -> tuple[int, int, dict[str, Place]]:
    view = Compiled(year, design(year, seed=0))
    incumbent = Incumbent(view, budget, None)
    incumbent.offer(fill(view, view.history, orders(view, 0)[0]))
    before = incumbent.total
    Shifts(incumbent, seed).run(budget)
    assert before is not None
    assert incumbent.total is not None
    booked = Booked(year, view.plan_of(incumbent.places))
    assert violations_of(booked) == ()
    assert measure(booked).total(year.weights) == incumbent.total
    return before, incumbent.total, incumbent.places


@pytest.mark.parametrize("seed", range(6))
def test_shifts_keep_every_rule_and_never_cost_more(seed: int) -> None:
    before, after, _ = shifted(random_problem(seed, areas=seed % 2 == 1), Budget(1, deterministic=True))

    assert after <= before


def test_shifts_make_a_city_cheaper_the_same_way_each_time() -> None:
    city = City().problem()

    before, after, places = shifted(city, Budget(1, deterministic=True))

    assert after < before
    assert shifted(city, Budget(1, deterministic=True)) == (before, after, places)


def test_shifts_stop_at_once_when_told() -> None:
    answers = iter([False] * 5)
    budget = Budget(60, should_stop=lambda: next(answers, True))

    before, after, _ = shifted(random_problem(1), budget)

    assert after <= before
    assert budget.elapsed < 5

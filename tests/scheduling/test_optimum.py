"""Tiny problems with every notion, against trying everything; and what one seed or two threads keep."""

from __future__ import annotations

import random

import pytest

from scheduling import Planned, Precedence, Problem, Published, Weights, plan_year, verify
from scheduling.bounds import lower_bounds
from scheduling.problem import DayCap, Option, ResourceKind
from tests.scheduling.exhaustive import cheapest_total
from tests.scheduling.factories import crew, event, need, problem, random_problem, resource, series, workdays


def tiny(seed: int) -> Problem:
    """Return four events on five days over a weekend: caps, lags, wished gaps, finish, options, recusal."""
    chance = random.Random(seed)
    days = workdays(problem().days[2], 5)
    judged = need("own", "other", kind=ResourceKind.EVALUATORS)
    way = need(Option("hall", 1, chance.randint(0, 40)), Option("yard", chance.randint(1, 2), 5))
    return problem(
        event("e", needs=(way,), priority=2, preferred=days[chance.randrange(5)]),
        event("f", needs=(judged,), recused=frozenset({"bureau"} if seed % 2 else ()), crew_share=(1, 2)),
        event("g", "b", needs=(way,), priority=chance.randint(1, 3), duration_days=1 + seed % 2),
        event("h", "b", unbroken=False, duration_days=2, notice_days=chance.choice([0, 63])),
        days=days,
        crews=(
            crew("a", day_caps=(DayCap(days[0], days[2], chance.randint(0, 2)),)),
            crew("b", day_caps=(DayCap(days[1], days[4], chance.randint(1, 3)), DayCap(days[0], days[1], 1))),
        ),
        resources=(
            resource("hall"),
            resource("yard", 2),
            resource("own", kind=ResourceKind.EVALUATORS, organization="bureau"),
            resource("other", kind=ResourceKind.EVALUATORS, organization="academy", capacity=seed % 3),
        ),
        series=(
            series(
                "s", "e", "f", currency_days=chance.randint(40, 70), preferred_gap_days=chance.randint(2, 6)
            ),
        ),
        precedence=(Precedence("g", "h", chance.randint(0, 2), chance.choice([None, 3])),),
        rest_days=chance.randint(0, 1),
        published=(Published("g", days[chance.randrange(5)], (chance.choice(["hall", "yard"]),)),),
        weights=Weights(finish_days=chance.choice([0, 700]), preference_days=chance.choice([1, 90])),
    )


@pytest.mark.parametrize("seed", range(6))
def test_no_plan_of_all_is_cheaper_than_the_proven_one(seed: int) -> None:
    small = tiny(seed)

    outcome = plan_year(small, seconds=4, deterministic=True)

    assert isinstance(outcome, Planned)
    total = outcome.plan.cost.total(small.weights)
    assert (outcome.proven_optimal, outcome.bound, total) == (True, total, cheapest_total(small))
    assert lower_bounds(small, outcome.plan.cost, seconds=0.2).total <= total


def test_two_threads_never_make_a_checkpoint_worse() -> None:
    year = random_problem(21, crews=8, rounds=3, areas=True)
    first = plan_year(year, seconds=0.2, deterministic=True)
    assert isinstance(first, Planned)

    resumed = plan_year(year, seconds=1, workers=2, seed=5, start=first.plan)

    assert isinstance(resumed, Planned)
    assert verify(year, resumed.plan).passed
    assert resumed.plan.cost.total(year.weights) <= first.plan.cost.total(year.weights)
    assert resumed.bound <= resumed.plan.cost.total(year.weights)


def test_one_thread_and_one_seed_give_one_outcome_also_from_a_checkpoint() -> None:
    year = random_problem(22, crews=8, rounds=3, areas=True)

    def found(seed: int, start: Planned | None = None) -> Planned:
        checkpoint = start.plan if start else None
        outcome = plan_year(year, seconds=1, deterministic=True, seed=seed, start=checkpoint)
        assert isinstance(outcome, Planned)
        return outcome

    once, twice = found(1), found(1)
    resumed, again = found(2, once), found(2, twice)

    assert (once.plan, once.bound) == (twice.plan, twice.bound)
    assert (resumed.plan, resumed.bound) == (again.plan, again.bound)

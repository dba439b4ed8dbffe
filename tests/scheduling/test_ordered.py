"""Ordered terms: lower ones never cost a higher one anything."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduling import Planned, Problem, Unfinished, Weights, plan_year, verify
from scheduling.problem import Option
from tests.scheduling.factories import DAYS, event, need, problem, random_problem, resource


def planned(given: Problem) -> Planned:
    outcome = plan_year(given, seconds=4, deterministic=True)
    assert isinstance(outcome, Planned)
    assert verify(given, outcome.plan).violations == ()
    return outcome


def test_the_first_term_decides_however_dear_the_second_is() -> None:
    far = Option("far", 1, 50)
    year = problem(
        event("e", preferred=DAYS[0], needs=(need(Option("near"), far),)),
        event("f", "b", preferred=DAYS[0], needs=(need(Option("near"), far),)),
        resources=(resource("near"), resource("far")),
        weights=Weights(travel_km=10, preference_days=1),
    )

    by_weight = planned(year)
    wished = planned(replace(year, order=("unscheduled_points", "preference_days")))
    short = planned(replace(year, order=("unscheduled_points", "travel_km")))

    assert (by_weight.plan.cost.travel_km, by_weight.plan.cost.preference_days) == (0, 1)
    assert (wished.plan.cost.travel_km, wished.plan.cost.preference_days) == (50, 0)
    assert (short.plan.cost.travel_km, short.plan.cost.preference_days) == (0, 1)
    assert wished.proven_optimal


@pytest.mark.parametrize("seed", range(4))
def test_an_ordered_plan_is_least_in_its_first_term_and_then_no_worse_than_by_weight(seed: int) -> None:
    year = random_problem(seed)
    alone = replace(Weights(0, 0, 0, 0, 0, 0), lapse_days=1)
    least = planned(replace(year, weights=alone)).plan.cost.lapse_days

    ordered = planned(replace(year, order=("lapse_days",)))

    assert ordered.proven_optimal
    assert ordered.plan.cost.lapse_days == least
    # among the plans with as few lapse-days, none is cheaper by weight
    assert ordered.bound <= ordered.plan.cost.total(year.weights)


def test_stopping_between_terms_keeps_the_plan() -> None:
    asked = iter([False] * 3 + [True] * 10_000)

    outcome = plan_year(
        replace(random_problem(1), order=("unscheduled_points", "lapse_days")),
        seconds=4,
        should_stop=lambda: next(asked),
    )

    assert isinstance(outcome, Unfinished)
    assert outcome.best is not None

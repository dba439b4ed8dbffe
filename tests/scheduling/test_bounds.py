"""Every bound stays below the cheapest plan, and says the same each time it is asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling import Planned, Problem, Weights, plan_year, verify
from scheduling.bounds import cheap_bound, lower_bounds
from scheduling.compiled import Compiled
from scheduling.problem import Option
from scheduling.relax.ascent import Ascent
from scheduling.relax.guide import guide_of
from scheduling.relax.pricing import ascend, ascent_of
from scheduling.relax.rounding import roundings
from tests.scheduling.exhaustive import cheapest_total
from tests.scheduling.factories import DAYS, crew, event, need, problem, random_problem, resource, series
from tests.scheduling.test_solve import tiny

CREWS = tuple(crew(f"c{i}", standby_group=f"g{i}") for i in range(3))


def priced(given: Problem, rounds: int = 60, total: int | None = None) -> Ascent:
    ascent = ascent_of(given, total)
    ascend(ascent, rounds, 60, lambda _: True)
    return ascent


@pytest.mark.parametrize("seed", range(8))
def test_bounds_stay_below_the_cheapest_of_all_plans(seed: int) -> None:
    small = tiny(seed)

    cheap, better = cheap_bound(Compiled(small)), priced(small).bound

    assert cheap <= cheapest_total(small)
    assert better <= cheapest_total(small)


@pytest.mark.parametrize("seed", range(6))
def test_bounds_stay_below_the_proven_optimum_by_component_too(seed: int) -> None:
    year = random_problem(seed)
    outcome = plan_year(year, seconds=4, deterministic=True)
    assert isinstance(outcome, Planned)
    assert outcome.proven_optimal
    cost = outcome.plan.cost

    bounds = lower_bounds(year, cost, seconds=0.5)

    assert bounds.total <= cost.total(year.weights)
    assert {c.name: c.value for c in bounds.components} == {
        c.name: getattr(cost, c.name) for c in bounds.components
    }
    assert all(c.value is not None and c.bound <= c.value for c in bounds.components)


@pytest.mark.parametrize("component", ["lapse_days", "overload_half_days", "travel_km", "preference_days"])
def test_a_component_bound_holds_for_the_plan_that_is_best_in_it(component: str) -> None:
    year = random_problem(2)
    weights = replace(Weights(0, 0, 0, 0, 0, 0), unscheduled_points=10_000, **{component: 10})
    alone = replace(year, weights=weights)
    best = plan_year(alone, seconds=4, deterministic=True)
    assert isinstance(best, Planned)
    cost = verify(year, best.plan).cost

    bounds = {c.name: c for c in lower_bounds(year, cost, seconds=1.0).components}

    assert bounds[component].bound <= getattr(cost, component)
    assert bounds["unscheduled_points"].bound <= cost.unscheduled_points


def test_scarcity_is_priced_where_it_is() -> None:
    ground = resource("ground", 1)
    twins = [event(f"e{i}", f"c{i}", needs=(need("ground"),), preferred=DAYS[3]) for i in range(3)]
    year = problem(*twins, crews=CREWS, resources=(ground,), weights=Weights(preference_days=100))

    # one stands on the wished day, one the day before and one the day after
    assert 150 <= priced(year, 200, 300).bound <= 200


def test_rounding_a_row_tells_that_a_pair_of_threes_does_not_fit() -> None:
    pool = resource("judges", 5)
    threes = [event(f"e{i}", f"c{i}", needs=(need(Option("judges", 3)),)) for i in range(2)]
    year = problem(
        *threes, crews=CREWS, resources=(pool,), days=DAYS[:1], weights=Weights(unscheduled_points=100)
    )

    # without the rounding, five thirds of an event would take place
    assert 95 <= priced(year, 300, 200).bound <= 100


def test_rounding_by_two_thirds_leaves_no_room_beside_two_threes() -> None:
    pool = resource("judges", 7)
    threes = [event(f"e{i}", f"c{i}", needs=(need(Option("judges", 3)),), priority=2) for i in range(2)]
    two = event("e2", "c2", needs=(need(Option("judges", 2)),))
    year = problem(
        *threes, two, crews=CREWS, resources=(pool,), days=DAYS[:1], weights=Weights(unscheduled_points=100)
    )

    # two threes and half of a two would make seven
    assert 95 <= priced(year, 300, 200).bound <= 100


@given(st.frozensets(st.integers(1, 9), min_size=1, max_size=4), st.integers(1, 40), st.data())
def test_roundings_hold_for_whatever_fits_the_row(
    different: frozenset[int], limit: int, data: st.DataObject
) -> None:
    weights = tuple(sorted(different))
    held = data.draw(st.lists(st.sampled_from(weights), max_size=limit))
    while sum(held) > limit:
        held.pop()

    for by_weight, most in roundings(weights, limit):
        assert sum(by_weight[weight] for weight in held) <= most


def test_roundings_of_seven_evaluators_are_what_twos_and_threes_can_make_of_them() -> None:
    assert roundings((2, 3), 7) == [({2: 0, 3: 1}, 2), ({2: 1, 3: 1}, 3), ({2: 1, 3: 2}, 4)]
    assert roundings((2, 3), 12) == []
    assert roundings((1,), 3) == []


def test_a_chain_is_bounded_exactly_when_nothing_is_scarce() -> None:
    chain = series("s", "e", "f", currency_days=100, min_gap_days=2, preferred_gap_days=9)
    year = problem(event("e"), event("f", preferred=DAYS[2]), series=(chain,))
    outcome = plan_year(year, seconds=2, deterministic=True)
    assert isinstance(outcome, Planned)
    assert outcome.proven_optimal

    assert priced(year, 1).bound == pytest.approx(outcome.plan.cost.total(year.weights), abs=1)


def test_the_ascent_is_deterministic_and_ranks_every_start() -> None:
    year = random_problem(1)
    first, second = priced(year), priced(year)

    assert first.bound == second.bound
    assert np.array_equal(first.best, second.best)
    assert guide_of(first) == guide_of(second)
    view = Compiled(year)
    for event_id, ranked in guide_of(first).starts.items():
        assert sum(1 << start for start in ranked) & ~view.starts[event_id] == 0

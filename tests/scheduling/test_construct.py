"""The first plan already watches currency: cheaper than the spreadsheet, exact about what it guesses."""

from __future__ import annotations

import pytest

from benchmarks.planner.city import City
from benchmarks.planner.greedy import best_of
from scheduling.board import Board
from scheduling.booked import Booked
from scheduling.compiled import Compiled, Place
from scheduling.design import design
from scheduling.objective import measure
from scheduling.search.construct import estimate, fill, orders, settle
from scheduling.verify import violations_of
from tests.scheduling.factories import DAYS, event, problem, random_problem, series


def test_the_first_plan_of_a_city_leaves_nothing_out_and_costs_what_the_spreadsheet_does() -> None:
    city = City().problem()
    view = Compiled(city, design(city, seed=0))
    greedy = measure(Booked(city, best_of(city)[0]))
    costs = [measure(Booked(city, view.plan_of(fill(view, view.history, o)))) for o in orders(view, 0)]
    first = min(costs, key=lambda cost: cost.total(city.weights))

    assert first.unscheduled_points == greedy.unscheduled_points == 0
    assert first.total(city.weights) <= 1.02 * greedy.total(city.weights)


def test_settling_lowers_the_total_and_breaks_nothing() -> None:
    for seed in range(6):
        year = random_problem(seed)
        view = Compiled(year)
        for order in orders(view, seed):
            before = fill(view, {}, order)
            after = settle(view, before, order)

            booked = Booked(year, view.plan_of(after))
            old = measure(Booked(year, view.plan_of(before))).total(year.weights)
            assert violations_of(booked) == ()
            assert measure(booked).total(year.weights) <= old


@pytest.mark.parametrize("seed", range(6))
def test_the_estimate_of_a_day_is_exact_beside_a_full_plan(seed: int) -> None:
    year = random_problem(seed)
    view = Compiled(year)
    placed = fill(view, {}, orders(view, seed)[0])
    for event_id in placed:
        board = Board(view, placed)
        taken = board.take(event_id)
        others = [link.event for link in view.after[event_id] if link.event not in placed]
        if others or view.options[event_id]:
            continue
        totals = {
            estimate(board, event_id, start)
            - measure(Booked(year, view.plan_of({**placed, event_id: Place(start, taken.choices)}))).total(
                year.weights
            )
            for start in range(len(year.days))
            if board.open_starts(event_id) >> start & 1
        }
        assert len(totals) == 1


def test_an_outlook_counts_what_successors_cannot_prevent() -> None:
    chain = series("s", "e", "f", currency_days=5, min_gap_days=3, weight=2)
    year = problem(event("e"), event("f"), series=(chain,))
    view = Compiled(year)
    held = view.axis.number(DAYS[0])
    tail = view.axis.year_end - 5

    # f in time, as late as that allows, then the rest of the year lapses
    assert view.outlook.after(chain, 0, held) == 2000 * (tail - (held + 11) + 11 - 5)
    assert view.outlook.after(chain, 1, held) == 2000 * (tail - held)

"""Moving one event by hand."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from benchmarks.planner.city import City
from scheduling import Planned, check_move, difference, moved, plan_year, suggest, verify
from tests.scheduling.factories import DAYS, event, need, problem, random_problem, resource
from tests.scheduling.rules.cases import at, plan

YEAR = problem(
    event("e", needs=(need("hall"),)),
    event("f", "b", needs=(need("hall", "yard"),), preferred=DAYS[4]),
    resources=(resource("hall"), resource("yard")),
)
PLAN = plan(at("e", DAYS[0], None, "hall"), at("f", DAYS[1], None, "hall"))


def test_a_free_move_breaks_nothing_and_recomputes_the_cost() -> None:
    assert check_move(YEAR, PLAN, "f", DAYS[4]) == ()

    after = moved(YEAR, PLAN, "f", DAYS[4])

    assert after.cost == verify(YEAR, after).cost
    assert after.cost.preference_days == 0
    assert [new.first_day for _, new in difference(PLAN, after).moved] == [DAYS[4]]


def test_a_move_onto_a_taken_day_names_the_rule_and_both_events() -> None:
    (violation,) = check_move(YEAR, PLAN, "f", DAYS[0])

    assert violation.rule == "resource-capacity"
    assert set(violation.events) == {"e", "f"}
    assert check_move(YEAR, PLAN, "f", DAYS[0], ("yard",)) == ()


def test_a_day_off_is_a_violation_not_an_exception() -> None:
    saturday = DAYS[4].replace(day=DAYS[4].day + 1)

    assert {violation.rule for violation in check_move(YEAR, PLAN, "f", saturday)} == {"placement"}


def test_what_was_broken_before_is_not_repeated() -> None:
    broken = plan(at("e", DAYS[0], None, "hall"), at("f", DAYS[0], None, "hall"))

    assert check_move(YEAR, broken, "f", DAYS[3]) == ()


def test_an_event_left_out_takes_resources_that_have_room() -> None:
    without = plan(at("e", DAYS[0], None, "hall"))

    assert check_move(YEAR, without, "f", DAYS[0]) == ()
    assert moved(YEAR, without, "f", DAYS[0]).assignments[1].choices == ("yard",)


def test_an_unknown_event_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        moved(YEAR, PLAN, "nothing", DAYS[0])


def test_suggestions_are_sound_ranked_and_priced() -> None:
    found = suggest(YEAR, PLAN, "f", 3)

    changes = [suggestion.cost_change for suggestion in found]
    assert found[0].assignment.first_day == DAYS[4]
    assert changes == sorted(changes)
    for suggestion in found:
        place = suggestion.assignment
        assert check_move(YEAR, PLAN, "f", place.first_day, place.choices) == ()
        after = moved(YEAR, PLAN, "f", place.first_day, place.choices)
        before = verify(YEAR, PLAN).cost.total(YEAR.weights)
        assert after.cost.total(YEAR.weights) - before == suggestion.cost_change


def test_exercises_can_be_moved_too() -> None:
    year = random_problem(3, areas=True)
    outcome = plan_year(year, seconds=0.2, deterministic=True)
    assert isinstance(outcome, Planned)
    exercise = next(a for a in outcome.plan.assignments if a.exercise)

    for suggestion in suggest(year, outcome.plan, exercise.event):
        place = suggestion.assignment
        assert check_move(year, outcome.plan, place.event, place.first_day, place.choices) == ()


def test_a_move_in_a_city_is_judged_by_its_neighborhood_as_by_the_whole() -> None:
    city = City().problem()
    outcome = plan_year(city, seconds=0.1)
    assert isinstance(outcome, Planned)
    event_id = outcome.plan.assignments[50].event

    found = check_move(city, outcome.plan, event_id, city.days[100])

    before = verify(city, outcome.plan).violations
    after = verify(city, moved(city, outcome.plan, event_id, city.days[100])).violations
    assert set(found) == set(after) - set(before)


@pytest.mark.parametrize("seed", range(6))
def test_a_move_is_judged_as_by_verifying_everything_twice(seed: int) -> None:
    year = random_problem(seed, areas=seed % 2 == 1)
    chance = random.Random(seed)
    outcome = plan_year(year, seconds=0.1, deterministic=True)
    assert isinstance(outcome, Planned)
    placed = [a.event for a in outcome.plan.assignments]
    left_out = [e.id for e in year.events if e.id not in placed]
    broken = outcome.plan
    for _ in range(3):
        broken = moved(year, broken, chance.choice(placed), chance.choice(year.days))
    for given in (outcome.plan, broken):
        before = set(verify(year, given).violations)
        for name in [*placed, *left_out]:
            day = chance.choice(year.days) + timedelta(days=chance.choice([0, 0, 0, 1]))
            after = verify(year, moved(year, given, name, day)).violations

            assert check_move(year, given, name, day) == tuple(v for v in after if v not in before)

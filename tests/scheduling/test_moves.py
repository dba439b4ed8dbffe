"""Moving one event by hand."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from benchmarks.planner.city import City
from scheduling import Planned, check_move, difference, moved, plan_year, suggest, verify
from scheduling.booked import Booked
from scheduling.cost import Cost
from scheduling.objective import measure
from tests.scheduling.factories import DAYS, event, need, problem, random_problem, resource, series, workdays
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


@pytest.mark.parametrize("seed", range(8))
def test_suggestions_tell_exactly_what_changes_in_the_measured_cost(seed: int) -> None:
    year = random_problem(seed, areas=seed % 2 == 1)
    year = replace(year, weights=replace(year.weights, finish_days=3))
    outcome = plan_year(year, seconds=0.1, deterministic=True)
    assert isinstance(outcome, Planned)
    ids = [*(a.event for a in outcome.plan.assignments), *(e.id for e in year.events)]
    for name in dict.fromkeys(ids):
        for found in suggest(year, outcome.plan, name, 50):
            place = found.assignment
            others = [a for a in outcome.plan.assignments if a.event != name]
            after = measure(Booked(year, replace(outcome.plan, assignments=(*others, place))))
            changed = [(c.name, c.before, c.after) for c in found.components]

            assert changed == [
                (field.name, getattr(outcome.plan.cost, field.name), getattr(after, field.name))
                for field in fields(Cost)
                if getattr(outcome.plan.cost, field.name) != getattr(after, field.name)
            ]
            assert found.cost_change == after.total(year.weights) - outcome.plan.cost.total(year.weights)


def test_suggestions_say_whose_training_lapses_longer() -> None:
    due = series("a/drill", "f", currency_days=400, last_held=date(2025, 1, 26), crew="b", weight=2)
    year = replace(YEAR, series=(due,))
    (best, *_) = suggest(year, moved(year, PLAN, "f", DAYS[4]), "f", 1)

    (lapse,) = [lapse for lapse in best.lapses if lapse.event == "f"]
    assert best.assignment.first_day == DAYS[0]
    assert (lapse.crew, lapse.before, lapse.after) == ("b", 4, 0)
    assert lapse.sentence.en == "Crew b is out of date for 0 days before f, 4 days until now"
    assert [component.name for component in best.better] == ["lapse_days"]
    assert [component.name for component in best.worse] == ["preference_days"]


def test_suggestions_are_spread_over_the_year() -> None:
    year = problem(event("e", preferred=date(2026, 4, 1)), days=workdays(date(2026, 3, 2), 60))
    found = suggest(year, plan(at("e", date(2026, 4, 1))), "e")

    days = sorted(suggestion.assignment.first_day for suggestion in found)
    assert len(days) == 5
    assert all((later - day).days >= 7 for day, later in pairwise(days))


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

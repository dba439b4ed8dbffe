"""The planner's lapse term and the forecast's credit count one and the same thing: days that are current."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.codes import Measure, TaskState, TeamCategory, TeamState
from registry.readiness.facts import HeldFact, Requirements, TeamFacts, TrainingRequirement
from registry.readiness.forecast.currency import current_days, lapse_days
from registry.readiness.forecast.forecasting import forecast
from registry.readiness.rating import rate
from registry.readiness.rules import RatingRules
from scheduling.booked import Booked
from scheduling.cost import Cost
from scheduling.plan import Assignment, Plan
from scheduling.problem import Problem, Series
from scheduling.terms.lapse import LapseDays
from tests.scheduling.factories import crew, event, problem, series, workdays

RULES = RatingRules.of({})
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
EVE = FIRST - timedelta(days=1)
AXIS = workdays(FIRST, 261)
TERM = LapseDays("lapse_days", ("天", "days"), ("", ""))


@dataclass(frozen=True)
class Year:
    """A random year of several kinds for one team: the planner's problem, and a plan that leaves some out."""

    problem: Problem
    plan: Plan

    def lapse(self) -> int:
        return TERM.measure(Booked(self.problem, self.plan))

    def held(self, of: Series) -> list[date]:
        """Return the last days of what a plan holds of a series, and of what was held before."""
        booked = Booked(self.problem, self.plan).bookings
        return [of.last_held or EVE, *(booked[each].last_day for each in of.events if each in booked)]


def random_year(seed: int, plan_seed: int = 0) -> Year:
    """Return a year with the demands of one seed, dated by another."""
    chance, dates = Random(seed), Random(f"{seed}/{plan_seed}")
    events, chains, placed = [], [], []
    for number in range(3):
        names = [f"{number}-{turn}" for turn in range(chance.randint(0, 4))]
        days = chance.randint(1, 3)
        events += [event(name, duration_days=days) for name in names]
        last_held = chance.choice([None, EVE - timedelta(days=chance.randint(0, 400))])
        chains.append(
            series(
                str(number),
                *names,
                currency_days=chance.choice((30, 91, 114, 228, 456)),
                weight=chance.randint(1, 6),
                last_held=last_held,
            )
        )
        starts = sorted(dates.sample(range(0, len(AXIS) - days, 4), len(names)))
        placed += [
            Assignment(name, AXIS[start], AXIS[start + days - 1])
            for name, start in zip(names, starts, strict=True)
            if dates.random() < 0.85
        ]
    asked = problem(*events, days=AXIS, crews=(crew("a"),), series=tuple(chains))
    return Year(asked, Plan(tuple(placed), (), Cost()))


def facts_of(year: Year) -> TeamFacts:
    """Return a team that must train each series of a year, and has held what the plan says."""
    return TeamFacts(
        team="T",
        code="T",
        name="T",
        category=TeamCategory.RRP,
        region="R",
        state=TeamState.ACTIVE,
        active_since=FIRST,
        requirements={TaskState.PEACE: Requirements((), ())},
        training=tuple(
            TrainingRequirement(each.id, each.id, each.id, each.weight, each.currency_days)
            for each in year.problem.series
        ),
        held=tuple(
            HeldFact(frozenset({each.id}), day, passed=True, present=9, authorized=9, id=f"{each.id}/{day}")
            for each in year.problem.series
            for day in year.held(each)
        ),
    )


def every_day() -> list[date]:
    return [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]


def lapsed_by_rating(year: Year) -> int:
    """Count, weighted, the days whose credit is not full from the beginning: of what was held before them."""
    facts, total = facts_of(year), 0
    for day in every_day():
        morning = replace(facts, held=tuple(each for each in facts.held if each.on < day))
        total += sum(each.weight for each in rate(morning, day, RULES).credits if each.credit < 1)
    return total


@given(st.integers(0, 100_000))
@settings(max_examples=15, deadline=None)
def test_lapse_days_of_the_planner_are_the_days_the_forecasts_credit_is_not_full(seed):
    year = random_year(seed)

    by_currency = sum(
        each.weight * lapse_days(year.held(each), each.currency_days, FIRST, LAST)
        for each in year.problem.series
    )

    assert year.lapse() == by_currency == lapsed_by_rating(year)


@given(st.integers(0, 100_000))
@settings(max_examples=15, deadline=None)
def test_curve_shows_each_lapse_that_an_exercise_ends_one_day_shorter(seed):
    year = random_year(seed)
    facts = facts_of(year)
    ended = sum(
        each.weight
        for each in year.problem.series
        for before, after in pairwise(sorted(year.held(each)))
        if after >= FIRST and (after - before).days > each.currency_days
    )

    found = sum(
        each.weight for day in every_day() for each in rate(facts, day, RULES).credits if each.credit < 1
    )

    assert found == year.lapse() - ended


@given(st.integers(0, 100_000))
@settings(max_examples=40, deadline=None)
def test_plan_with_fewer_lapse_days_never_has_a_worse_training_area_sum(seed):
    one, other = (random_year(seed, plan) for plan in (1, 2))

    def area_sum(year: Year) -> int:
        return sum(
            each.weight * current_days(year.held(each), each.currency_days, FIRST, LAST)
            for each in year.problem.series
        )

    weights = sum(each.weight for each in one.problem.series)
    assert [area_sum(each) + each.lapse() for each in (one, other)] == [weights * 365] * 2
    assert (area_sum(one) >= area_sum(other)) is (one.lapse() <= other.lapse())


def lost_credit(held: list[date], currency_days: int) -> Fraction:
    """Return the days' credit lost in the year, half credit included, as ratings count it."""
    requirement = TrainingRequirement("k", "k", "k", 1, currency_days)
    base = replace(facts_of(random_year(0)), training=(requirement,))
    facts = replace(
        base, held=tuple(HeldFact(frozenset({"k"}), d, True, 9, 9, id=str(d)) for d in (EVE, *held))
    )
    lost = Fraction(0)
    for step in forecast(facts, RULES, FIRST, LAST).steps:
        (trained,) = [each for each in step.state.fractions if each.measure is Measure.TRAINED]
        lost += step.days * (1 - Fraction(trained.numerator, trained.denominator))
    return lost


def test_half_credit_can_rank_two_plans_the_other_way_within_its_bounds():
    """The counter-example of docs/howto/forecast.md: fewer lapse-days, and yet more credit lost."""
    spread = [EVE + timedelta(days=days) for days in (150, 300)]
    bunched = [EVE + timedelta(days=days) for days in (100, 166)]

    lapsed = [lapse_days([EVE, *held], 100, FIRST, LAST) for held in (spread, bunched)]
    lost = [lost_credit(held, 100) for held in (spread, bunched)]

    assert lapsed == [100, 99]
    assert lost == [49, 74]
    assert all(days / 2 - 2 <= credit <= days for days, credit in zip(lapsed, lost, strict=True))


@pytest.mark.parametrize(
    ("held", "current"),
    [([], 0), ([EVE], 30), ([FIRST], 30), ([LAST], 0), ([FIRST, FIRST + timedelta(days=10)], 40)],
)
def test_current_days_begin_the_day_after_an_execution_and_count_once(held, current):
    assert current_days(held, 30, FIRST, LAST) == current
    assert lapse_days(held, 30, FIRST, LAST) == 365 - current

"""Training credit: its ages, what halves it, which execution gives it, what is unproved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from registry.codes import DataAge
from registry.periods import Period
from registry.readiness.areas.training import TrainingRating, rate_training
from registry.readiness.facts import HeldFact, TrainingRequirement
from registry.readiness.ratings import CreditRating
from registry.readiness.rules import RatingRules
from tests.registry.readiness.factories import DAY, worked_example

RULES = RatingRules.of({})
SKILLS = TrainingRequirement("skills", "实操训练", "skills training", 1, 91, 4)
FULL, HALF, QUARTER, NONE = Fraction(1), Fraction(1, 2), Fraction(1, 4), Fraction(0)


def held(age_days: int, **changed: Any) -> HeldFact:
    """Return a passed execution with everybody, so many days ago."""
    facts = HeldFact(frozenset({"skills"}), DAY - timedelta(days=age_days), True, 40, 40, id=f"-{age_days}")
    return replace(facts, **changed)


def trained(*executions: HeldFact) -> TrainingRating:
    """Rate the worked example's training where nothing but skills is asked."""
    facts = replace(worked_example(), training=(SKILLS,), held=executions)
    return rate_training(facts, facts.requirements[next(iter(facts.requirements))].posts, DAY, RULES)


HOLDERS = [f"person-{number:02}" for number in range(1, 6)]
CREDITS = {
    "never": ((), NONE, None, None),
    "last full day": ((held(91),), FULL, "-91", None),
    "first half day": ((held(92),), HALF, "-92", None),
    "last half day": ((held(136),), HALF, "-136", None),
    "first day without": ((held(137),), NONE, None, None),
    "not yet held": ((held(-1),), NONE, None, None),
    "another kind": ((held(1, kinds=frozenset({"muster"})),), NONE, None, None),
    "one of its kinds": ((held(1, kinds=frozenset({"muster", "skills"})),), FULL, "-1", None),
    "failed, older counts": ((held(1, passed=False), held(100)), HALF, "-100", None),
    "badly attended": ((held(1, present=27),), HALF, "-1", "attendance"),
    "just well attended": ((held(1, present=28),), FULL, "-1", None),
    "bad repeat takes nothing": ((held(50), held(1, present=3)), FULL, "-50", None),
    "a third was called": ((held(1, present=10, crew=(1, 3)),), FULL, "-1", None),
    "of that third too few came": ((held(1, present=9, crew=(1, 3)),), HALF, "-1", "attendance"),
    "too few key holders": ((held(1, takers=frozenset(HOLDERS[:2])),), HALF, "-1", "turnover"),
    "most key holders": ((held(1, takers=frozenset(HOLDERS[:3])),), FULL, "-1", None),
    "halved once": ((held(1, present=1, takers=frozenset()),), HALF, "-1", "attendance"),
    "old and halved": ((held(92, takers=frozenset()),), QUARTER, "-92", "turnover"),
    "the later of equals": ((held(5), held(3), held(9)), FULL, "-3", None),
    "the proved of equals": ((held(5), held(3, proved=False)), FULL, "-5", None),
}


@pytest.mark.parametrize(("executions", "credit", "counted", "halved"), CREDITS.values(), ids=CREDITS)
def test_credit_of_a_requirement(
    executions: tuple[HeldFact, ...], credit: Fraction, counted: str | None, halved: str | None
) -> None:
    (given,) = trained(*executions).credits

    assert (given.credit, given.counted, given.halved_for) == (credit, counted, halved)


def test_credit_says_when_it_lapses() -> None:
    (given,) = trained(held(30)).credits

    first = DAY - timedelta(days=30)
    assert given == CreditRating(
        "skills",
        "实操训练",
        "skills training",
        1,
        FULL,
        "-30",
        first,
        30,
        first + timedelta(days=92),
        first + timedelta(days=137),
        None,
    )


def test_turnover_looks_at_those_appointed_to_key_posts_today() -> None:
    # four of the five key posts were given to new people yesterday; the one who stayed took part
    facts = worked_example()
    since, until = Period(DAY - timedelta(days=1)), Period(date(2020, 1, 1), DAY - timedelta(days=1))
    members = tuple(
        replace(each, posts=((each.posts[0][0], until),))
        if each.person in HOLDERS[1:]
        else replace(each, posts=((f"post-{int(each.person[-2:]) - 8:02}", since),))
        if each.person in {f"person-{number}" for number in range(10, 14)}
        else each
        for each in facts.members
    )
    changed = replace(facts, members=members, training=(SKILLS,), held=(held(1, takers=frozenset(HOLDERS)),))

    (given,) = rate_training(changed, _posts(), DAY, RULES).credits
    (before,) = rate_training(changed, _posts(), DAY - timedelta(days=1), RULES).credits

    assert (given.credit, given.halved_for, before.halved_for) == (HALF, "turnover", "turnover")
    (earlier,) = rate_training(
        replace(changed, held=(held(9, takers=frozenset(HOLDERS)),)), _posts(), DAY - timedelta(days=2), RULES
    ).credits
    assert earlier.halved_for is None


def _posts() -> tuple[Any, ...]:
    facts = worked_example()
    return facts.required(next(iter(facts.requirements))).posts


def test_unproved_execution_makes_the_area_one_grade_lower_only_while_it_gives_credit() -> None:
    grades = {
        "proved": trained(held(400, proved=False), held(2)).area.data_age,
        "unproved": trained(held(2, proved=False)).area.data_age,
        "nothing": trained().area.data_age,
    }

    assert grades == {"proved": DataAge.A, "unproved": DataAge.B, "nothing": DataAge.A}
    assert trained(held(2, proved=False)).area.confirmed_on == DAY - timedelta(days=2)

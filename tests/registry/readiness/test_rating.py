"""The rating of one team: the worked example to the last decimal, each rule on its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from registry.codes import CapKind, Measure, ReadinessArea
from registry.readiness.rating import rate
from registry.readiness.rules import RatingRules
from tests.registry.readiness.factories import DAY, worked_example

RULES = RatingRules.of({})


def test_worked_example_is_rated_to_the_last_decimal() -> None:
    rating = rate(worked_example(), DAY, RULES)

    fractions = {
        each.measure: (each.numerator, each.denominator, each.shown, each.level, each.missing)
        for area in rating.areas
        for each in area.measures
    }
    assert fractions == {
        Measure.AVAILABLE: (34, 40, "85.0%", 2, 2),
        Measure.MATCHED: (31, 40, "77.5%", 2, 3),
        Measure.KEY_POSTS: (4, 5, "80.0%", 2, 1),
        Measure.ON_HAND: (22, 25, "88.0%", 2, 1),
        Measure.SERVICEABLE: (19, 22, "86.3%", 2, 1),
        Measure.TRAINED: (280, 400, "70.0%", 2, 60),
    }
    assert [(each.kind, each.held, each.serviceable, each.serviceable_level) for each in rating.lines] == [
        ("发电机", 4, 3, 2),
        ("水泵", 10, 9, 1),
        ("电台", 8, 7, 2),
    ]
    assert {each.area: each.level for each in rating.areas} == dict.fromkeys(ReadinessArea, 2)
    assert [each.credit for each in rating.credits] == [1, 1, 1, Fraction(1, 2), 0]
    assert (rating.computed, rating.level, rating.shown) == (2, 2, "2")
    assert [(each.kind, each.level, each.since) for each in rating.caps] == [
        (CapKind.TURN_OUT, 2, date(2026, 2, 2))
    ]


def test_one_more_lapse_makes_the_worked_example_level_three() -> None:
    facts = worked_example()
    lapsed = tuple(
        replace(each, on=date(2024, 6, 1)) if "turn_out" in each.kinds else each for each in facts.held
    )

    rating = rate(replace(facts, held=lapsed), DAY, RULES)

    trained = rating.measure(Measure.TRAINED)
    assert trained is not None
    assert (trained.shown, trained.level, rating.level) == ("60.0%", 3, 3)

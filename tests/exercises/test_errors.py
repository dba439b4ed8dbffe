"""Every refusal has a code, facts and one sentence in each language."""

from fractions import Fraction

import pytest

from exercises import errors
from exercises.codes import PlanState

REFUSALS = [
    errors.TransitionRefused("training_plan", PlanState.DRAFT, PlanState.ISSUED, (PlanState.CONSULTED,)),
    errors.PlanFrozen(2026, 1, "submitted"),
    errors.MoveRefused(()),
    errors.RunInProgress("510300", 2026),
    errors.FourEyes("2026/1", "planner"),
    errors.LoadExceeded("T", Fraction(33, 2), 15, (8,)),
    errors.NothingToPlan("510300", 2026),
    errors.UnknownYear(2100),
    errors.InvalidNotice(2, "x", "rule"),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.code)
def test_refusal_speaks_both_languages(refusal):
    assert refusal.code == refusal.code.upper()
    assert str(refusal).endswith(".")
    assert refusal.message_zh.endswith("。")
    assert isinstance(refusal, errors.ExercisesError)


def test_every_refusal_is_covered():
    assert {type(refusal) for refusal in REFUSALS} == set(errors.ExercisesError.__subclasses__())

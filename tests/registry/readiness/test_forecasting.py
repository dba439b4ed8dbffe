"""The forecast: equal to rating every day, with causes that name the records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.codes import CapKind, CauseKind, Measure, ReadinessArea, TaskState, TeamState
from registry.errors import InvalidValue
from registry.periods import Period
from registry.readiness.facts import HeldFact, TeamFacts
from registry.readiness.forecast.expecting import confirmed_by, expected
from registry.readiness.forecast.forecasting import forecast
from registry.readiness.forecast.forecasts import NOTHING, Expected, Month, Prospect, SetLevel, State
from registry.readiness.rating import rate
from registry.readiness.rules import RatingRules
from registry.readiness.what_if.differences import difference
from registry.readiness.what_if.prospect_edits import EventCancelled, apply_to
from tests.registry.readiness.factories import DAY, chance_facts, worked_example

RULES = RatingRules.of({})
LAST = date(2027, 8, 31)
PEOPLE, EQUIPMENT = (frozenset({area}) for area in (ReadinessArea.PEOPLE, ReadinessArea.EQUIPMENT))


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def prospect_of(facts: TeamFacts, seed: int) -> Prospect:
    """Return some exercises of the kinds the team must train, a muster, a link and two confirmations."""
    kinds = sorted({each.kind for each in facts.training})
    exercises = [
        Expected(
            HeldFact(
                frozenset({kind}),
                DAY + timedelta(days=30 + 40 * number + seed % 50),
                True,
                8,
                8,
                id=f"p-{number}",
            ),
            musters=number == 0,
            links=number == 1,
            confirms=(frozenset(), PEOPLE, EQUIPMENT)[number % 3],
        )
        for number, kind in enumerate(kinds)
    ]
    return Prospect(tuple(exercises))


@given(st.integers(0, 10_000), st.booleans(), st.sampled_from(TaskState))
@settings(max_examples=15, deadline=None)
def test_forecast_equals_rating_every_single_day(seed, planned, task):
    facts = chance_facts(seed)
    prospect = prospect_of(facts, seed) if planned else NOTHING

    found = forecast(facts, RULES, DAY, LAST, task, prospect=prospect)

    known = expected(facts, prospect)
    daily = [State.of(rate(confirmed_by(known, prospect, day), day, RULES, task)) for day in days(DAY, LAST)]
    assert [found.on(day) for day in days(DAY, LAST)] == daily
    assert found.steps[0].first == DAY
    assert found.steps[-1].last == LAST
    assert sum(month.below for month in found.months) == sum((s.level or 0) > 2 for s in daily)


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_forecast_names_a_cause_for_every_movement(seed):
    facts = chance_facts(seed)

    found = forecast(facts, RULES, DAY, LAST, prospect=prospect_of(facts, seed))

    levels = {step.first: step.state for step in found.steps}
    for movement in found.movements:
        assert movement.causes
        assert all(cause.sentence and cause.sentence_zh for cause in movement.causes)
        state = levels[movement.on]
        assert movement.after == (state.level if movement.area is None else state.areas[movement.area])


def moved(found, area=None):
    return [(each.on, each.before, each.after) for each in found.movements if each.area is area]


def test_forecast_of_the_worked_example_drops_on_the_days_its_credit_and_inspections_lapse():
    found = forecast(worked_example(), RULES, DAY, LAST)

    assert moved(found) == [(date(2026, 6, 5), 2, 3), (date(2026, 8, 1), 3, 4)]
    assert moved(found, ReadinessArea.TRAINING) == moved(found)
    assert moved(found, ReadinessArea.SERVICEABILITY) == [(date(2026, 12, 1), 2, 4)]
    drop = found.drops[0]
    assert [(cause.kind, cause.sentence, cause.sentence_zh, cause.records) for cause in drop.causes] == [
        (
            CauseKind.CREDIT_FALLS,
            "credit for skills falls from 1 to 1/2: last passed on 2026-02-10, too long ago",
            "实操训练学分由1降至1/2：最近一次合格实施为2026-02-10，已超期",
            ("held-skills",),
        )
    ]
    (due,) = [each for each in found.drops if each.area is ReadinessArea.SERVICEABILITY]
    assert [cause.records for cause in due.causes] == [("generator-1", "generator-2"), ("pump-1",)]
    assert found.worst_month == Month(2026, 8, 31, 31, best=4, worst=4)
    assert [(month.month, month.below) for month in found.months[:5]] == [
        (3, 0),
        (4, 0),
        (5, 0),
        (6, 26),
        (7, 31),
    ]


def planned_example() -> Prospect:
    """Return what the worked example of docs/howto/forecast.md expects."""

    def held(kind: str, on: date) -> HeldFact:
        return HeldFact(frozenset({kind}), on, passed=True, present=36, authorized=36, id=f"{kind}-{on}")

    return Prospect(
        (
            Expected(held("skills", date(2026, 5, 20))),
            Expected(held("skills", date(2026, 8, 20))),
            Expected(held("turn_out", date(2026, 5, 6)), "拉动训练", "turn-out drill"),
            Expected(held("muster", date(2026, 5, 9)), musters=True, confirms=PEOPLE | EQUIPMENT),
        )
    )


def test_difference_says_what_a_cancelled_event_would_do():
    last, edit = date(2026, 11, 5), EventCancelled("turn_out-2026-05-06")
    before = forecast(worked_example(), RULES, DAY, last, prospect=planned_example())
    edited = apply_to(planned_example(), [edit])

    found = difference(before, forecast(worked_example(), RULES, DAY, last, prospect=edited))

    assert edit.said(planned_example()) == (
        "取消2026-05-06的“拉动训练”",
        "cancel “turn-out drill” of 2026-05-06",
    )
    assert found.days_below == (0, 95)
    assert [en for _, en in found.sentences] == [
        "From 2026-08-03 on the level is 3 instead of 2.",
        "95 instead of 0 days are worse than level 2: 95 more.",
        "On 2026-08-03 the team newly drops from level 2 to 3.",
        "On 2026-08-03 training newly drops from level 2 to 3.",
    ]
    with pytest.raises(ValueError, match="over the same days"):
        difference(before, forecast(worked_example(), RULES, DAY, DAY))


def test_forecast_with_the_plan_executed_keeps_what_nothing_executed_loses():
    found = forecast(worked_example(), RULES, DAY, date(2026, 11, 5), prospect=planned_example())

    assert [step.state.level for step in found.steps if step.state.level != 2] == []
    trained = [
        (step.first, fraction.numerator, fraction.denominator)
        for step in found.steps
        for fraction in step.state.fractions
        if fraction.measure is Measure.TRAINED
    ]
    assert trained[0] == (DAY, 280, 400)
    assert (date(2026, 5, 6), 320, 400) in trained
    assert CapKind.TURN_OUT not in found.on(date(2026, 5, 6)).caps


def test_levels_set_by_hand_end_by_themselves_and_are_not_made_anew():
    raised = SetLevel(1, raises=True, first=date(2026, 2, 1), end=date(2026, 4, 15))

    found = forecast(worked_example(), RULES, DAY, date(2026, 5, 1), set_levels=[raised])

    assert (found.on(DAY).level, found.on(DAY).computed) == (1, 2)
    (drop,) = found.drops
    assert (drop.on, drop.area, drop.before, drop.after) == (date(2026, 4, 15), None, 1, 2)
    assert [cause.kind for cause in drop.causes] == [CauseKind.OVERRIDE_ENDS]


def test_caps_are_causes_with_the_records_confirmed_longest_ago():
    facts = worked_example()
    old = replace(facts.members[0], confirmed_on=date(2025, 10, 1))
    facts = replace(facts, members=(old, *facts.members[1:]))

    found = forecast(facts, RULES, DAY, date(2026, 4, 15))

    (drop,) = found.drops
    assert (drop.on, drop.before, drop.after) == (date(2026, 3, 31), 2, 3)
    assert [(cause.kind, cause.records) for cause in drop.causes] == [(CauseKind.CAP_BEGINS, ("M-01",))]


def test_teams_that_are_not_active_have_one_step():
    facts = replace(worked_example(), state=TeamState.REORGANIZING)

    found = forecast(facts, RULES, DAY, LAST)

    assert [(step.first, step.last, step.state.level) for step in found.steps] == [(DAY, LAST, 5)]
    assert found.movements == ()


@pytest.mark.parametrize("last", [date(2026, 2, 28), date(2027, 9, 2)])
def test_span_of_a_forecast_is_bounded(last):
    with pytest.raises(InvalidValue):
        forecast(worked_example(), RULES, DAY, last)


def test_whoever_leaves_is_one_cause_and_takes_qualifications_along():
    facts = worked_example()
    leaving = tuple(
        replace(each, served=(Period(date(2020, 1, 1), date(2026, 4, 10)),))
        if each.grants[0].qualification == "DRIVE"
        else each
        for each in facts.members
    )

    found = forecast(replace(facts, members=leaving), RULES, DAY, date(2026, 4, 20))

    (drop,) = [each for each in found.drops if each.area is ReadinessArea.PEOPLE]
    assert (drop.on, [cause.kind for cause in drop.causes]) == (
        date(2026, 4, 10),
        [CauseKind.MEMBER_LEAVES],
    )
    assert len(drop.causes[0].records) == 17
    assert drop.causes[0].sentence.endswith("M-09 and 12 more)")

"""How soon teams can be ready: the worked example day by day, joint groups, bookings, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from exercises.codes import ExerciseKind, TrainUpKind
from exercises.readiness.train_up.time_to_ready import Wish, reached, ready_time, time_to_ready
from exercises.readiness.train_up.words import told
from exercises.readiness.train_up.world import Booking, Dated
from registry.access import SYSTEM
from registry.codes import TeamCategory, TeamState
from registry.errors import InvalidValue, NotFound
from registry.readiness.rules import RatingRules
from registry.tables import LedgerEntry
from scheduling.words import Words
from tests.conftest import Statements
from tests.exercises.readiness.worlds import of_the_syllabus, world_of
from tests.exercises.years import YearWorld
from tests.registry.readiness.factories import DAY, chance_facts, worked_example

RULES = RatingRules.of({})
EXAMPLE = of_the_syllabus(worked_example())
EVALUATORS = "510300-evaluators"
#: The worked example needs 36 of 40 people (two are back on 1 April), 34 posts filled, 23 items on hand, 20
#: serviceable, 85 % of credit, a turn-out; records must not be older than 90 days when the assessment comes.
STEPS = [
    ("acquire 1 radio", date(2026, 3, 1), date(2026, 5, 30)),
    ("turn-out drill", date(2026, 3, 2), date(2026, 3, 2)),
    ("repair 1 generator", date(2026, 3, 2), date(2026, 3, 13)),
    ("first certificate of COMMAND for M-34", date(2026, 3, 9), date(2026, 3, 20)),
    ("renew the certificate of pump operation for M-32", date(2026, 3, 18), date(2026, 3, 20)),
    ("renew the certificate of pump operation for M-33", date(2026, 3, 18), date(2026, 3, 20)),
    ("reorganization and muster", date(2026, 3, 31), date(2026, 3, 31)),
    ("hands-on skills training", date(2026, 4, 20), date(2026, 4, 20)),
    ("confirm the records of people", date(2026, 7, 10), date(2026, 7, 10)),
    ("confirm the records of equipment", date(2026, 7, 10), date(2026, 7, 10)),
    ("annual assessment", date(2026, 10, 8), date(2026, 10, 8)),
]


def _asked(*teams, levels=(1,), additions=True, **world):
    wish = Wish(DAY, levels=levels, additions=additions)
    return ready_time([(each, RULES) for each in teams], world_of(*teams, **world), wish)


def test_worked_example_is_ready_when_it_can_be_assessed():
    answer = _asked(EXAMPLE, levels=(2, 1))
    ready, best = answer.levels

    assert (answer.levels_now, answer.training_days, answer.training_level) == ((2,), 221, 4)
    assert (ready.days, ready.proven, ready.steps) == (0, True, ())
    assert (best.days, best.on, best.proven, best.in_turn) == (221, date(2026, 10, 8), True, 227)
    assert [(step.title.en, step.first, step.last) for step in best.steps] == STEPS
    assert (best.levels_then, best.levels_before) == ((1,), (2,))
    assert "1 级：221 天（2026-10-08），已证明最短；逐项办理需 227 天" in told(answer, "zh")
    assert "Level 1: 221 days (2026-10-08), proven least; one thing after the other takes 227" in told(
        answer, "en"
    )


def test_joint_group_takes_turns_at_what_it_shares():
    other = replace(EXAMPLE, team="T-2", code="RRP-02")

    (both,) = _asked(EXAMPLE, other).levels

    assert (both.days, both.proven, both.levels_then) == (222, True, (1, 1))
    assessed = {step.team.code: step.first for step in both.steps if step.title.en == "annual assessment"}
    assert sorted(assessed.values()) == [date(2026, 10, 8), date(2026, 10, 9)]


def test_bookings_of_the_plan_are_kept_and_its_events_count():
    booked = Booking(EVALUATORS, date(2026, 10, 8), date(2026, 10, 9), 1)
    planned = Dated(
        "uid", "T-1", ExerciseKind.TURN_OUT, Words("拉动", "turn-out"), date(2026, 3, 16), date(2026, 3, 16)
    )

    (found,) = _asked(EXAMPLE, bookings=(booked,), dated=(planned,)).levels

    assert found.days == 223  # Saturday 10 October is worked for the holiday week
    turn_out = [(step.kind, step.first) for step in found.steps if step.title.en.startswith("turn-out")]
    assert turn_out == [(TrainUpKind.PLANNED, date(2026, 3, 16))]


def test_what_cannot_be_had_is_named():
    alone = _asked(EXAMPLE, additions=False, days=60)
    reorganizing = _asked(replace(EXAMPLE, state=TeamState.REORGANIZING), days=30, levels=(3,))

    (found,) = alone.levels
    assert (found.days, found.bound, found.proven) == (None, 61, True)
    named = {missing.goal: [why.en for why in missing.why] for missing in found.missing}
    assert named["RRP-01/T"] == [
        "short of 15; what can be done brings 10 at most",
        "annual assessment: no day looked at is both allowed and free",
    ]
    assert named["RRP-01/S"] == ["short of 1; what can be done brings 0 at most"]
    (never,) = reorganizing.levels
    assert [missing.goal for missing in never.missing] == ["RRP-01/state"]
    assert "out of reach within 60 days" in told(alone, "en")
    assert "60 天内无法达到" in told(alone, "zh")


@pytest.mark.parametrize("seed", [3, 14, 16, 17])
def test_rating_judges_every_answer(seed):
    facts = of_the_syllabus(chance_facts(seed))

    for found in _asked(facts, levels=(3, 2, 1), days=225).levels:
        assert found.proven
        if found.days is None:
            assert found.missing
        else:
            assert reached(found.levels_then, found.level)
            assert not reached(found.levels_before, found.level) or not found.days


@pytest.mark.anyio
async def test_stored_teams_are_asked_about_together_and_nothing_is_stored(
    year: YearWorld, statements: Statements
) -> None:
    world, wish = year.world, Wish(date(2026, 1, 5), levels=(2,))
    first = world.teams["510302", TeamCategory.COM]
    three = [first, world.team, world.teams["510303", TeamCategory.COM]]
    entries = await LedgerEntry.all().count()

    with statements.counted() as one_sent:
        answer = await time_to_ready(year.planner, [first.id], wish)
    with statements.counted() as three_sent:
        joint = await time_to_ready(year.planner, [each.id for each in three], wish)

    assert [facts.code for facts in answer.teams] == [first.code]
    assert [facts.code for facts in joint.teams] == sorted(each.code for each in three)
    assert joint.levels[0].proven
    assert len(one_sent) == len(three_sent)
    assert await LedgerEntry.all().count() == entries
    with pytest.raises(NotFound):
        await time_to_ready(year.planner, [world.foreign_team.id], wish)
    for ids, asked in (((), wish), ((first.id,), replace(wish, levels=(4,)))):
        with pytest.raises(InvalidValue):
            await time_to_ready(SYSTEM, ids, asked)

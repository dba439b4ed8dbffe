"""Many teams rated at once: equal to the rating of each, whatever stands in the frames."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from registry.codes import TaskState, TeamState
from registry.periods import months_later
from registry.readiness.facts import GrantFact, PostFact, Requirements
from registry.readiness.frames import COLUMNS, ReadinessFrames
from registry.readiness.from_frames import each_facts
from registry.readiness.rating import rate
from registry.readiness.rules import RatingRules
from registry.readiness.sets import rate_all, row_of, rows_of
from registry.readiness.sets.caps import months_after
from registry.readiness.sets.indexed import day_number
from seeds.readiness_frames import Size, readiness_frames
from tests.registry.readiness.factories import DAY, chance_facts, worked_example
from tests.registry.readiness.framing import frames_of, of_its_own

RULES = RatingRules.of({})
STRICT = RatingRules.of({"readiness.band.P1.1": 99, "readiness.cap.link.days": 10, "readiness.age.A": 20})
PEACE = TaskState.PEACE
WIDE = tuple(f"Q{number:02}" for number in range(12))


def one_by_one(facts, on, rules, task):
    return [row_of(rate(each, on, rules, task)) for each in facts]


@pytest.mark.parametrize("task", [PEACE, TaskState.WAR])
@pytest.mark.parametrize("later", [0, 45, 400])
def test_set_is_rated_as_each_team_is(task, later):
    facts = [of_its_own(worked_example(), "worked"), *(chance_team(seed) for seed in range(150))]
    on = DAY + timedelta(days=later)

    assert rows_of(rate_all(frames_of(facts), on, RULES, task)) == one_by_one(facts, on, RULES, task)


def chance_team(seed):
    """Return a made-up team; every tenth is not active, every ninth asks for many qualifications."""
    facts = of_its_own(chance_facts(seed), f"team-{seed}")
    if seed % 10 == 0:
        facts = replace(facts, state=tuple(TeamState)[seed // 10 % len(TeamState)])
    # a set of requirements is told by its rows: one without any is none
    kept = {
        task: each for task, each in facts.requirements.items() if task is PEACE or each.posts or each.lines
    }
    facts = replace(facts, requirements=kept)
    return with_many_qualifications(facts) if seed % 9 == 0 else facts


def with_many_qualifications(facts):
    posts = tuple(
        PostFact(f"{facts.team}/wide-{number}", "", "", number % 4 == 0, asked)
        for number, asked in enumerate((*WIDE, *WIDE[:5], None))
    )
    members = tuple(
        replace(
            each,
            grants=tuple(GrantFact(WIDE[(3 * number + k) % 12], each.served[0]) for k in range(number % 3)),
        )
        for number, each in enumerate(facts.members)
    )
    return replace(facts, members=members, requirements={PEACE: Requirements(posts, ())})


def test_made_up_frames_are_rated_as_each_team_is_in_any_order_and_as_plain_text():
    frames = readiness_frames(Size(teams=250, posts=2_500), on=DAY, seed=3)
    plain = ReadinessFrames({name: shuffled(frame) for name, frame in frames.frames.items()})

    rated = rows_of(rate_all(frames, DAY, RULES))

    assert rated == one_by_one(each_facts(frames), DAY, RULES, PEACE)
    assert by_team(rows_of(rate_all(plain, DAY, RULES))) == by_team(rated)
    assert {row["level"] for row in rated} == {1, 2, 3, 4, 5, None}


def shuffled(frame):
    text = {name: object for name in frame.columns if isinstance(frame[name].dtype, pd.CategoricalDtype)}
    return frame.sample(frac=1, random_state=5).astype(text)


def by_team(rows):
    return sorted(rows, key=lambda row: row["team"])


def test_teams_are_rated_by_the_rules_of_their_region():
    facts = [of_its_own(chance_facts(seed), f"team-{seed}") for seed in range(20)]
    facts = [replace(each, region=f"region-{number % 2}") for number, each in enumerate(facts)]
    rules = {"region-0": RULES, "region-1": STRICT}

    rated = rows_of(rate_all(frames_of(facts), DAY, rules))

    assert rated == [row_of(rate(each, DAY, rules[each.region])) for each in facts]
    with pytest.raises(KeyError, match="region-1"):
        rate_all(frames_of(facts), DAY, {"region-0": RULES})


def test_rows_of_unknown_teams_and_frames_without_rows_do_no_harm():
    facts = [of_its_own(chance_facts(seed), f"team-{seed}") for seed in range(6)]
    frames = frames_of(facts)
    fewer = ReadinessFrames(dict(frames.frames) | {"team": frames["team"].iloc[:2]})
    none = ReadinessFrames({name: frames[name].iloc[:0] for name in COLUMNS})
    bare = ReadinessFrames(dict(none.frames) | {"team": frames["team"]})

    assert rows_of(rate_all(fewer, DAY, RULES)) == one_by_one(facts[:2], DAY, RULES, PEACE)
    assert rows_of(rate_all(none, DAY, RULES)) == []
    assert rows_of(rate_all(bare, DAY, RULES)) == one_by_one(each_facts(bare), DAY, RULES, PEACE)


def test_months_are_added_as_to_single_days():
    days = [date(2024, 1, 31), date(2024, 2, 29), date(2025, 12, 31), date(2026, 3, 30)]

    added = months_after(np.array([day_number(day) for day in days]), np.array([1, 12, 2, -1]))

    expected = [months_later(day, months) for day, months in zip(days, (1, 12, 2, -1), strict=True)]
    assert added.tolist() == [day_number(day) for day in expected]

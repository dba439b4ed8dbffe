"""Groups of teams: what adds up, and what counts once when teams share it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from registry.codes import EquipmentState, TaskState, TeamCategory, TeamState
from registry.periods import Period
from registry.readiness.facts import (
    GrantFact,
    HeldFact,
    ItemFact,
    LineFact,
    MemberFact,
    PostFact,
    Requirements,
    TeamFacts,
    TrainingRequirement,
)
from registry.readiness.rules import RatingRules
from registry.readiness.sets import ALL, groups_by, joint, of_set, rate_all
from tests.registry.readiness.framing import frames_of

DAY = date(2026, 3, 1)
RULES = RatingRules.of({})
SINCE = Period(date(2020, 1, 1))
CONFIRMED = date(2026, 2, 1)


def team(name, category=TeamCategory.MED, *, persons=(), items=(), training=(), held=(), **more):
    """Return a team of two posts (a physician, and anybody as leader) that must hold two pumps."""
    posts = (
        PostFact(f"{name}/1", "负责人", "leader", True, None),
        PostFact(f"{name}/2", "医师", "physician", False, "MEDIC"),
    )
    return TeamFacts(
        name, name, name, category, "r", TeamState.ACTIVE, date(2026, 1, 1),
        {TaskState.PEACE: Requirements(posts, (LineFact("pump", "pump", 2, False),))},
        members=tuple(member(person) for person in persons),
        items=tuple(items), training=tuple(training), held=tuple(held), **more,
    )  # fmt: skip


def member(person):
    grants = (GrantFact("MEDIC", SINCE),) if person.startswith("physician") else ()
    return MemberFact(person, person, (SINCE,), grants=grants, confirmed_on=CONFIRMED)


def pump(name, serial=None, *, confirmed_on=CONFIRMED, state=EquipmentState.SERVICEABLE):
    return ItemFact(name, "pump", 1, state, None, SINCE, serial, confirmed_on)


def grouped(*pairs):
    return pd.DataFrame(pairs, columns=["group", "team"])


def row(frame, **where):
    for name, value in where.items():
        frame = frame[frame[name] == value]
    (found,) = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return found


def test_levels_and_fractions_add_up_by_group():
    full = team("a", persons=("physician-1", "b"), items=(pump("1"), pump("2")))
    short = team("b", persons=("c",), items=(pump("3"), pump("4")))
    rated = rate_all(
        frames_of([full, short, replace(full, team="c", state=TeamState.REORGANIZING, members=())]),
        DAY,
        RULES,
    )

    summed = of_set(rated, groups_by(rated, "category"))
    twice = of_set(
        rated, grouped(("x", "a"), ("x", "a"), ("x", "b"), ("y", "b"), ("y", "unknown"), ("z", "c"))
    )

    assert rated["level"].tolist() == [1, 4, 5]
    assert row(summed, category="MED") == {
        "category": "MED", "teams": 3, "rated": 2, "level_1": 1, "level_2": 0, "level_3": 0, "level_4": 1,
        "level_5": 1, "unrated": 0, "unverified": 0, "ready": 1, "worst": 4, "median": 4,
        "P1_numerator": 3, "P1_denominator": 4, "P2_numerator": 3, "P2_denominator": 4,
        "P3_numerator": 2, "P3_denominator": 2, "S_numerator": 4, "S_denominator": 4,
        "R_numerator": 4, "R_denominator": 4, "T_numerator": 0, "T_denominator": 0,
    }  # fmt: skip
    told = twice[["group", "teams", "rated", "ready", "worst", "median"]].astype(object)
    assert told.where(told.notna(), None).to_numpy().tolist() == [
        ["x", 2, 2, 1, 4, 4],
        ["y", 1, 1, 0, 4, 4],
        ["z", 1, 0, 0, None, None],
    ]


def test_joint_group_counts_people_and_items_once():
    one = team("a", persons=("physician-1", "b"), items=(pump("1", "SN-0001"), pump("2", "SN-0002")))
    broken = pump("3", "SN-0002", confirmed_on=date(2026, 2, 20), state=EquipmentState.IN_REPAIR)
    two = team("b", persons=("physician-1", "c"), items=(broken, pump("4")))
    other = team("c", TeamCategory.COM, persons=("physician-1", "d"), items=(pump("5"), pump("6")))

    pooled = joint(
        frames_of([one, two, other]), grouped(("x", "a"), ("x", "b"), ("x", "c"), ("y", "c")), DAY, RULES
    )

    def told(group, function):
        found = row(pooled, group=group, function=function)
        names = ("P1", "P2", "P3", "S", "R")
        fractions = [(found[f"{name}_numerator"], found[f"{name}_denominator"]) for name in names]
        return found["teams"], found["level"], fractions, found["shared_people"], found["shared_items"]

    assert pooled[["group", "function"]].to_numpy().tolist() == [
        ["x", "COM"],
        ["x", "MED"],
        ["x", ALL],
        ["y", "COM"],
        ["y", ALL],
    ]
    # physician-1 is one of three people for four posts; SN-2 counts once, as it was confirmed last: in repair
    assert told("x", "MED") == (2, 3, [(3, 4), (3, 4), (2, 2), (3, 4), (2, 3)], 1, 1)
    assert told("x", "COM") == (1, 1, [(2, 2), (2, 2), (1, 1), (2, 2), (2, 2)], 0, 0)
    assert told("x", ALL) == (3, 4, [(4, 6), (4, 6), (3, 3), (5, 6), (4, 5)], 2, 1)
    assert told("y", ALL) == told("y", "COM") == (1, 1, [(2, 2), (2, 2), (1, 1), (2, 2), (2, 2)], 0, 0)


def test_joint_group_adds_up_training_and_leaves_out_teams_that_are_not_active():
    drill = TrainingRequirement("skills", "实操", "hands-on", 2, 100)
    held = HeldFact(frozenset({"skills"}), date(2026, 2, 1), True, 2, 2, id="h", proved=False)
    one, two = (
        team("a", training=(drill,), held=(held,)),
        team("b", training=(drill, replace(drill, kind="x"))),
    )
    away = replace(team("c", training=(drill,)), state=TeamState.SUSPENDED)

    pooled = joint(frames_of([one, two, away]), grouped(("x", "a"), ("x", "b"), ("x", "c")), DAY, RULES)
    nobody = joint(frames_of([away]), grouped(("x", "c")), DAY, RULES)

    found = row(pooled, function=ALL)
    assert (found["teams"], found["T_numerator"], found["T_denominator"], found["T"], found["age_T"]) == (
        2,
        8,
        24,
        4,
        "B",
    )
    assert nobody.empty

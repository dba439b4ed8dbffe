"""Facts of single teams come out of the frames as they went in."""

from __future__ import annotations

from datetime import date

import pytest

from registry.codes import EquipmentState, FindingSeverity, TaskState, TeamCategory, TeamState
from registry.periods import Period
from registry.readiness.facts import (
    FindingFact,
    GrantFact,
    HeldFact,
    ItemFact,
    LineFact,
    MemberFact,
    MusterDuty,
    PostFact,
    Requirements,
    TeamFacts,
    TrainingRequirement,
)
from registry.readiness.frames import ReadinessFrames
from registry.readiness.from_frames import each_facts, facts_of
from tests.registry.readiness.framing import frames_of

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
OPEN = Period(date(2025, 3, 1))

FULL = TeamFacts(
    team="t1",
    code="ZG-COM-1",
    name="通信队",
    category=TeamCategory.COM,
    region="r1",
    state=TeamState.ACTIVE,
    active_since=date(2024, 1, 1),
    requirements={
        TaskState.PEACE: Requirements(
            (
                PostFact("p1", "队长", "leader", True, None),
                PostFact("p2", "报务员", "operator", False, "radio"),
            ),
            (LineFact("radio-set", "radio set", 4, True),),
        ),
        TaskState.WAR: Requirements((PostFact("p9", "队长", "leader", True, "radio"),), ()),
    },
    members=(
        MemberFact(
            "a", "P-1", (OPEN,), (("p1", YEAR),), (GrantFact("radio", YEAR),), (YEAR,), date(2026, 2, 1)
        ),
        MemberFact("b", "P-2", (YEAR, Period(date(2027, 3, 1))), proved=False),
    ),
    items=(
        ItemFact("i1", "radio-set", 3, EquipmentState.SERVICEABLE, date(2026, 9, 1), OPEN, "SN-1"),
        ItemFact("i2", "radio-set", 1, EquipmentState.LOST, None, YEAR, None, date(2026, 1, 1), False),
    ),
    training=(TrainingRequirement("turn_out", "拉动", "turn-out", 2, 228, 6),),
    held=(
        HeldFact(
            frozenset({"turn_out", "muster"}), date(2026, 3, 3), True, 9, 10, frozenset({"a"}), True, "h1"
        ),
        HeldFact(frozenset({"assessment"}), date(2026, 4, 4), False, 3, 9, None, False, "h2", (1, 3)),
    ),
    findings=(FindingFact("f1", "漏", FindingSeverity.MAJOR, date(2026, 1, 1), date(2026, 2, 1), None),),
    links_proved=(date(2026, 1, 9),),
    muster=MusterDuty(6, (date(2026, 5, 5),)),
)
BARE = TeamFacts(
    team="t2",
    code="ZG-MED-1",
    name="医疗队",
    category=TeamCategory.MED,
    region="r2",
    state=TeamState.REORGANIZING,
    active_since=date(2025, 1, 1),
    requirements={TaskState.PEACE: Requirements((), ())},
    members=(MemberFact("a", "P-1", (YEAR,), (), (GrantFact("radio", YEAR),), (YEAR,)),),
)


def test_facts_come_out_of_the_frames_as_they_went_in():
    frames = frames_of([FULL, BARE])

    assert list(each_facts(frames)) == [FULL, BARE]
    assert [facts_of(frames, "t2"), facts_of(frames, "t1")] == [BARE, FULL]
    with pytest.raises(KeyError, match="t3"):
        facts_of(frames, "t3")


def test_periods_without_a_day_hold_nothing():
    frames = frames_of([FULL, BARE])
    never = ReadinessFrames(
        dict(frames.frames) | {"item": frames["item"].assign(held_to=frames["item"]["held_from"])}
    )

    assert facts_of(never, "t1").items == ()

"""What-if edits: what each changes from its day on, what it leaves, and how it says itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from registry.codes import CapKind, EquipmentState, FindingSeverity, Measure, ReadinessArea, TaskState
from registry.periods import Period
from registry.readiness.facts import FindingFact, ItemFact, MusterDuty, TeamFacts
from registry.readiness.rating import rate
from registry.readiness.rules import RatingRules
from registry.readiness.what_if.edits import (
    AreaConfirmed,
    Edit,
    ExerciseHeld,
    ExerciseNotHeld,
    FindingClosed,
    GrantsRenewed,
    LinkProved,
    MembersGone,
    MembersJoin,
    MusterHeld,
    apply,
    names_in,
)
from registry.readiness.what_if.item_edits import (
    ItemsAcquired,
    ItemsInspected,
    ItemsIssued,
    ItemsLost,
    ItemsRepaired,
)
from tests.registry.readiness.factories import DAY, worked_example

RULES = RatingRules.of({})
LATER = date(2027, 1, 1)
M = Measure


def team() -> TeamFacts:
    """Return the worked example with a stored tent, an overdue finding, and no link proved."""
    facts = worked_example()
    stored = ItemFact("radio-3", "电台", 1, EquipmentState.STORED, None, Period(date(2020, 1, 1)))
    major = FindingFact("f", "警报失控", FindingSeverity.MAJOR, date(2026, 1, 1), date(2026, 2, 1), None)
    return replace(
        facts,
        items=(*facts.items, replace(stored, confirmed_on=date(2026, 2, 1))),
        findings=(major,),
        links_proved=(),
        muster=MusterDuty(2),
    )


LAPSED = frozenset({"person-32", "person-33"})
#: Each edit: the fractions it moves, the caps it takes away, what it says.
EDITS: dict[str, tuple[Edit, dict[Measure, tuple[int, int]], set[CapKind], tuple[str, str]]] = {
    "gone": (
        MembersGone(frozenset({"person-01", "person-36"})),
        {M.AVAILABLE: (33, 40), M.MATCHED: (30, 40), M.KEY_POSTS: (3, 5)},
        set(),
        ("减少2名队员", "lose 2 members"),
    ),
    "join": (
        MembersJoin(2, "COMMAND", "post-05"),
        {M.AVAILABLE: (36, 40), M.MATCHED: (32, 40), M.KEY_POSTS: (5, 5)},
        set(),
        ("新增2名持“COMMAND”资格的队员", "recruit 2 members qualified as COMMAND"),
    ),
    "join unqualified": (
        MembersJoin(1),
        {M.AVAILABLE: (35, 40)},
        set(),
        ("新增1名队员", "recruit 1 member"),
    ),
    "renewed": (
        GrantsRenewed(LAPSED, "PUMP"),
        {M.MATCHED: (33, 40)},
        set(),
        ("续办2份“PUMP”资格证", "renew 2 certificates of PUMP"),
    ),
    "lost": (
        ItemsLost("水泵", 2),
        {M.ON_HAND: (21, 25), M.SERVICEABLE: (17, 21)},
        set(),
        ("减少2件“水泵”", "lose 2 pumps"),
    ),
    "repaired": (
        ItemsRepaired("发电机", 1),
        {M.SERVICEABLE: (20, 23)},
        set(),
        ("修复1件“发电机”", "repair 1 generator"),
    ),
    "inspected": (
        ItemsInspected("水泵", 1),
        {M.SERVICEABLE: (20, 23)},
        set(),
        ("检验1件“水泵”", "inspect 1 pump"),
    ),
    "issued": (
        ItemsIssued("电台", 1),
        {M.SERVICEABLE: (20, 23)},
        set(),
        ("启封1件“电台”", "take out of store 1 radio"),
    ),
    "acquired": (
        ItemsAcquired("水泵", 2),
        {M.ON_HAND: (25, 25), M.SERVICEABLE: (21, 25)},
        set(),
        ("补充2件“水泵”", "acquire 2 pumps"),
    ),
    "held": (
        ExerciseHeld("turn_out", DAY),
        {M.TRAINED: (320, 400)},
        {CapKind.TURN_OUT},
        ("于2026-03-01组织“拉动训练”", "hold turn out on 2026-03-01"),
    ),
    "held for others too": (
        ExerciseHeld("muster", DAY, frozenset({"assessment"})),
        {M.TRAINED: (360, 400)},
        {CapKind.MUSTER},
        ("于2026-03-01组织“整组点验”", "hold muster on 2026-03-01"),
    ),
    "not held": (
        ExerciseNotHeld("held-skills"),
        {M.TRAINED: (200, 400)},
        set(),
        ("不组织“2026-02-10实操训练”", "leave out skills of 2026-02-10"),
    ),
    "closed": (
        FindingClosed("f"),
        {},
        {CapKind.FINDING},
        ("完成问题“警报失控”的整改销号", "close the finding “警报失控”"),
    ),
    "link": (LinkProved(), {}, {CapKind.LINK}, ("完成通联验证", "prove a communications link")),
    "mustered": (
        MusterHeld(DAY),
        {},
        {CapKind.MUSTER},
        ("于2026-03-01完成整组点验", "hold the muster on 2026-03-01"),
    ),
}


def told(facts: TeamFacts, on: date) -> tuple[dict[Measure, tuple[int, int]], set[CapKind]]:
    """Return the fractions and caps of a team."""
    rating = rate(facts, on, RULES)
    fractions = {
        each.measure: (each.numerator, each.denominator) for area in rating.areas for each in area.measures
    }
    return fractions, {each.kind for each in rating.caps}


@pytest.mark.parametrize(("edit", "moved", "gone", "said"), EDITS.values(), ids=EDITS)
def test_edit_moves_what_it_says_from_its_day_on_and_nothing_before(
    edit: Edit, moved: dict[Measure, tuple[int, int]], gone: set[CapKind], said: tuple[str, str]
) -> None:
    before, caps = told(team(), DAY)

    edited = apply(team(), [edit], DAY)

    assert told(edited, DAY) == ({**before, **moved}, caps - gone)
    assert edit.said(names_in(team())) == said
    yesterday = DAY - timedelta(days=20 if isinstance(edit, ExerciseNotHeld) else 1)
    if not isinstance(edit, ItemsInspected | ItemsIssued | ItemsRepaired):
        assert told(edited, yesterday) == told(team(), yesterday)


def test_edits_add_up_and_leave_the_facts_they_start_from() -> None:
    facts = team()

    edited = apply(facts, [MembersJoin(1, "PUMP"), MembersJoin(1, "PUMP"), ItemsLost("水泵", 99)], DAY)

    assert facts == team()
    assert len({each.person for each in edited.members}) == 38
    assert told(edited, DAY)[0][M.MATCHED] == (33, 40)
    assert told(edited, DAY)[0][M.ON_HAND] == (13, 25)


def test_inspection_repeats_and_a_renewed_certificate_ends() -> None:
    edited = apply(
        team(),
        [
            ItemsInspected("水泵", 1, date(2026, 9, 1)),
            GrantsRenewed(LAPSED, "PUMP", LATER),
            ExerciseHeld("turn_out", date(2026, 6, 1)),
        ],
        DAY,
    )

    days = (date(2026, 8, 31), date(2026, 9, 1), LATER - timedelta(days=1), LATER)
    assert [told(edited, day)[0][M.SERVICEABLE][0] for day in days[:2]] == [20, 19]
    assert [told(edited, day)[0][M.MATCHED][0] for day in days[2:]] == [33, 31]
    assert told(edited, date(2026, 5, 31))[1] - told(edited, date(2026, 6, 1))[1] == {CapKind.TURN_OUT}


@pytest.mark.parametrize("area", list(ReadinessArea))
def test_confirmed_area_is_fresh_and_proved(area: ReadinessArea) -> None:
    facts = team()
    doubted = replace(
        facts,
        members=tuple(replace(each, confirmed_on=date(2024, 1, 1)) for each in facts.members),
        items=tuple(replace(each, proved=False) for each in facts.items),
        held=tuple(replace(each, proved=False) for each in facts.held),
    )
    shared = {ReadinessArea.EQUIPMENT, ReadinessArea.SERVICEABILITY}

    aged = {
        each.subject
        for each in rate(apply(doubted, [AreaConfirmed(area)], DAY), DAY, RULES, TaskState.PEACE).caps
        if each.kind is CapKind.DATA_AGE
    }

    assert aged == {"P", "S", "R", "T"} - (
        {each.value for each in shared} if area in shared else {area.value}
    )
    assert AreaConfirmed(area).said({}) == (
        f"核实{area.zh}数据",
        f"confirm the records of {area.en}",
    )

"""Each cap on the day before and the day it fires, and what lifts it; data age; young teams; states."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from registry.codes import CapKind, DataAge, FindingSeverity, Measure, ReadinessArea, TaskState, TeamState
from registry.readiness.areas.caps import fired_caps
from registry.readiness.facts import FindingFact, HeldFact, LineFact, MusterDuty, Requirements, TeamFacts
from registry.readiness.rating import rate
from registry.readiness.ratings import CapFired
from registry.readiness.rules import RatingRules
from tests.registry.readiness.factories import DAY, worked_example

RULES = RatingRules.of({})
ONE = timedelta(days=1)
P, S = ReadinessArea.PEOPLE, ReadinessArea.EQUIPMENT


def bare(**changed: object) -> TeamFacts:
    """Return a team nothing is asked of but what a test adds, turned out lately."""
    lately = HeldFact(frozenset({"turn_out"}), DAY - ONE, True, 1, 1)
    return replace(
        worked_example(), **({"training": (), "held": (lately,), "muster": None, "findings": ()} | changed)
    )


def caps(facts: TeamFacts, on: date) -> list[tuple[CapKind, int, date | None]]:
    """Return what fires on a day, with its level and since when."""
    return [(each.kind, each.level, each.since) for each in fired_caps(facts, (), on, RULES)]


def exercise(kind: str, on: date, passed: bool = True) -> HeldFact:
    """Return an execution by everybody."""
    return HeldFact(frozenset({kind}), on, passed, 10, 10, id=f"{kind}-{on}")


MAJOR = FindingFact("f", "警报失控", FindingSeverity.MAJOR, date(2026, 1, 1), date(2026, 2, 1), None)
FIRED = {
    "turn-out": (
        bare(held=(exercise("turn_out", date(2025, 2, 28)), exercise("turn_out", DAY - ONE, passed=False))),
        date(2026, 3, 1),
        (CapKind.TURN_OUT, 2, date(2026, 3, 1)),
    ),
    "finding": (bare(findings=(MAJOR,)), date(2026, 2, 2), (CapKind.FINDING, 3, date(2026, 2, 2))),
    "link": (bare(links_proved=(date(2026, 1, 1),)), date(2026, 4, 2), (CapKind.LINK, 3, date(2026, 4, 2))),
    "first link": (
        bare(links_proved=(), active_since=date(2026, 1, 1)),
        date(2026, 4, 2),
        (CapKind.LINK, 3, date(2026, 4, 2)),
    ),
    "muster": (
        bare(muster=MusterDuty(6, (date(2025, 12, 31),))),
        date(2026, 7, 1),
        (CapKind.MUSTER, 2, date(2026, 7, 1)),
    ),
    "muster of December": (
        bare(muster=MusterDuty(12, (date(2024, 12, 31),))),
        date(2026, 1, 1),
        (CapKind.MUSTER, 2, date(2026, 1, 1)),
    ),
    "assessment": (
        bare(
            held=(
                exercise("turn_out", DAY),
                exercise("assessment", date(2026, 3, 5), passed=False),
                exercise("assessment", date(2025, 3, 5)),
            )
        ),
        date(2026, 3, 5),
        (CapKind.ASSESSMENT, 3, date(2026, 3, 5)),
    ),
}


@pytest.mark.parametrize(("facts", "on", "expected"), FIRED.values(), ids=FIRED)
def test_cap_fires_from_its_first_day_on(
    facts: TeamFacts, on: date, expected: tuple[CapKind, int, date]
) -> None:
    turned_out = replace(facts, held=(*facts.held, exercise("turn_out", on)))
    facts = facts if expected[0] is CapKind.TURN_OUT else turned_out

    assert caps(facts, on) == [expected]
    assert expected not in caps(facts, on - ONE)


LIFTED = {
    "minor finding": bare(findings=(replace(MAJOR, severity=FindingSeverity.CONSIDERABLE),)),
    "closed finding": bare(findings=(replace(MAJOR, closed_on=DAY),)),
    "no link asked": bare(links_proved=None),
    "late muster": bare(muster=MusterDuty(2, (DAY,))),
    "muster before the team was": bare(muster=MusterDuty(1), active_since=date(2026, 2, 1)),
    "assessment repeated": bare(
        held=(
            exercise("turn_out", DAY),
            exercise("assessment", DAY - ONE, passed=False),
            exercise("assessment", DAY),
        )
    ),
    "turn-out as part of another exercise": bare(
        held=(HeldFact(frozenset({"realistic", "turn_out"}), date(2025, 3, 1), True, 1, 1),)
    ),
}


@pytest.mark.parametrize("facts", LIFTED.values(), ids=LIFTED)
def test_cap_does_not_fire_for_what_was_done_or_not_owed(facts: TeamFacts) -> None:
    assert caps(facts, DAY) == []


def test_cap_says_itself_in_both_languages_with_its_subject() -> None:
    (cap,) = fired_caps(bare(findings=(MAJOR,)), (), DAY, RULES)

    assert cap == CapFired(
        CapKind.FINDING,
        3,
        "The major finding “警报失控” was due on 2026-02-01: not above level 3.",
        "重大问题“警报失控”整改期限2026-02-01已过，评定不高于3级。",
        "f",
        date(2026, 2, 2),
    )


def test_young_team_is_warned_before_it_is_capped() -> None:
    young = bare(held=(), links_proved=(), active_since=date(2026, 1, 1))

    told = [en for _, en in rate(young, DAY, RULES).warnings if "Active" in en]

    assert told == [
        "Active lately, not yet turned out: capped from 2027-01-02 on.",
        "Active lately, no link proved yet: capped from 2026-04-02 on.",
    ]


AGED = {
    "fresh": (90, True, DataAge.A, None),
    "B": (91, True, DataAge.B, 2),
    "C": (181, True, DataAge.C, 3),
    "D": (366, True, DataAge.D, 4),
    "own word": (0, False, DataAge.B, 2),
    "old own word": (100, False, DataAge.C, 3),
    "very old own word": (400, False, DataAge.D, 4),
}


@pytest.mark.parametrize(("days", "proved", "grade", "level"), AGED.values(), ids=AGED)
def test_data_age_of_the_oldest_input_caps_the_team(
    days: int, proved: bool, grade: DataAge, level: int | None
) -> None:
    first, *others = worked_example().members
    old = replace(first, confirmed_on=DAY - timedelta(days=days), proved=proved)
    facts = bare(members=(old, *others), held=(*worked_example().held[:3], exercise("turn_out", DAY)))

    rating = rate(facts, DAY, RULES)

    area = rating.area(P)
    assert area is not None
    aged = [each for each in rating.caps if each.kind is CapKind.DATA_AGE]
    assert (area.data_age, [(each.level, each.subject, each.since) for each in aged]) == (
        grade,
        [] if level is None else [(level, "P", area.data_age_since)],
    )
    assert rating.shown == ("?4" if grade is DataAge.D else str(max(2, level or 2)))
    if area.data_age_since is not None and grade is not DataAge.A and proved:
        earlier = rate(facts, area.data_age_since - ONE, RULES).area(P)
        assert earlier is not None
        assert earlier.data_age < grade


def test_what_was_never_confirmed_is_unverified_since_no_day() -> None:
    (item, *others) = worked_example().items
    facts = bare(items=(replace(item, confirmed_on=date.min), *others))

    rating = rate(facts, DAY, RULES)

    area = rating.area(S)
    assert area is not None
    assert (area.data_age, area.confirmed_on, area.data_age_since, rating.shown) == (
        DataAge.D,
        None,
        None,
        "?4",
    )


def test_only_active_teams_are_rated() -> None:
    shown = {
        state: (rating.shown, rating.level, rating.areas)
        for state in TeamState
        for rating in (rate(replace(worked_example(), state=state), DAY, RULES),)
        if state is not TeamState.ACTIVE
    }

    assert shown.pop(TeamState.REORGANIZING) == ("5", 5, ())
    assert set(shown.values()) == {("—", None, ())}


def test_what_asks_for_nothing_is_not_applicable_and_never_full() -> None:
    empty = bare(requirements={TaskState.PEACE: Requirements((), ())}, held=())

    rating = rate(empty, DAY, RULES)

    assert (rating.level, rating.computed, rating.shown) == (None, None, "—")
    assert [each.level for each in rating.areas] == [None] * 4
    assert [(each.measure, each.shown) for area in rating.areas for each in area.measures] == [
        (measure, "—") for measure in Measure
    ]
    assert rating.warnings[-1] == (
        "没有任何适用的指标，不作评定。",
        "Nothing that could be rated applies: the team has no level.",
    )


def test_worst_key_line_decides_and_another_task_has_its_own_lines() -> None:
    peace = worked_example().requirements[TaskState.PEACE]
    war = Requirements(peace.posts, (*peace.lines, LineFact("照明车", "light tower", 1, key=True)))
    facts = bare(requirements={TaskState.PEACE: peace, TaskState.WAR: war})

    told = {
        task: (area.level, area.measures[0].level, area.measures[0].shown)
        for task in TaskState
        for area in (rate(facts, DAY, RULES, task).area(S),)
        if area is not None
    }

    assert told == {
        TaskState.PEACE: (2, 2, "88.0%"),
        TaskState.EMERGENCY: (2, 2, "88.0%"),
        TaskState.WAR: (4, 2, "84.6%"),
    }

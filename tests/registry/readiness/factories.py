"""Facts to rate: the worked example of the rating model, and teams made by seeded chance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

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

#: The day on which the worked example is rated.
DAY = date(2026, 3, 1)
_ACTIVE = date(2020, 1, 1)
_CONFIRMED = date(2026, 2, 1)
_ALWAYS = (Period(_ACTIVE),)


def worked_example() -> TeamFacts:
    """
    Return the worked example: 40 posts, 36 members, 22 of 25 items, five equal requirements.

    On `DAY`: P 85.0, 77.5 and 80.0 %, S 88.0 %, R 86.3 % with a key generator line of 75.0 %, T 70.0 %; the
    last turn-out is 13 months old.
    """
    return TeamFacts(
        team="T-1",
        code="RRP-01",
        name="抢险抢修一队",
        category=TeamCategory.RRP,
        region="R-1",
        state=TeamState.ACTIVE,
        active_since=_ACTIVE,
        requirements={TaskState.PEACE: Requirements(_posts(), _lines())},
        members=_members(),
        items=_items(),
        training=tuple(
            TrainingRequirement(kind, name, kind.replace("_", " "), 20, days, number)
            for number, (kind, name, days) in enumerate(_SYLLABUS, start=1)
        ),
        held=_held(),
        muster=MusterDuty(6, (date(2025, 5, 10),)),
    )


_SYLLABUS = (
    ("muster", "整组点验", 456),
    ("training", "集中训练", 456),
    ("skills", "实操训练", 114),
    ("turn_out", "拉动训练", 365),
    ("assessment", "年度考核", 456),
)


def _posts() -> tuple[PostFact, ...]:
    asked = ["COMMAND"] * 5 + ["DRIVE"] * 15 + ["PUMP"] * 20
    return tuple(
        PostFact(f"post-{number:02}", f"{number}号岗位", f"post {number}", number <= 5, qualification)
        for number, qualification in enumerate(asked, start=1)
    )


def _members() -> tuple[MemberFact, ...]:
    """Return 4 commanders, 15 drivers, 12 at pumps, 3 whose pump certificate lapsed, 2 drivers on leave."""
    lapsed, away = Period(_ACTIVE, date(2026, 2, 20)), (Period(date(2026, 2, 1), date(2026, 4, 1)),)
    grants = [("COMMAND", Period(_ACTIVE))] * 4 + [("DRIVE", Period(_ACTIVE))] * 15
    grants += [("PUMP", Period(_ACTIVE))] * 12 + [("PUMP", lapsed)] * 3 + [("DRIVE", Period(_ACTIVE))] * 2
    return tuple(
        MemberFact(
            f"person-{number:02}",
            f"M-{number:02}",
            _ALWAYS,
            posts=((f"post-{number:02}", Period(_ACTIVE)),),
            grants=(GrantFact(qualification, period),),
            away=away if number > 34 else (),
            confirmed_on=_CONFIRMED,
        )
        for number, (qualification, period) in enumerate(grants, start=1)
    )


def _lines() -> tuple[LineFact, ...]:
    return (
        LineFact("发电机", "generator", 4, key=True),
        LineFact("水泵", "pump", 12, key=False),
        LineFact("电台", "radio", 9, key=False),
    )


def _items() -> tuple[ItemFact, ...]:
    """Return 4 generators (one to be repaired), 10 pumps (one overdue), 8 radios (one in repair)."""
    ready, later = EquipmentState.SERVICEABLE, date(2026, 12, 1)
    lots = (
        ("generator-1", "发电机", 3, ready, later),
        ("generator-2", "发电机", 1, EquipmentState.REPAIR_NEEDED, later),
        ("pump-1", "水泵", 9, ready, later),
        ("pump-2", "水泵", 1, ready, date(2026, 2, 15)),
        ("radio-1", "电台", 7, EquipmentState.MONITOR, None),
        ("radio-2", "电台", 1, EquipmentState.IN_REPAIR, None),
    )
    return tuple(
        ItemFact(id_, kind, quantity, state, due, Period(_ACTIVE), confirmed_on=_CONFIRMED)
        for id_, kind, quantity, state, due in lots
    )


def _held() -> tuple[HeldFact, ...]:
    """Return three executions that give full credit and a turn-out 13 months ago; nobody was assessed."""
    days = {
        "muster": date(2025, 5, 10),
        "training": date(2025, 9, 1),
        "skills": date(2026, 2, 10),
        "turn_out": date(2025, 2, 1),
    }
    return tuple(
        HeldFact(frozenset({kind}), on, passed=True, present=36, authorized=40, id=f"held-{kind}")
        for kind, on in days.items()
    )


def chance_facts(seed: int, on: date = DAY, team: str = "T-1") -> TeamFacts:
    """Return the facts of an active team made by seeded chance, with every kind of fact and of gap."""
    chance = Random(seed)
    kinds = [kind for kind, _, _ in _SYLLABUS]
    posts, trusted = _chance_posts(chance), chance.random() < 0.6
    return replace(
        worked_example(),
        team=team,
        code=team,
        active_since=on - timedelta(days=chance.choice((30, 200, 400, 3000))),
        requirements={
            TaskState.PEACE: Requirements(posts, _chance_lines(chance)),
            TaskState.WAR: Requirements(_chance_posts(chance), _chance_lines(chance)),
        },
        members=tuple(
            _chance_member(chance, number, posts, on, trusted)
            for number in range(len(posts) // 2 + chance.randrange(len(posts) + 6))
        ),
        items=tuple(_chance_item(chance, number, on, trusted) for number in range(chance.randrange(24))),
        training=tuple(
            replace(each, weight=chance.randrange(1, 5), periodicity_days=chance.choice((91, 228, 365, 456)))
            for each in worked_example().training
            if chance.random() < 0.9
        ),
        held=tuple(_chance_held(chance, number, kinds, on) for number in range(4 + chance.randrange(20))),
        findings=tuple(_chance_finding(chance, number, on) for number in range(chance.randrange(3))),
        links_proved=chance.choice((None, (), (on - timedelta(days=chance.randrange(200)),))),
        muster=chance.choice((None, MusterDuty(chance.randrange(1, 13), (_before(chance, on, 500),)))),
    )


def _before(chance: Random, on: date, days: int) -> date:
    return on - timedelta(days=chance.randrange(days))


def _period(chance: Random, on: date) -> Period:
    """Return a period that mostly holds on a day."""
    start = on - timedelta(days=chance.randrange(-5, 900))
    end = start + timedelta(days=chance.randrange(30, 2000))
    return Period(start, chance.choice((None, None, end)))


_QUALIFICATIONS = ("COMMAND", "DRIVE", "PUMP", "MEDIC")
_KINDS = ("发电机", "水泵", "电台", "帐篷")


def _chance_posts(chance: Random) -> tuple[PostFact, ...]:
    return tuple(
        PostFact(
            f"post-{number}",
            f"{number}号岗位",
            f"post {number}",
            chance.random() < 0.25,
            chance.choice((None, None, *_QUALIFICATIONS)),
        )
        for number in range(chance.randrange(12))
    )


def _chance_lines(chance: Random) -> tuple[LineFact, ...]:
    kinds = chance.sample(_KINDS, chance.randrange(len(_KINDS)))
    return tuple(LineFact(kind, kind, chance.randrange(1, 7), chance.random() < 0.3) for kind in kinds)


def _chance_member(
    chance: Random, number: int, posts: tuple[PostFact, ...], on: date, trusted: bool
) -> MemberFact:
    granted = chance.sample(_QUALIFICATIONS, chance.randrange(1, 4))
    return MemberFact(
        f"person-{number}",
        f"M-{number}",
        (_period(chance, on),),
        posts=tuple((each.id, _period(chance, on)) for each in chance.sample(posts, min(1, len(posts)))),
        grants=tuple(GrantFact(each, _period(chance, on)) for each in granted),
        away=(Period(on - timedelta(days=3), on + timedelta(days=3)),) if chance.random() < 0.1 else (),
        confirmed_on=_before(chance, on, 60 if trusted else 400),
        proved=trusted or chance.random() < 0.8,
    )


def _chance_item(chance: Random, number: int, on: date, trusted: bool) -> ItemFact:
    states = (*[EquipmentState.SERVICEABLE] * 6, *EquipmentState)
    return ItemFact(
        f"item-{number}",
        chance.choice(_KINDS),
        chance.randrange(1, 5),
        chance.choice(states),
        chance.choice((None, on + timedelta(days=chance.randrange(-60, 300)))),
        _period(chance, on),
        confirmed_on=_before(chance, on, 60 if trusted else 400),
        proved=trusted or chance.random() < 0.8,
    )


def _chance_held(chance: Random, number: int, kinds: list[str], on: date) -> HeldFact:
    authorized = chance.randrange(12)
    takers = frozenset(f"person-{each}" for each in range(12) if chance.random() < 0.6)
    return HeldFact(
        frozenset(chance.sample(kinds, chance.randrange(1, 3))),
        on - timedelta(days=chance.randrange(-10, 450)),
        passed=chance.random() < 0.85,
        present=chance.randrange(authorized + 1),
        authorized=authorized,
        takers=chance.choice((None, takers)),
        proved=chance.random() < 0.9,
        id=f"held-{number}",
        crew=chance.choice(((1, 1), (1, 3))),
    )


def _chance_finding(chance: Random, number: int, on: date) -> FindingFact:
    found = _before(chance, on, 200)
    due = found + timedelta(days=chance.randrange(10, 90))
    return FindingFact(
        f"finding-{number}",
        f"{number}号问题",
        chance.choice(tuple(FindingSeverity)),
        found,
        due,
        chance.choice((None, due)),
    )

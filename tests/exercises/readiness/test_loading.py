"""The facts of readiness as they come out of the database: whole teams, written out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from exercises.codes import AttendanceStatus, ExerciseKind, Grade
from exercises.readiness.loading import load_facts, load_frames
from exercises.tables import Attendance
from registry.access import SYSTEM, viewer_of
from registry.codes import (
    EquipmentState,
    FindingOrigin,
    FindingSeverity,
    FindingState,
    ReadinessArea,
    TaskState,
    TeamCategory,
    TeamState,
    UnavailabilityReason,
)
from registry.errors import NotFound
from registry.history import changing
from registry.past import AsOf
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
from registry.readiness.frames import COLUMNS
from registry.readiness.from_frames import each_facts
from registry.tables import (
    EquipmentRequirement,
    EquipmentTransfer,
    Finding,
    QualificationGrant,
    QualificationType,
    Unavailability,
)
from tests.conftest import NOW, Statements
from tests.exercises.readiness.records import (
    confirmed,
    evidence,
    held,
    inspected,
    linked,
    mustered,
    same,
)
from tests.exercises.years import RULES, YearWorld
from tests.factories import FOUNDED
from tests.pasts import a_past

pytestmark = pytest.mark.anyio
ON = date(2026, 1, 5)
SINCE = Period(FOUNDED)
CERTIFIED = GrantFact("Q-OPS", Period(date(2024, 6, 1), date(2027, 6, 1)))
#: Standing rows of the default syllabus for communications teams.
ASKED = (1, 2, 3, 6, 7, 8, 10, 14)


async def eventful(year: YearWorld) -> dict[str, Any]:
    """Give the communications team of the first district one of every kind of fact; return their records."""
    world, team = year.world, year.world.teams["510302", TeamCategory.COM]
    item, other = world.equipment[team.id], world.equipment[world.team.id]
    async with changing(year.act(year.planner)) as change:
        crew = await held(change, team, ExerciseKind.INTERCONNECTION, date(2025, 11, 10), present=1)
        special = await held(change, team, ExerciseKind.SPECIAL, date(2025, 9, 9), grade=Grade.FAILED)
        exercised = await held(change, team, ExerciseKind.MUSTER, date(2025, 4, 1))
        await evidence(change, team.region_id, special, date(2025, 9, 10))
        people = world.people[team.id]
        for person, status in zip(
            people,
            (AttendanceStatus.PRESENT, AttendanceStatus.ABSENT, AttendanceStatus.LATE),
            strict=True,
        ):
            await change.add(Attendance(execution_team_id=crew.id, person_id=person.id, status=status))
        await linked(change, world.district.id, world.sibling.id, date(2025, 12, 1))
        await linked(change, world.district.id, world.sibling.id, date(2025, 12, 20), success=False)
        await linked(change, world.sibling.id, world.foreign_district.id, date(2025, 12, 22))
        await mustered(change, team, date(2025, 5, 5), item.id)
        await inspected(change, item.id, date(2025, 8, 8))
        people_area, own_word = ReadinessArea.PEOPLE, {"proved": False}
        await confirmed(change, year, team, people_area, date(2025, 10, 1), **own_word)
        await confirmed(change, year, team, people_area, ON + timedelta(days=1), proved=True)
        await confirmed(change, year, team, ReadinessArea.TRAINING, date(2025, 12, 1), proved=True)
        higher = await change.add(
            QualificationType(
                code="Q-MASTER",
                name="高级操作证",
                name_en="master's certificate",
                validity_months=36,
                issuer="测试发证机关",
                supersedes_id=world.qualification.id,
            )
        )
        double = await change.add(_double(people[0]))
        await same(change, people[0], double, team.region_id, date(2025, 6, 1))
        await change.add(
            QualificationGrant(
                person_id=double.id,
                qualification_type_id=higher.id,
                valid_from=date(2025, 7, 1),
                valid_to=date(2028, 7, 1),
                revoked_on=date(2026, 2, 1),
            )
        )
        await change.add(
            Unavailability(
                person_id=people[1].id,
                region_id=team.region_id,
                reason=UnavailabilityReason.ILLNESS,
                valid_from=date(2026, 1, 2),
                valid_to=date(2026, 3, 1),
            )
        )
        finding = await change.add(_finding(team.id, team.region_id))
        await change.add(_finding(team.id, team.region_id, FindingState.WITHDRAWN))
        await change.add(
            EquipmentRequirement(
                team_type_id=team.team_type_id,
                kind="卫星站",
                kind_en="satellite station",
                quantity=3,
                task_state=TaskState.WAR,
            )
        )
        moved = await change.change(other, team_id=team.id)
        await change.add(
            EquipmentTransfer(
                item_id=moved.id,
                received_id=moved.id,
                quantity=2,
                moved_on=date(2025, 12, 30),
                from_team_id=world.team.id,
                to_team_id=team.id,
                from_owner_id=moved.owner_id,
                to_owner_id=moved.owner_id,
            )
        )
    return {"crew": crew, "special": special, "muster": exercised, "finding": finding, "moved": moved} | {
        "person": min(str(people[0].id), str(double.id))
    }


def _double(person: Any) -> Any:
    values = {name: getattr(person, name) for name in person.stored_columns() if name != "id"}
    return type(person)(**values | {"reference": "P-DOUBLE"})


def _finding(team: UUID, region: UUID, state: FindingState = FindingState.OPEN) -> Finding:
    return Finding(
        region_id=region,
        team_id=team,
        title="发电机无备件",
        severity=FindingSeverity.MAJOR,
        origin=FindingOrigin.OTHER,
        state=state,
        valid_from=date(2025, 12, 1),
        due_on=date(2025, 12, 31),
        withdrawn_on=date(2025, 12, 2) if state is FindingState.WITHDRAWN else None,
    )


def expected(year: YearWorld, made: dict[str, Any]) -> TeamFacts:
    """Return the facts of the eventful team."""
    world, team = year.world, year.world.teams["510302", TeamCategory.COM]
    people, posts, item = world.people[team.id], world.posts[team.id], world.equipment[team.id]
    own_posts = tuple(
        PostFact(
            str(each.id), "操作手", "operator", each.ordinal == 1, "Q-OPS" if each.ordinal == 1 else None
        )
        for each in posts
    )
    word = {"confirmed_on": date(2025, 10, 1), "proved": False}
    higher = (Period(date(2025, 7, 1), date(2026, 2, 1)),)
    members = [
        MemberFact(str(person.id), person.reference, (SINCE,), ((str(post.id), SINCE),), (CERTIFIED,), **word)
        for person, post in zip(people, posts, strict=False)
    ]
    grants = (GrantFact("Q-MASTER", *higher), CERTIFIED, GrantFact("Q-OPS", *higher))
    members[0] = MemberFact(
        made["person"], people[0].reference, (SINCE,), ((str(posts[0].id), SINCE),), grants, **word
    )
    away = (Period(date(2026, 1, 2), date(2026, 3, 1)),)
    members[1] = MemberFact(
        str(people[1].id),
        people[1].reference,
        (SINCE,),
        ((str(posts[1].id), SINCE),),
        (CERTIFIED,),
        away,
        **word,
    )
    part = {"present": 3, "authorized": 4, "proved": False}
    came = frozenset({made["person"], str(people[2].id)})
    return TeamFacts(
        team=str(team.id),
        code=team.code,
        name=team.name,
        category=TeamCategory.COM,
        region=str(world.district.id),
        state=TeamState.ACTIVE,
        active_since=FOUNDED,
        requirements={
            TaskState.PEACE: Requirements(own_posts, (LineFact("发电机", "generator", 2, True),)),
            TaskState.WAR: Requirements(own_posts, (LineFact("卫星站", "satellite station", 3, False),)),
        },
        members=tuple(members),
        items=(
            _item(item, Period(date(2025, 1, 6)), date(2025, 8, 8), True),
            _item(made["moved"], Period(date(2025, 12, 30)), date(2025, 12, 30), False),
        ),
        training=tuple(
            TrainingRequirement(
                rule.kind.value, rule.kind.zh, rule.kind.en, rule.weight, rule.periodicity_days, rule.number
            )
            for rule in (RULES[number] for number in ASKED)
        ),
        held=(
            HeldFact(
                frozenset({"muster"}), date(2025, 4, 1), True, id=str(made["muster"].id), takers=None, **part
            ),
            HeldFact(
                frozenset({"special", "realistic"}),
                date(2025, 9, 9),
                False,
                id=str(made["special"].id),
                **part | {"proved": True},
            ),
            HeldFact(
                frozenset({"interconnection"}),
                date(2025, 11, 10),
                True,
                1,
                4,
                came,
                False,
                str(made["crew"].id),
                (1, 3),
            ),
        ),
        findings=(
            FindingFact(
                str(made["finding"].id),
                "发电机无备件",
                FindingSeverity.MAJOR,
                date(2025, 12, 1),
                date(2025, 12, 31),
                None,
            ),
        ),
        links_proved=(date(2025, 12, 1),),
        muster=MusterDuty(6, (date(2025, 4, 1), date(2025, 5, 5))),
    )


def _item(row: Any, since: Period, confirmed_on: date, proved: bool) -> ItemFact:
    return ItemFact(
        str(row.id),
        "发电机",
        2,
        EquipmentState.SERVICEABLE,
        date(2026, 6, 1),
        since,
        row.serial,
        confirmed_on,
        proved,
    )


def unordered(facts: TeamFacts) -> TeamFacts:
    """Return facts with members and items in the order of their ids."""
    return replace(
        facts,
        members=tuple(sorted(facts.members, key=lambda each: each.person)),
        items=tuple(sorted(facts.items, key=lambda each: each.id)),
    )


async def test_facts_of_a_team_hold_every_kind_of_record(
    year: YearWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await eventful(year)
    team = year.world.teams["510302", TeamCategory.COM]

    (found,) = await load_facts(year.planner, [team.id], ON)
    frames = await load_frames(year.planner, year.region_id, ON)
    each = await load_facts(year.planner, year.region_id, ON)
    monkeypatch.setattr("registry.readiness.records.reading.FEW", 0)
    many = await load_facts(year.planner, year.region_id, ON)

    assert many == each
    assert unordered(found) == unordered(expected(year, made))
    of_frames = {each.team: unordered(each) for each in each_facts(frames)}
    assert of_frames[str(team.id)] == unordered(found)
    assert len(of_frames) == 5
    assert of_frames[str(year.world.team.id)].items == ()
    assert {name: tuple(frame.columns) for name, frame in frames.frames.items()} == dict(COLUMNS)
    assert {str(frames["member"][name].dtype) for name in ("served_from", "served_to")} == {"datetime64[s]"}


async def test_facts_are_as_they_were_known(year: YearWorld) -> None:
    before = await load_facts(SYSTEM, year.region_id, ON)
    team = year.world.teams["510302", TeamCategory.COM]
    made = await eventful(year)
    past = a_past()

    async with past.reading(AsOf(ON, NOW - timedelta(seconds=1))):
        then = await load_facts(SYSTEM, year.region_id, ON)
    async with past.reading(AsOf(ON, NOW)):
        (now,) = await load_facts(SYSTEM, [team.id], ON)

    assert [unordered(each) for each in then] == [unordered(each) for each in before]
    # inside the past only what is true on the day is there: what has ended, or is to come, is not
    assert unordered(now) == unordered(expected(year, made))


async def test_teams_are_those_in_scope_by_a_fixed_number_of_statements(
    year: YearWorld, statements: Statements
) -> None:
    teams = list(year.world.teams.values())
    foreigner = await viewer_of(year.world.principals["foreigner"].id, on=ON)

    with statements.counted() as one:
        first = await load_facts(year.planner, [teams[0].id], ON)
    with statements.counted() as three:
        more = await load_facts(year.planner, [team.id for team in teams[:3]], ON)

    assert (len(first), len(more)) == (1, 3)
    assert len(one) == len(three)
    assert await load_facts(foreigner, [teams[0].id], ON) == []
    with pytest.raises(NotFound):
        await load_frames(foreigner, year.region_id, ON)
    assert await load_facts(year.planner, [teams[0].id], FOUNDED - timedelta(days=1)) == []

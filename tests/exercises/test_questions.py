"""Questions of an office, answered from records: the number is the length of the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from exercises.codes import ExerciseKind, Question
from exercises.questions import Answer, Asked, answer
from exercises.tables import Execution
from registry.access import Viewer, viewer_of
from registry.codes import CenterLevel, PeacetimeUse, TeamCategory, TeamState, WorkKind
from registry.errors import InvalidValue, NotFound
from registry.history import Act, changing
from registry.past import AsOf
from registry.tables import MobilizationCenter, Region, UseCertificate, Work
from tests.conftest import NOW, Statements
from tests.exercises.years import YearWorld
from tests.pasts import a_past

pytestmark = pytest.mark.anyio
LATER = datetime(2026, 1, 5, 2, tzinfo=UTC)


async def a_year_of(year: YearWorld, act: Callable[..., Act]) -> None:
    """Store turn-outs of two districts, two centers, and two certificates."""
    world = year.world
    async with changing(act()) as change:
        for region, kind, day in (
            (world.district, ExerciseKind.TURN_OUT, date(2025, 3, 3)),
            (world.district, ExerciseKind.TURN_OUT, date(2025, 9, 3)),
            (world.sibling, ExerciseKind.TURN_OUT, date(2025, 5, 6)),
            (world.city, ExerciseKind.CROSS_REGION, date(2025, 6, 3)),
            (world.city, ExerciseKind.OPENING, date(2025, 2, 3)),
            (world.district, ExerciseKind.TURN_OUT, date(2024, 3, 3)),
            (world.foreign_district, ExerciseKind.TURN_OUT, date(2025, 3, 3)),
        ):
            days = {"first_day": day, "last_day": day, "valid_from": day}
            await change.add(Execution(region_id=region.id, kind=kind, title=kind.zh, **days))
        for code, level, day in (
            ("GC-A", CenterLevel.PROVINCIAL, date(2025, 8, 1)),
            ("GC-B", CenterLevel.PROVINCIAL, date(2025, 6, 1)),
            ("GC-C", CenterLevel.PROVINCIAL, date(2025, 6, 1)),
            ("GC-D", CenterLevel.CITY, date(2025, 1, 1)),
        ):
            await change.add(_center(year, code, level, day))
        work = await change.add(
            Work(region_id=world.district.id, code="W-1", name="示例工程", kind=WorkKind.EARLY, area_m2=10)
        )
        for number, issued in ((1, date(2025, 4, 1)), (2, date(2024, 4, 1)), (3, None)):
            await change.add(_certificate(year, work, number, issued))


def _center(year: YearWorld, code: str, level: CenterLevel, day: date) -> MobilizationCenter:
    return MobilizationCenter(
        region_id=year.world.district.id,
        organization_id=year.world.organizations["510302"].id,
        code=code,
        name=f"{code}中心",
        field="machinery",
        level=level,
        designated_on=day,
    )


def _certificate(year: YearWorld, work: Work, number: int, issued: date | None) -> UseCertificate:
    return UseCertificate(
        work_id=work.id,
        organization_id=year.world.organizations["510302"].id,
        code=f"A-{number}",
        use=PeacetimeUse.PARKING,
        area_m2=1,
        contract_on=date(2024, 1, 1),
        contract_until=date(2027, 1, 1),
        decided_on=issued,
        number=None if issued is None else f"SY-{number}",
        issued_on=issued,
        expires_on=None if issued is None else date(2027, 1, 1),
        valid_from=date(2024, 1, 1),
    )


def asked(region: Region) -> Asked:
    return Asked(region.id, date(2025, 1, 1), date(2025, 12, 31))


def told(found: Answer) -> tuple[str, str, list[str]]:
    return found.sentence, found.sentence_zh, [record.code for record in found.records]


async def test_each_question_is_answered_with_its_list(
    year: YearWorld, act: Callable[..., Act], statements: Statements
) -> None:
    await a_year_of(year, act)
    of_city = asked(year.world.city)
    counts = {}
    found = {}
    for question in Question:
        with statements.counted() as seen:
            found[question] = await answer(year.planner, question, of_city)
        counts[question] = len(seen)

    assert told(found[Question.TURN_OUTS]) == (
        "自贡市: 4 turn-outs from 2025-01-01 to 2025-12-31: 自流井区 2, 自贡市 1, 贡井区 1.",
        "自贡市2025-01-01至2025-12-31共组织拉动4次：自流井区2次、自贡市1次、贡井区1次。",
        ["510302", "510303", "510300", "510302"],
    )
    assert told(found[Question.FIRST_CENTERS]) == (
        "自贡市: the first of 3 provincial mobilization centers designated from 2025-01-01 to 2025-12-31:"
        " GC-B中心, GC-C中心, on 2025-06-01.",
        "自贡市2025-01-01至2025-12-31命名省级动员中心3个，首批2个（2025-06-01）：GC-B中心、GC-C中心。",
        ["GC-B", "GC-C"],
    )
    assert told(found[Question.DISTRICTS_WITHOUT]) == (
        "自贡市: 1 of 2 districts had no active medical rescue team on 2025-12-31: 自流井区.",
        "自贡市2025-12-31，2个区县中有1个没有在编医疗救护队：自流井区。",
        ["510302"],
    )
    assert told(found[Question.CERTIFICATES_ISSUED]) == (
        "自贡市: 1 peacetime-use certificate issued from 2025-01-01 to 2025-12-31.",
        "自贡市2025-01-01至2025-12-31共核发平时使用证1本。",
        ["SY-1"],
    )
    assert [each.number for each in found.values()] == [4, 2, 1, 1]
    assert set(counts.values()) <= {2, 3}


async def test_answers_follow_the_reach_the_period_and_the_past(
    year: YearWorld, act: Callable[..., Act]
) -> None:
    await a_year_of(year, act)
    world = year.world
    of_city = asked(world.city)
    district = asked(world.district)
    auditor: Viewer = await viewer_of(world.principals["auditor"].id, on=NOW.date())

    assert (await answer(year.viewer, Question.TURN_OUTS, district)).number == 2
    with pytest.raises(NotFound):
        await answer(year.viewer, Question.TURN_OUTS, of_city)
    with pytest.raises(InvalidValue):
        await answer(auditor, Question.TURN_OUTS, replace(of_city, since=date(2026, 1, 1)))
    rescue = replace(of_city, category=TeamCategory.RRP)
    assert [r.code for r in (await answer(auditor, Question.DISTRICTS_WITHOUT, rescue)).records] == ["510303"]
    early = replace(of_city, until=date(2025, 5, 1))
    none = await answer(auditor, Question.FIRST_CENTERS, early)
    assert (none.number, none.sentence_zh) == (0, "自贡市2025-01-01至2025-05-01没有命名省级动员中心。")

    team = world.teams["510303", TeamCategory.MED]
    async with changing(act(at=LATER)) as change:
        await change.change(team, state=TeamState.SUSPENDED)
    assert (await answer(auditor, Question.DISTRICTS_WITHOUT, of_city)).number == 2
    async with a_past().reading(AsOf(NOW.date(), NOW)):
        assert (await answer(auditor, Question.DISTRICTS_WITHOUT, of_city)).number == 1

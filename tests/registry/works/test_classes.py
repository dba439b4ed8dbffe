"""Works, what was found out about them, and the four-way class as events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise, product
from typing import Any

import pytest
from tortoise.context import TortoiseContext

from registry.access import Viewer, one
from registry.codes import (
    ShelterPurpose,
    StructuralGrade,
    StructuralMethod,
    SurveyMethod,
    WorkClass,
    WorkKind,
)
from registry.errors import (
    AccessDenied,
    CodeTaken,
    InvalidValue,
    NotFound,
    StaleVersion,
    TransitionRefused,
)
from registry.history import Act
from registry.tables import LedgerEntry, WorkClassification
from registry.works.classes import CLASS_MOVES, classify_work, out_of_use
from registry.works.findings import record_structural_test, record_survey
from registry.works.openings import open_shelter
from registry.works.register import WorkDraft, register_work, update_work
from tests.factories import small_world
from tests.registry.works.town import FROM, TODAY, Town, add_town, login
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
DRAFT: dict[str, Any] = {"code": "W-1", "name": "工程", "kind": WorkKind.SINGLE, "area_m2": 100}


def draft_of(town: Town, **given: Any) -> WorkDraft:
    """Return a plain draft on the estate of a town."""
    return replace(WorkDraft(region_id=town.estate.id, **DRAFT), **given)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": " "}, "code"),
        ({"name": ""}, "name"),
        ({"area_m2": 0}, "area_m2"),
        ({"built_year": 1899}, "built_year"),
        ({"built_year": 2027}, "built_year"),
        ({"latitude": 29.3}, "longitude"),
        ({"latitude": 91.0, "longitude": 1.0}, "latitude"),
        ({"latitude": 29.337, "longitude": 104.78}, "latitude"),
    ],
)
async def test_wrong_work_is_not_registered(
    database: TortoiseContext, act: MakeAct, given: dict[str, Any], field: str
) -> None:
    world = await small_world()
    town, registrar = await add_town(world, world.district), await login(world, "registrar")

    async with unchanged():
        with pytest.raises(InvalidValue) as caught:
            await register_work(registrar, act(), draft_of(town, **given))

    assert caught.value.field == field


async def test_work_is_registered_and_corrected(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    town, registrar = await add_town(world, world.district), await login(world, "registrar")
    work = await register_work(registrar, act(), draft_of(town, latitude=29.34, longitude=104.78))

    changed = await update_work(registrar, act(), work.id, draft_of(town, area_m2=120), 1)

    assert (changed.area_m2, changed.latitude, changed.version) == (120, None, 2)
    async with unchanged():
        with pytest.raises(StaleVersion):
            await update_work(registrar, act(), work.id, draft_of(town), 1)
        with pytest.raises(CodeTaken):
            await register_work(registrar, act(), draft_of(town))
        with pytest.raises(NotFound):
            await update_work(
                registrar, act(), work.id, draft_of(town, region_id=world.foreign_district.id), 2
            )
        with pytest.raises(AccessDenied):
            await register_work(await login(world, "planner"), act(), draft_of(town, code="W-2"))


async def test_findings_are_kept_with_their_days(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    town, registrar = await add_town(world, world.district), await login(world, "registrar")

    survey = await record_survey(
        registrar,
        act(),
        town.work.id,
        surveyed_on=FROM,
        method=SurveyMethod.LASER_SCAN,
        surveyor=" 示例测绘 ",
        area_m2=8_950,
    )
    test = await record_structural_test(
        registrar,
        act(),
        town.work.id,
        tested_on=FROM,
        valid_until=date(2030, 1, 6),
        method=StructuralMethod.CORE,
        tester="示例检测",
        grade=StructuralGrade.B,
    )

    assert (survey.surveyor, survey.valid_from, survey.area_m2) == ("示例测绘", FROM, 8_950)
    assert (test.valid_from, test.valid_to, test.grade) == (FROM, date(2030, 1, 6), StructuralGrade.B)


async def test_impossible_findings_are_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    town, registrar = await add_town(world, world.district), await login(world, "registrar")
    survey: dict[str, Any] = {"surveyed_on": FROM, "method": SurveyMethod.TAPE, "surveyor": "x"}
    test: dict[str, Any] = {
        "tested_on": FROM,
        "valid_until": None,
        "method": StructuralMethod.VISUAL,
        "tester": "x",
        "grade": StructuralGrade.A,
    }

    async with unchanged():
        for wrong in ({"surveyed_on": date(2026, 1, 6)}, {"surveyor": " "}, {"area_m2": 0}):
            with pytest.raises(InvalidValue):
                await record_survey(registrar, act(), town.work.id, **{**survey, **wrong})
        for wrong in ({"tested_on": date(2026, 1, 6)}, {"tester": ""}, {"valid_until": FROM}):
            with pytest.raises(InvalidValue):
                await record_structural_test(registrar, act(), town.work.id, **{**test, **wrong})
        with pytest.raises(AccessDenied):
            await record_survey(await login(world, "approver"), act(), town.work.id, **survey)


async def _classify(
    viewer: Viewer, act: Act, town: Town, to: WorkClass, day: date, plan: str = "平战转换后封堵"
) -> WorkClassification:
    return await classify_work(
        viewer,
        act,
        town.work.id,
        to,
        decided_on=day,
        basis="示例文件〔2025〕1号",
        decided_by="示例国防动员办公室",
        disposal_plan=plan,
    )


async def test_class_changes_are_events(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    town, approver = await add_town(world, world.district), await login(world, "approver")
    days = (date(2025, 3, 1), date(2025, 9, 1))
    await _classify(approver, act(), town, WorkClass.KEEP, days[0])
    await _classify(approver, act(), town, WorkClass.WITHDRAW, days[1])

    late = date(2025, 6, 1)
    await _classify(approver, act(), town, WorkClass.RENOVATE, late)

    events = await WorkClassification.filter(work_id=town.work.id).order_by("valid_from")
    assert [(each.usage_class, each.valid_from, each.valid_to) for each in events] == [
        (WorkClass.KEEP, days[0], late),
        (WorkClass.RENOVATE, late, days[1]),
        (WorkClass.WITHDRAW, days[1], None),
    ]
    assert all(before.valid_to == after.valid_from for before, after in pairwise(events))
    assert [await out_of_use(approver, town.work.id, day) for day in (late, days[1])] == [False, True]
    ends = await LedgerEntry.filter(record_id=events[0].id).order_by("sequence")
    assert [each.effective_on for each in ends] == [None, days[1], late]


@pytest.mark.parametrize(("first", "then"), list(product(WorkClass, WorkClass)))
async def test_class_moves_as_the_table_says(
    database: TortoiseContext, act: MakeAct, first: WorkClass, then: WorkClass
) -> None:
    world = await small_world()
    town, approver = await add_town(world, world.district), await login(world, "approver")
    await _classify(approver, act(), town, first, FROM)

    if first is then or then in CLASS_MOVES[first]:
        assert (await _classify(approver, act(), town, then, TODAY)).usage_class is then
        return
    async with unchanged():
        with pytest.raises(TransitionRefused) as caught:
            await _classify(approver, act(), town, then, TODAY)
    assert caught.value.allowed == CLASS_MOVES[first]


async def test_late_class_must_fit_the_next_one(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    town, approver = await add_town(world, world.district), await login(world, "approver")
    await _classify(approver, act(), town, WorkClass.KEEP, date(2025, 9, 1))

    async with unchanged():
        with pytest.raises(TransitionRefused):
            await _classify(approver, act(), town, WorkClass.DECOMMISSION, date(2025, 3, 1))


async def test_wrong_classification_is_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    town, approver = await add_town(world, world.district), await login(world, "approver")
    registrar = await login(world, "registrar")
    await _classify(approver, act(), town, WorkClass.KEEP, FROM)
    opening = await open_shelter(
        registrar,
        act(),
        town.work.id,
        opened_on=date(2025, 7, 1),
        closes_on=None,
        purpose=ShelterPurpose.COOLING,
        capacity_persons=200,
    )

    async with unchanged():
        for wrong in (
            (WorkClass.KEEP, FROM, "x"),
            (WorkClass.KEEP, date(2026, 1, 6), "x"),
            (WorkClass.WITHDRAW, date(2025, 2, 1), " "),
            (WorkClass.WITHDRAW, date(2025, 8, 1), "x"),
        ):
            with pytest.raises(InvalidValue):
                await _classify(approver, act(), town, *wrong)
        with pytest.raises(AccessDenied):
            await _classify(registrar, act(), town, WorkClass.KEEP, TODAY)
        with pytest.raises(NotFound):
            await _classify(await login(world, "foreigner"), act(), town, WorkClass.KEEP, TODAY)
    assert (await one(registrar, type(opening), opening.id)).valid_to is None

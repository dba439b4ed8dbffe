"""What falls due at centers: each kind, sorted, in scope, in two languages."""

from __future__ import annotations

from datetime import date

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM
from registry.centers import Move, Verification, centers_due, move_center, verify_capability
from registry.codes import CenterDueKind, CenterState, VerificationMethod
from registry.errors import InvalidValue, NotFound
from registry.tables import CapabilityItem
from tests.factories import small_world
from tests.registry.centers.steps import NOTICED_ON, TODAY, MakeAct, designated, noticed, viewer

pytestmark = pytest.mark.anyio


async def test_dues_of_a_designated_center_are_sorted_by_day(
    database: TortoiseContext, act: MakeAct, statements
) -> None:
    world = await small_world()
    center = await designated(world, act)
    registrar = await viewer(world, "registrar")

    with statements.counted() as sent:
        every = await centers_due(registrar, world.city.id, within_days=1_100, today=TODAY)

    assert [(due.kind, due.on, due.days_left) for due in every] == [
        (CenterDueKind.VERIFICATION, date(2025, 1, 6), -364),
        (CenterDueKind.PLAN, date(2026, 11, 10), 309),
        (CenterDueKind.REINSPECTION, date(2028, 12, 15), 1075),
    ]
    assert len(sent) == 5
    assert every[0].sentence == ("GC-510300-01: verification of 移动电源车 is 364 days overdue (2025-01-06).")
    assert every[1].sentence_zh == f"{center.name}(GC-510300-01):动员预案复查,还有 309 天(2026-11-10)。"
    assert await centers_due(registrar, None, within_days=0, today=TODAY) == every[:1]


async def test_verified_capability_is_due_a_year_later(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    await designated(world, act)
    item = await CapabilityItem.get(center_id=world.center.id)
    seen = Verification(method=VerificationMethod.DRILL, verifier="组", on=date(2025, 2, 28))
    await verify_capability(SYSTEM, act(), item.id, seen)

    dues = await centers_due(SYSTEM, None, within_days=60, today=TODAY)

    assert [(due.kind, due.on) for due in dues] == [(CenterDueKind.VERIFICATION, date(2026, 2, 28))]
    assert dues[0].sentence == "GC-510300-01: verification of 移动电源车 is due in 54 days (2026-02-28)."


async def test_notice_and_rectification_fall_due(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    await noticed(world, act)
    notices = await centers_due(SYSTEM, None, within_days=0, today=NOTICED_ON)
    running = await centers_due(SYSTEM, None, within_days=6, today=NOTICED_ON)

    assert notices == []
    assert [(due.kind, due.on, due.days_left) for due in running] == [
        (CenterDueKind.NOTICE_END, date(2025, 12, 7), 6)
    ]


async def test_rectification_falls_due(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    center = await designated(world, act)
    await move_center(SYSTEM, act(), center.id, CenterState.REINSPECTION, 6)
    move = Move(rectify_by=date(2026, 1, 20))
    await move_center(SYSTEM, act(), center.id, CenterState.RECTIFYING, 7, move)

    dues = await centers_due(SYSTEM, world.district.id, within_days=30, today=TODAY)

    assert [(due.kind, due.on) for due in dues if due.kind is CenterDueKind.RECTIFICATION] == [
        (CenterDueKind.RECTIFICATION, date(2026, 1, 20))
    ]


async def test_dues_keep_to_the_scope_and_to_bounds(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    await designated(world, act)
    foreigner = await viewer(world, "foreigner")

    assert await centers_due(foreigner, None, within_days=1_100, today=TODAY) == []
    assert await centers_due(SYSTEM, world.sibling.id, within_days=1_100, today=TODAY) == []
    with pytest.raises(NotFound):
        await centers_due(foreigner, world.city.id, within_days=1, today=TODAY)
    for days in (-1, 1_101):
        with pytest.raises(InvalidValue):
            await centers_due(SYSTEM, None, within_days=days, today=TODAY)

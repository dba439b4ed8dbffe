"""The checklist: what is in force on a day, corrections, and looks recorded late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM
from registry.centers import check_center, unmet
from registry.codes import ChecklistItem, ChecklistResult
from registry.errors import AccessDenied, InvalidValue, NotFound
from registry.tables import CenterCheck
from tests.factories import FOUNDED, small_world
from tests.registry.centers.steps import TODAY, MakeAct, viewer
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio
PLAN, MET, PARTLY = ChecklistItem.PLAN, ChecklistResult.MET, ChecklistResult.PARTLY


async def test_look_holds_until_the_next_whatever_the_order_of_recording(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    center = world.center.id
    registrar = await viewer(world, "registrar")
    for day, result in ((9, PARTLY), (3, MET), (6, PARTLY), (6, MET)):
        await check_center(registrar, act(), center, PLAN, result, on=date(2025, 10, day), note=" x ")

    looks = await CenterCheck.filter(center_id=center).order_by("valid_from")

    assert [(look.valid_from.day, look.valid_to and look.valid_to.day, look.result) for look in looks] == [
        (3, 6, MET),
        (6, 9, MET),
        (9, None, PARTLY),
    ]
    assert {look.note for look in looks} == {"x"}
    others = [(item, None) for item in ChecklistItem if item is not PLAN]
    assert await unmet(SYSTEM, center, date(2025, 10, 2)) == [*others, (PLAN, None)]
    assert await unmet(SYSTEM, center, date(2025, 10, 8)) == others
    assert await unmet(SYSTEM, center, TODAY) == [*others, (PLAN, PARTLY)]


async def test_wrong_look_is_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    center = world.center.id

    async with unchanged():
        for day in (FOUNDED - timedelta(days=1), TODAY + timedelta(days=1)):
            with pytest.raises(InvalidValue):
                await check_center(SYSTEM, act(), center, PLAN, MET, on=day)
        with pytest.raises(AccessDenied):
            await check_center(await viewer(world, "viewer"), act(), center, PLAN, MET)
        with pytest.raises(NotFound):
            await check_center(await viewer(world, "foreigner"), act(), center, PLAN, MET)

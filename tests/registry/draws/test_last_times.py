"""A pool knows who and what was inspected last, by draws and by checks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tortoise.context import TortoiseContext

from registry.codes import CheckResult, CheckState, InspectionObject
from registry.draws.last_times import last_times
from registry.history import Act, changing
from registry.tables import CheckInspector, InspectionCheck, InspectionPlan
from tests.factories import small_world
from tests.registry.checks.steps import a_list
from tests.registry.draws.steps import add_inspectors

pytestmark = pytest.mark.anyio


async def test_a_check_held_is_the_last_time_and_its_correction_follows_it(
    database: TortoiseContext, act: Callable[..., Act]
) -> None:
    world = await small_world()
    listed, _ = await a_list(world, act)
    (inspector,) = await add_inspectors(world, act, 1)
    held = {
        "object_kind": InspectionObject.TEAM,
        "object_id": world.team.id,
        "object_label": "示例队",
        "region_id": world.city.id,
        "check_list_id": listed.id,
        "planned_on": date(2026, 1, 2),
        "state": CheckState.HELD,
        "result": CheckResult.NOTHING_FOUND,
        "valid_from": date(2026, 1, 2),
    }
    async with changing(act()) as change:
        first = await change.add(InspectionCheck(**held, held_on=date(2026, 1, 3)))
        for inspector_id in (inspector.id, None):
            await change.add(
                CheckInspector(
                    check_id=first.id,
                    region_id=world.city.id,
                    inspector_id=inspector_id,
                    name="示例",
                    salt="0" * 32,
                    valid_from=date(2026, 1, 2),
                )
            )  # fmt: skip -- one row
        await change.add(InspectionCheck(**held | {"state": CheckState.PLANNED, "result": None}))

    plan = InspectionPlan(object_kind=InspectionObject.TEAM)

    assert await last_times(plan) == {
        world.team.id: {"last_inspected_on": "2026-01-03", "last_inspectors": [inspector.code]}
    }
    assert await last_times(InspectionPlan(object_kind=InspectionObject.WORK)) == {}

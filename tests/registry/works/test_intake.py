"""What the intake of shelters and parking bays refuses: overlaps, and works out of use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tortoise.context import TortoiseContext

from registry.codes import WorkClass
from registry.history import Act
from registry.intake.planned import Planned, Target
from registry.intake.registers import REGISTERS
from registry.tables import Work
from registry.works.classes import classify_work
from registry.works.openings import set_parking_bays
from tests.factories import small_world
from tests.registry.works.town import TODAY, add_town, login

pytestmark = pytest.mark.anyio


def row_of(work: Work, first: date, last: date | None, place: int) -> Planned:
    """Return a row of the register of parking bays as it reaches the rules."""
    row = Planned(REGISTERS["parking_facts"], "停车位", place + 1, {"valid_from": first, "valid_to": last})
    row.targets["work"] = Target(work.id, work.region_id)
    row.place = place
    return row


async def test_overlaps_are_refused(database: TortoiseContext, act: Callable[..., Act]) -> None:
    world = await small_world()
    town, other = await add_town(world, world.district), await add_town(world, world.district, 2)
    registrar = await login(world, "registrar")
    await set_parking_bays(registrar, act(), town.work.id, bays=10, from_day=date(2025, 6, 1))
    await classify_work(
        await login(world, "approver"),
        act(),
        other.work.id,
        WorkClass.DECOMMISSION,
        decided_on=date(2025, 3, 1),
        basis="x",
        decided_by="x",
        disposal_plan="x",
    )
    planned = [
        row_of(town.work, date(2025, 1, 1), date(2025, 3, 1), 1),
        row_of(town.work, date(2025, 2, 1), date(2025, 4, 1), 2),
        row_of(town.work, date(2025, 5, 1), None, 3),
        row_of(other.work, date(2025, 2, 1), date(2025, 2, 9), 4),
        row_of(other.work, date(2025, 4, 1), None, 5),
    ]
    judge = REGISTERS["parking_facts"].judge
    assert judge is not None

    assert await judge(registrar, planned, TODAY) == ()

    told = [[problem.code for problem in row.problems] for row in planned]
    assert told == [[], ["OVERLAP"], ["OVERLAP"], [], ["OUT_OF_USE"]]

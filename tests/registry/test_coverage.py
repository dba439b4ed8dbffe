"""The coverage matrix counts active teams, shows the gaps, and asks a fixed number of questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tortoise.context import TortoiseContext

from registry.access import Viewer, viewer_of
from registry.codes import TeamCategory, TeamState
from registry.coverage import coverage
from registry.errors import NotFound
from registry.history import Act, changing
from tests.conftest import Statements
from tests.factories import SmallWorld, small_world

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]


async def _viewer(world: SmallWorld, login: str) -> Viewer:
    return await viewer_of(world.principals[login].id, on=date(2026, 1, 5))


async def test_matrix_of_a_city_has_a_row_for_each_district(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    async with changing(act()) as change:
        await change.change(world.teams["510303", TeamCategory.MED], state=TeamState.SUSPENDED)

    cells = await coverage(await _viewer(world, "planner"), world.city.id)

    assert len(cells) == 2 * len(TeamCategory)
    assert {(cell.region.code, cell.category.value, cell.teams) for cell in cells if not cell.gap} == {
        ("510302", "RRP", 1),
        ("510302", "COM", 1),
        ("510302", "MCP", 1),
        ("510303", "COM", 1),
    }


async def test_matrix_counts_below_and_keeps_the_citys_own_teams_apart(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    async with changing(act()) as change:
        await change.change(world.teams["510302", TeamCategory.MCP], region_id=world.city.id)

    city = await coverage(await _viewer(world, "planner"), world.city.id)
    province = await coverage(await _viewer(world, "admin"), world.regions["510000"].id)

    assert [cell.region.code for cell in city if cell.category is TeamCategory.MCP] == [
        "510300",
        "510302",
        "510303",
    ]
    assert {(cell.region.code, cell.teams) for cell in province if cell.category is TeamCategory.COM} == {
        ("510300", 2),
        ("511000", 0),
    }


async def test_matrix_of_a_district_is_one_row(database: TortoiseContext) -> None:
    world = await small_world()
    viewer = await _viewer(world, "viewer")

    cells = await coverage(viewer, world.district.id)

    assert sum(cell.teams for cell in cells) == 3
    assert {cell.region.code for cell in cells} == {"510302"}
    with pytest.raises(NotFound):
        await coverage(viewer, world.sibling.id)


async def test_matrix_takes_four_statements_however_large(statements: Statements) -> None:
    world = await small_world()
    viewer = await _viewer(world, "admin")

    for region in (world.district, world.city, world.regions["510000"]):
        with statements.counted() as seen:
            await coverage(viewer, region.id)
        assert len(seen) == 4

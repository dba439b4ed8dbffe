"""The small world the other tests stand on."""

import pytest
from tortoise.context import TortoiseContext

from registry.codes import TeamCategory
from registry.history import broken_chains
from registry.tables import LedgerEntry, RegionClosure, Team
from tests.factories import small_world

pytestmark = pytest.mark.anyio


async def test_small_world_is_stored_through_the_door(database: TortoiseContext) -> None:
    world = await small_world()

    assert await Team.all().order_by("code").values_list("code", flat=True) == sorted(
        team.code for team in world.teams.values()
    )
    assert await RegionClosure.filter(ancestor_id=world.city.id).count() == 3
    assert await LedgerEntry.filter(record_table="team").count() == len(world.teams)
    assert await broken_chains() == []
    assert world.team.category is TeamCategory.RRP

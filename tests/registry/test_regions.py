"""The closure table follows the tree."""

from collections.abc import Callable

import pytest
from tortoise.context import TortoiseContext

from registry.errors import NotFound
from registry.history import Act, changing
from registry.regions import by_code, rebuild_closure, subtree
from tests.factories import small_world
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio


async def test_closure_follows_a_moved_region(database: TortoiseContext, act: Callable[..., Act]) -> None:
    world = await small_world()
    async with changing(act()) as change:
        await change.change(world.sibling, parent_id=world.foreign_city.id)
        pairs = await rebuild_closure()

    assert await subtree(world.city.id) == {world.city.id, world.district.id}
    assert await subtree(world.foreign_city.id) == {
        world.foreign_city.id,
        world.foreign_district.id,
        world.sibling.id,
    }
    assert pairs == 1 + 2 * 2 + 3 * 3


async def test_closure_refuses_a_ring(database: TortoiseContext, act: Callable[..., Act]) -> None:
    world = await small_world()

    async with unchanged():
        with pytest.raises(ValueError, match="its own ancestor"):  # noqa: PT012 -- the whole act is refused
            async with changing(act()) as change:
                await change.change(world.city, parent_id=world.district.id)
                await rebuild_closure()


async def test_region_is_found_by_code(database: TortoiseContext) -> None:
    world = await small_world()

    assert await by_code("510300") == world.city
    with pytest.raises(NotFound) as caught:
        await by_code("999999")
    assert (caught.value.kind, caught.value.key) == ("region", "999999")

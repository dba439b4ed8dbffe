"""The small world behind the API."""

from __future__ import annotations

import pytest
from tortoise.context import TortoiseContext

from tests.api.harness import Api, make_api
from tests.factories import SmallWorld, small_world


@pytest.fixture
async def world(database: TortoiseContext) -> SmallWorld:
    """Store the small world."""
    return await small_world()


@pytest.fixture
async def api(world: SmallWorld) -> Api:
    """Return the API on the small world, as in production."""
    return await make_api(world.principals)

"""The small world behind the API; where a copy is cheap it is stored once."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from tortoise.context import TortoiseContext

from api import limits
from registry.database import tortoise_config
from tests.api.harness import Api, make_api
from tests.conftest import APPS
from tests.factories import SmallWorld, small_world

WORLDS: list[SmallWorld] = []


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no answer depend on how busy the machine is; the limit has a test of its own."""
    monkeypatch.setattr(limits, "TIMEOUT_SECONDS", 300.0)


async def stored(url: str) -> SmallWorld:
    """Store the small world in an empty database."""
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(url, APPS), _enable_global_fallback=True)
        return await small_world()


@pytest.fixture(scope="session")
def sqlite_template(sqlite_template: Path) -> Path:
    """Return a file with the small world, beside the empty one."""
    file = sqlite_template.with_name("world.db")
    shutil.copy(sqlite_template, file)
    WORLDS[:] = [asyncio.run(stored(f"sqlite://{file}"))]
    return file


@pytest.fixture
async def world(database: TortoiseContext, database_url: str) -> SmallWorld:
    """Return the small world in this test's database; PostgreSQL starts empty each time."""
    return WORLDS[0] if database_url.startswith("sqlite") else await small_world()


@pytest.fixture
async def api(world: SmallWorld) -> Api:
    """Return the API on the small world, as in production."""
    return await make_api(world.principals)

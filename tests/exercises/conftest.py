"""The small training year on either database, stored once per run where a copy is cheap."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tortoise.context import TortoiseContext

from registry.access import viewer_of
from registry.database import tortoise_config
from registry.migrating import migrate
from tests.conftest import APPS, NOW
from tests.exercises.years import Acts, YearWorld, store_year
from tests.factories import SmallWorld


async def _stored(url: str) -> SmallWorld:
    await migrate(url, APPS)
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(url, APPS))
        return await store_year()


@pytest.fixture(scope="session")
def year_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SmallWorld]:
    """Return a SQLite file with the small training year, and its rows."""
    file = tmp_path_factory.mktemp("year") / "muster.db"
    return file, asyncio.run(_stored(f"sqlite://{file}"))


@pytest.fixture(scope="session")
def sqlite_template(year_file: tuple[Path, SmallWorld]) -> Path:
    """Return the SQLite file every test of this folder starts from."""
    return year_file[0]


@pytest.fixture
async def year(
    database: TortoiseContext, database_url: str, act: Acts, year_file: tuple[Path, SmallWorld]
) -> YearWorld:
    """Return the small training year in this test's database; PostgreSQL starts empty each time."""
    world = year_file[1] if database_url.startswith("sqlite") else await store_year()
    on = NOW.date()
    viewers = [
        await viewer_of(world.principals[login].id, on=on) for login in ("planner", "approver", "viewer")
    ]
    return YearWorld(world, *viewers, act)

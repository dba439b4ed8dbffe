"""A seeded city on either database, loaded once a run and cloned for each test."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from tortoise.context import TortoiseContext

from registry.database import tortoise_config
from seeds.load import load
from tests import postgres
from tests.conftest import APPS
from tests.seeds.worlds import AT, WORLD

_clones = count(1)


async def _load(url: str) -> None:
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(url, APPS), _enable_global_fallback=True)
        await load("city", year=WORLD.year, seed=WORLD.seed, at=AT)


@pytest.fixture(scope="session")
def seeded_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], str]:
    """Return how to copy a seeded SQLite file into a folder."""
    seeded = tmp_path_factory.mktemp("seeded") / "muster.db"
    shutil.copy(sqlite_template, seeded)
    asyncio.run(_load(f"sqlite://{seeded}"))
    return lambda folder: f"sqlite://{shutil.copy(seeded, folder / 'seeded.db')}"


@pytest.fixture(scope="session")
def seeded_postgres(postgres_server: str, postgres_template: str) -> str:
    """Return the name of a seeded PostgreSQL database to clone."""
    postgres.execute(postgres_server, f"CREATE DATABASE template_seeded TEMPLATE {postgres_template}")
    asyncio.run(_load(f"{postgres_server}/template_seeded"))
    return "template_seeded"


@pytest.fixture(params=["sqlite", "postgres"])
def seeded_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the address of a fresh copy of the seeded city: each test runs once on either database."""
    if request.param == "sqlite":
        copy = request.getfixturevalue("seeded_sqlite")
        yield copy(tmp_path)
        return
    server, template = request.getfixturevalue("postgres_server"), request.getfixturevalue("seeded_postgres")
    name = f"seeded_{next(_clones)}"
    postgres.execute(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield f"{server}/{name}"
    postgres.execute(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def seeded(seeded_url: str) -> AsyncIterator[TortoiseContext]:
    """Yield an open Tortoise context on a fresh copy of the seeded city."""
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(seeded_url, APPS), _enable_global_fallback=True)
        yield context

"""Fixtures of every test: both databases, migrated and empty; a statement counter; a fixed present."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from tortoise.context import TortoiseContext
from tortoise.log import db_client_logger

import exercises.tables  # noqa: F401 -- registers the scopes of its tables
from registry.access import SYSTEM
from registry.database import tortoise_config
from registry.history import Act
from registry.migrating import migrate
from tests import postgres
from tests.desks import close_desks
from tests.dialects import keep_by_dialect
from tests.pasts import close_pasts

APPS = {"registry": ["registry.tables"], "exercises": ["exercises.tables"]}
NOW = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
SPACE = UUID("5f0c1d3e-0000-4000-8000-000000000000")

keep_by_dialect()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run async tests on asyncio."""
    return "asyncio"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Start one PostgreSQL server for the run."""
    with postgres.server() as address:
        yield address


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str, worker_id: str) -> Iterator[str]:
    """Yield the name of a migrated, empty database to clone."""
    name = f"muster_test_{worker_id}"
    postgres.execute(postgres_server, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    asyncio.run(migrate(f"{postgres_server}/{name}", APPS))
    yield name
    postgres.execute(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated, empty SQLite file to copy."""
    file = tmp_path_factory.mktemp("template") / "muster.db"
    asyncio.run(migrate(f"sqlite://{file}", APPS))
    return file


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: str, postgres_template: str) -> Iterator[postgres.Databases]:
    """Yield what hands out one empty, migrated database after the other."""
    databases = postgres.Databases(postgres_server, postgres_template)
    yield databases
    databases.drop()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the address of a fresh, migrated, empty database: each test runs once on either."""
    if request.param == "sqlite":
        file = tmp_path / "muster.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite://{file}"
        return
    yield request.getfixturevalue("postgres_databases").fresh()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[TortoiseContext]:
    """Yield an open Tortoise context on a fresh, migrated, empty database."""
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(database_url, APPS), _enable_global_fallback=True)
        yield context
        await close_pasts()
        close_desks()


class Statements(logging.Handler):
    """Counts the statements that reach the database: Tortoise logs each one."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a statement's text."""
        text = str(record.args[0]) if isinstance(record.args, tuple) and record.args else str(record.msg)
        if not record.msg.startswith(("Created connection", "Closed connection")):
            self.texts.append(text)

    @contextmanager
    def counted(self) -> Iterator[list[str]]:
        """Yield a list that holds, after the block, the statements the block sent."""
        start, seen = len(self.texts), list[str]()
        yield seen
        seen.extend(self.texts[start:])


@pytest.fixture
def statements(database: TortoiseContext) -> Iterator[Statements]:
    """Yield a counter of the SQL statements sent, inside transactions too."""
    counter = Statements()
    level = db_client_logger.level
    db_client_logger.addHandler(counter)
    db_client_logger.setLevel(logging.DEBUG)
    yield counter
    db_client_logger.setLevel(level)
    db_client_logger.removeHandler(counter)


@pytest.fixture
def act() -> Callable[..., Act]:
    """Return a maker of acts: each has its own id, the fixed present, and SYSTEM as author unless given."""
    numbers = count(1)

    def make(reason: str = "test", *, author: UUID = SYSTEM.principal_id, at: datetime = NOW) -> Act:
        return Act(author=author, reason=reason, at=at, id=uuid5(SPACE, str(next(numbers))))

    return make

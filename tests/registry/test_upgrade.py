"""An office's rows survive every upgrade: stored by an old release, counted again after the newest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.context import TortoiseContext
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget

from registry.database import tortoise_config
from registry.history import broken_chains
from registry.migrating import migrate, pending
from registry.sqlite_engine import statements
from registry.tables import Region, Team
from tests import postgres
from tests.conftest import APPS
from tests.registry.schema_facts import facts_of

pytestmark = pytest.mark.anyio

#: Each release that stored rows: the last migration of every app, and the rows as it stored them.
RELEASES = [({"registry": "0001_registry", "exercises": "0001_exercises"}, "rows_0001.sql")]
_names = count(1)


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite://{tmp_path / 'old.db'}"
        return
    server = request.getfixturevalue("postgres_server")
    name = f"old_{next(_names)}"
    postgres.execute(server, f"CREATE DATABASE {name}")
    yield f"{server}/{name}"
    postgres.execute(server, f"DROP DATABASE {name} WITH (FORCE)")


async def _counts(client: BaseDBAsyncClient) -> dict[str, int]:
    """Return the number of rows of every table of ours the database has."""
    found = {}
    for table in sorted(set(await facts_of(client)) - {"tortoise_migrations"}):
        rows = await client.execute_query_dict(f'SELECT count(*) AS n FROM "{table}"')
        found[table] = rows[0]["n"]
    return found


@pytest.mark.parametrize(("release", "rows"), RELEASES, ids=[rows for _, rows in RELEASES])
async def test_upgrade_keeps_every_row(empty_url: str, release: dict[str, str], rows: str) -> None:
    script = Path(__file__).with_name(rows).read_text(encoding="utf-8")
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(empty_url, APPS))
        client = context.connections.get("default")
        configured = {
            app: {"models": modules, "migrations": f"{app}.migrations"} for app, modules in APPS.items()
        }
        executor = MigrationExecutor(client, configured)
        await executor.migrate([MigrationTarget(app, name) for app, name in release.items()])
        for statement in statements(script):
            await client.execute_query(statement)
        stored = await _counts(client)

    await migrate(empty_url, APPS)

    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(empty_url, APPS))
        kept = await _counts(context.connections.get("default"))
        assert {table: kept[table] for table, number in stored.items() if number} == {
            table: number for table, number in stored.items() if number
        }
        assert (await Region.get(code="510300")).name == "自贡市"
        assert await Team.all().count() == 3
        assert await broken_chains() == []
    assert await pending(empty_url, APPS) == []

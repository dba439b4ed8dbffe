"""Migrations: the same schema on both databases, every constraint real, nothing lost on the way."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from tortoise.context import TortoiseContext
from tortoise.exceptions import IntegrityError, OperationalError

from registry.migrating import migrate, pending
from registry.sqlite_engine import statements
from tests.conftest import APPS
from tests.registry.schema_facts import facts_of

pytestmark = pytest.mark.anyio

EXPECTED = Path(__file__).with_name("schema.json")
HISTORY = "tortoise_migrations"
ALL = sorted(
    f"{app}.{file.stem}"
    for app in APPS
    for file in sorted(Path(__import__(f"{app}.migrations", fromlist=["_"]).__path__[0]).glob("0*.py"))
)


async def test_schema_is_the_committed_one(database: TortoiseContext) -> None:
    facts = await facts_of(database.connections.get("default"))
    facts.pop(HISTORY)

    assert facts == json.loads(EXPECTED.read_text(encoding="utf-8"))


async def test_schema_has_every_column_of_the_tables(database: TortoiseContext) -> None:
    facts = await facts_of(database.connections.get("default"))

    for app in APPS:
        for table in database.apps[app].values():
            meta = table._meta
            wanted = {
                column: "null" if meta.fields_map[name].null else "not null"
                for name, column in meta.fields_db_projection.items()
            }
            assert facts[meta.db_table]["columns"] == wanted, meta.db_table


async def test_indexes_mention_only_columns_that_exist(database: TortoiseContext) -> None:
    facts = await facts_of(database.connections.get("default"))

    for name, table in facts.items():
        for index in table["indexes"]:
            columns = re.search(r"\(([^)]*)\)", index)
            assert columns is not None
            assert set(columns[1].split(", ")) <= set(table["columns"]), (name, index)


def test_both_dialects_name_the_same_constraints() -> None:
    for app in APPS:
        folder = Path(__import__(f"{app}.migrations", fromlist=["_"]).__path__[0])
        for sqlite in sorted(folder.glob("*.sqlite.sql")):
            postgres = sqlite.with_name(sqlite.name.replace(".sqlite.", ".postgres."))
            texts = [file.read_text(encoding="utf-8") for file in (sqlite, postgres)]
            first, second = (re.findall(r"(?:CONSTRAINT|INDEX) (\w+)", text) for text in texts)
            assert first == second


async def test_migrate_runs_once_when_two_processes_start_together(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    for url in (f"sqlite://{tmp_path / 'two.db'}", _empty_database(request)):
        ran = await asyncio.gather(migrate(url, APPS), migrate(url, APPS))

        assert sorted(map(sorted, ran)) == [[], ALL]
        assert await pending(url, APPS) == []


def _empty_database(request: pytest.FixtureRequest) -> str:
    from tests import postgres

    server: str = request.getfixturevalue("postgres_server")
    postgres.execute(server, "DROP DATABASE IF EXISTS empty_one", "CREATE DATABASE empty_one")
    return f"{server}/empty_one"


async def test_migrate_dry_run_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite://{tmp_path / 'dry.db'}"

    assert sorted(await migrate(url, APPS, dry_run=True)) == ALL
    assert sorted(await pending(url, APPS)) == ALL


async def test_migrate_backs_up_a_file_that_holds_data(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE earlier (a INT)")
        connection.execute("INSERT INTO earlier VALUES (7)")
    connection.close()

    await migrate(f"sqlite://{file}", APPS, backup_dir=tmp_path / "backups")

    (backup,) = (tmp_path / "backups").iterdir()
    with sqlite3.connect(backup) as connection:
        assert connection.execute("SELECT a FROM earlier").fetchall() == [(7,)]
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (1,)
    connection.close()


async def test_migrate_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite://{tmp_path / 'broken.db'}"

    async def refuse(*_: Any) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("registry.migrating._check_sqlite", refuse)
    with pytest.raises(RuntimeError, match="planted"):
        await migrate(url, APPS)

    assert sorted(await pending(url, APPS)) == ALL


@pytest.mark.parametrize("statement", ["UPDATE ledger_entry SET reason = 'x'", "DELETE FROM ledger_entry"])
async def test_ledger_is_append_only(database: TortoiseContext, statement: str) -> None:
    client = database.connections.get("default")
    await client.execute_script(
        "INSERT INTO ledger_entry (record_table, record_id, sequence, action, after, valid_from, recorded_at,"
        " author_id, reason, change_id, previous_hash, hash)"
        " VALUES ('t', '00000000-0000-4000-8000-000000000001', 1,"
        " 'add', '{}', '2026-01-01', '2026-01-01', '00000000-0000-4000-8000-000000000001', 'why',"
        f" '00000000-0000-4000-8000-000000000001', '{'0' * 64}', '{'1' * 64}')"
    )

    with pytest.raises((IntegrityError, OperationalError), match="append-only"):
        await client.execute_query(statement)
    assert (await client.execute_query_dict("SELECT reason FROM ledger_entry")) == [{"reason": "why"}]


async def test_ledger_refuses_truncate_on_postgresql(database: TortoiseContext) -> None:
    client = database.connections.get("default")
    command = (
        "DELETE FROM ledger_entry" if client.capabilities.dialect == "sqlite" else "TRUNCATE ledger_entry"
    )
    if client.capabilities.dialect == "postgres":
        with pytest.raises(OperationalError, match="append-only"):
            await client.execute_query(command)


def test_statements_keep_a_trigger_whole() -> None:
    script = "CREATE TABLE a (b INT);\nCREATE TRIGGER t BEFORE UPDATE ON a\nBEGIN SELECT 1; END;\nSELECT ';';"

    assert statements(script) == [
        "CREATE TABLE a (b INT);",
        "CREATE TRIGGER t BEFORE UPDATE ON a\nBEGIN SELECT 1; END;",
        "SELECT ';';",
    ]

"""
Migrations: what is pending, and one locked, atomic run that brings a database to the newest version.

All pending migrations and their entries in the history table are one transaction, so a failing or
killed run leaves nothing. Two runs at once wait for each other (SQLite's write lock, PostgreSQL's
advisory lock). A SQLite file that holds data is copied first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.context import TortoiseContext
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.operations import RunPython
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor, BaseSchemaEditor, SqliteSchemaEditor
from tortoise.transactions import in_transaction

from registry.database import sqlite_file, tortoise_config

#: Any fixed number: it names the advisory lock all migrating processes take.
ADVISORY_LOCK = 0x4D757374


def sql_of(package: str, name: str) -> RunPython:
    """Return the operation that runs `<name>.<dialect>.sql` of a package (dialect sqlite or postgres)."""

    async def run(_apps: object, editor: BaseSchemaEditor) -> None:
        dialect = editor.client.capabilities.dialect
        script = resources.files(package).joinpath(f"{name}.{dialect}.sql").read_text(encoding="utf-8")
        await editor.client.execute_script(script)

    return RunPython(run)


async def pending(url: str, apps: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the names (`app.name`) of the migrations a database still lacks, in their order."""
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(url, apps))
        return await _pending(_executor(context.connections.get("default"), apps))


async def migrate(
    url: str, apps: Mapping[str, Sequence[str]], *, dry_run: bool = False, backup_dir: Path | None = None
) -> list[str]:
    """
    Bring a database to the newest version and return the names of the migrations that ran.

    Parameters
    ----------
    url
        Database address as `registry.database.tortoise_config` takes it.
    apps
        Packages of tables by app name; migrations are looked for in `<app>.migrations`.
    dry_run
        Only return what would run.
    backup_dir
        Where a SQLite file that holds data is copied before it is changed (`VACUUM INTO`).
    """
    todo = await pending(url, apps)
    if dry_run or not todo:
        return todo
    file = sqlite_file(url)
    if file is not None and backup_dir is not None and file.exists():
        _back_up(file, backup_dir, todo[-1])
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(url, apps, foreign_keys=False))
        async with in_transaction("default") as connection:
            if file is None:
                await connection.execute_query(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
            executor = _executor(connection, apps)
            await _make_history_table(executor, connection)
            todo = await _pending(executor)
            await executor.migrate()
            if file is not None:
                await _check_sqlite(connection)
    return todo


def _executor(connection: BaseDBAsyncClient, apps: Mapping[str, Sequence[str]]) -> MigrationExecutor:
    configured: dict[str, dict[str, Any]] = {
        app: {"models": list(modules), "migrations": f"{app}.migrations"} for app, modules in apps.items()
    }
    return MigrationExecutor(connection, configured)


async def _make_history_table(executor: MigrationExecutor, connection: BaseDBAsyncClient) -> None:
    """Make the history table first: looking for a missing one would abort PostgreSQL's transaction."""
    sqlite = connection.capabilities.dialect == "sqlite"
    editor = SqliteSchemaEditor(connection) if sqlite else AsyncpgSchemaEditor(connection)
    await executor.recorder.ensure_schema(editor)


async def _pending(executor: MigrationExecutor) -> list[str]:
    steps = await executor.plan()
    return [f"{step.migration.app_label}.{step.migration.name}" for step in steps]


def _back_up(file: Path, folder: Path, newest: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{file.stem}-before-{newest}{file.suffix}"
    target.unlink(missing_ok=True)
    with sqlite3.connect(file) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    connection.close()


async def _check_sqlite(connection: BaseDBAsyncClient) -> None:
    orphans = await connection.execute_query_dict("PRAGMA foreign_key_check")
    damage = await connection.execute_query_dict("PRAGMA integrity_check")
    if orphans or [row["integrity_check"] for row in damage] != ["ok"]:
        raise RuntimeError(f"the migrated file is not consistent: {orphans[:3]} {damage[:3]}")

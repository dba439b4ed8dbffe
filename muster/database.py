"""The database of this process: its address, its migrations, and the connection a command works in."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.exceptions import OperationalError

from muster.settings import Settings
from registry import migrating
from registry.database import tortoise_config

APPS = {"registry": ["registry.tables"], "exercises": ["exercises.tables"]}
BACKUPS = "backups"


def _make_folder(settings: Settings) -> None:
    """Make the folder of the SQLite file if it is not there."""
    if (file := settings.database_file) is not None:
        file.parent.mkdir(parents=True, exist_ok=True)


async def pending_migrations(settings: Settings) -> list[str]:
    """Return the names of the migrations the database still lacks."""
    _make_folder(settings)
    return await migrating.pending(settings.database_url, APPS)


async def migrate(settings: Settings) -> list[str]:
    """Bring the database to this version; a SQLite file with data is backed up beside it first."""
    _make_folder(settings)
    file = settings.database_file
    backups = file.parent / BACKUPS if file is not None and file.exists() and file.stat().st_size else None
    return await migrating.migrate(settings.database_url, APPS, backup_dir=backups)


@asynccontextmanager
async def connected(settings: Settings) -> AsyncGenerator[None, None]:
    """
    Open the database for the whole process and close it again.

    Every task of the process then finds it, those of requests and of durable runs too: Tortoise's
    context is otherwise seen by the task that opened it alone.
    """
    _make_folder(settings)
    config: dict[str, Any] = tortoise_config(settings.database_url, APPS)
    async with TortoiseContext() as context:
        await context.init(config=config, _enable_global_fallback=True)
        yield


async def answers() -> bool:
    """Return whether the open database answers a question."""
    try:
        await get_connection("default").execute_query("SELECT 1")
    except (OperationalError, OSError):
        return False
    return True

"""Seeded databases for benchmarks: each is gone after its block."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from tortoise.context import TortoiseContext

from registry.database import tortoise_config
from registry.migrating import migrate
from seeds.load import load
from seeds.scales import Scale

APPS = {"registry": ["registry.tables"], "exercises": ["exercises.tables"]}
#: When the seeded world is taken over: planners draft 2026 in that week.
RECORDED = datetime(2025, 11, 28, tzinfo=UTC)


@asynccontextmanager
async def seeded(folder: Path, scale: Scale, *, year: int = 2026, seed: int = 1) -> AsyncGenerator[None]:
    """Open a seeded SQLite database in a folder for the tasks of this block."""
    url = f"sqlite://{folder / 'seeded.db'}"
    await migrate(url, APPS)
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(url, APPS), _enable_global_fallback=True)
        await load(scale, year=year, seed=seed, at=RECORDED)
        yield

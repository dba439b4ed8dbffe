"""The seeded city as a problem: what `muster seed` loads and `muster plan` would be given."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tortoise.context import TortoiseContext

from exercises.planning import draft_issue_date, frame_problem
from registry.access import SYSTEM, rows
from registry.database import tortoise_config
from registry.migrating import migrate
from registry.tables import Region
from scheduling import Problem
from seeds.load import load

APPS = {"registry": ["registry.tables"], "exercises": ["exercises.tables"]}
CITY = "510300"
RECORDED = date(2025, 11, 28)


def seeded_city(year: int = 2026, seed: int = 1) -> Problem:
    """Return the training year of the seeded Zigong, framed in a database of its own that is gone after."""
    with TemporaryDirectory(prefix="muster-benchmark-") as folder:
        return asyncio.run(_framed(f"sqlite://{Path(folder) / 'city.db'}", year, seed))


async def _framed(url: str, year: int, seed: int) -> Problem:
    await migrate(url, APPS)
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(url, APPS))
        at = datetime(RECORDED.year, RECORDED.month, RECORDED.day, tzinfo=UTC)
        await load("city", year=year, seed=seed, at=at)
        city = await rows(SYSTEM, Region).get(code=CITY)
        issue_date = min(RECORDED, draft_issue_date(year))
        return await frame_problem(SYSTEM, city.id, year, issue_date=issue_date)

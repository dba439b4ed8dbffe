"""The seeded city as a problem: what `muster seed` loads and `muster plan` would be given."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.seeded import RECORDED, seeded
from exercises.planning import draft_issue_date, frame_problem
from registry.access import SYSTEM, rows
from registry.tables import Region
from scheduling import Problem

CITY = "510300"


def seeded_city(year: int = 2026, seed: int = 1) -> Problem:
    """Return the training year of the seeded Zigong, framed in a database of its own that is gone after."""
    return asyncio.run(_framed(year, seed))


async def _framed(year: int, seed: int) -> Problem:
    with TemporaryDirectory(prefix="muster-benchmark-") as folder:
        async with seeded(Path(folder), "city", year=year, seed=seed):
            city = await rows(SYSTEM, Region).get(code=CITY)
            issue_date = min(RECORDED.date(), draft_issue_date(year))
            return await frame_problem(SYSTEM, city.id, year, issue_date=issue_date)

"""The small training year on either database."""

from __future__ import annotations

import pytest
from tortoise.context import TortoiseContext

from tests.exercises.years import Acts, YearWorld, year_world


@pytest.fixture
async def year(database: TortoiseContext, act: Acts) -> YearWorld:
    """Store the small world with the default syllabus."""
    return await year_world(act)

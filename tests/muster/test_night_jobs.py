"""The night's ratings: done once a night, begun again when they failed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from muster import clock, night_jobs
from muster.jobs import durable_jobs
from muster.settings import Settings

pytestmark = pytest.mark.anyio
MIDNIGHT = datetime(2026, 1, 5, tzinfo=clock.OFFICE_ZONE)


async def test_a_night_is_rated_once_whatever_comes_in_between(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data_dir=tmp_path, database_url=database_url)
    asked: list[tuple[str, ...]] = []

    async def beside(*words: str) -> str:
        asked.append(words)
        if len(asked) == 1:
            raise RuntimeError("the child was killed")
        return f"{len(asked)} asked"

    monkeypatch.setattr(night_jobs, "muster_beside", beside)

    async with durable_jobs(settings) as durable:
        (duty,) = durable.duties()
        with pytest.raises(RuntimeError, match="killed"):
            await duty.do(MIDNIGHT)
        said = [await duty.do(night) for night in (MIDNIGHT, MIDNIGHT, MIDNIGHT + timedelta(days=1))]

    assert said == ["2 asked", None, "3 asked"]
    assert set(asked) == {("readiness", "keep")}

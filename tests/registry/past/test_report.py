"""A report as of two times is byte-identical whenever it is asked for again."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM
from registry.history import Act, changing
from registry.past import AsOf, Past, report
from registry.sealing import take_seal
from registry.tables import Person, Team
from tests.conftest import APPS, NOW
from tests.factories import small_world

pytestmark = pytest.mark.anyio


async def test_report_of_a_sealed_moment_never_changes(
    database: TortoiseContext, act: Callable[..., Act], tmp_path: Path
) -> None:
    world = await small_world()
    at = AsOf(date(2025, 6, 1), NOW - timedelta(days=1))
    past = Past(tmp_path / "one.db", APPS)
    unsealed = await report(past, SYSTEM, Team, at)
    await take_seal(at.known_at, now=NOW)
    first = [await report(past, SYSTEM, table, at) for table in (Team, Person)]
    person = world.people[world.team.id][0]
    async with changing(act()) as change:
        await change.change(world.team, importance=9, effective_on=date(2025, 5, 1))
        await change.change(person, name="改名", phone=None, birth_year=1999)
    await past.close()

    again = Past(tmp_path / "another.db", APPS)
    second = [await report(again, SYSTEM, table, at) for table in (Team, Person)]
    now = await report(again, SYSTEM, Team, AsOf(at.valid_on, NOW))
    await again.close()

    assert second == first
    assert unsealed == first[0]
    assert now != first[0]
    told = json.loads(first[0])
    assert (told["count"], told["rows"][0]["valid_from"]) == (7, "2024-01-01")
    assert "name" not in json.loads(first[1])["rows"][0]

"""The past as a database: the same queries, answered as of a day and a moment."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tortoise.context import TortoiseContext, require_context

from registry.access import SYSTEM, rows
from registry.codes import TeamState
from registry.history import Act, changing, day_of
from registry.past import AsOf, Past
from registry.regions import subtree
from registry.tables import Person, Record, Team
from tests.conftest import APPS, NOW
from tests.factories import WORLD_AT, small_world

pytestmark = pytest.mark.anyio
MakeAct = Callable[..., Act]


@pytest.fixture
async def past(database: TortoiseContext, tmp_path: Path) -> AsyncIterator[Past]:
    past = Past(tmp_path / "past" / "past.db", APPS)
    yield past
    await past.close()


async def in_force(on: date) -> dict[str, list[dict[str, object]]]:
    """Return every row in force on a day, of every table, hidden columns left out."""
    apps = require_context().apps
    assert apps is not None
    found = {}
    for app in apps.values():
        for table in app.values():
            if issubclass(table, Record):
                hidden = table.sealed | table.digested | table.operational
                shown = [name for name in table.stored_columns() if name not in hidden]
                told = await table.filter(valid_from__lte=on).order_by("id").values(*shown)
                found[table.table_name()] = [
                    row for row in told if row["valid_to"] is None or row["valid_to"] > on
                ]
    return found


async def test_as_of_now_is_what_the_tables_hold(past: Past) -> None:
    world = await small_world()
    now = await in_force(day_of(NOW))
    below = await subtree(world.city.id)

    async with past.reading(AsOf(day_of(NOW), NOW)):
        then = await in_force(day_of(NOW))
        below_then = await subtree(world.city.id)

    assert then == now
    assert below_then == below
    assert len(below) == 3


async def test_change_shows_from_its_day_and_from_when_it_was_known(past: Past, act: MakeAct) -> None:
    world = await small_world()
    recorded = datetime(2025, 5, 10, 2, tzinfo=UTC)
    async with changing(act(at=recorded)) as change:
        await change.change(world.team, importance=9, effective_on=date(2025, 5, 1))

    asked = {}
    for day in (date(2025, 4, 30), date(2025, 5, 1), date(2025, 6, 1)):
        for known in (recorded - timedelta(microseconds=1), recorded):
            async with past.reading(AsOf(day, known)):
                asked[day.isoformat(), known == recorded] = (await Team.get(id=world.team.id)).importance

    assert asked == {
        ("2025-04-30", False): 3,
        ("2025-04-30", True): 3,
        ("2025-05-01", False): 3,
        ("2025-05-01", True): 9,
        ("2025-06-01", False): 3,
        ("2025-06-01", True): 9,
    }


async def test_nothing_was_known_before_it_was_recorded(past: Past) -> None:
    await small_world()

    async with past.reading(AsOf(date(2026, 1, 1), WORLD_AT - timedelta(seconds=1))):
        assert await Team.all().count() == 0
    async with past.reading(AsOf(date(2026, 1, 1), NOW)):
        assert await Team.all().count() == 7


async def test_scope_is_that_of_the_region_tree_as_it_was(past: Past) -> None:
    world = await small_world()
    now = await rows(SYSTEM, Team).filter(region_id=world.district.id, state=TeamState.ACTIVE).count()

    async with past.reading(AsOf(day_of(NOW), NOW)):
        then = await rows(SYSTEM, Team).filter(region_id=world.district.id, state=TeamState.ACTIVE).count()

    assert then == now > 0


async def test_personal_columns_are_empty(past: Past) -> None:
    world = await small_world()

    async with past.reading(AsOf(day_of(NOW), NOW)):
        person = await Person.get(id=world.people[world.team.id][0].id)

    assert (person.name, person.phone, person.salt) == ("", None, "")
    assert person.reference == world.people[world.team.id][0].reference

"""The fixtures themselves: both databases really are what they say."""

import pytest
from tortoise.context import TortoiseContext

from registry.tables import Person, Region
from tests.conftest import Statements
from tests.factories import small_world
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio


async def test_database_is_the_one_asked_for(
    database: TortoiseContext, request: pytest.FixtureRequest
) -> None:
    dialect = database.connections.get("default").capabilities.dialect

    assert dialect in request.node.name
    assert await Region.all().count() == 0


async def test_statements_are_counted_once_each(statements: Statements) -> None:
    with statements.counted() as seen:
        await Region.all().count()
        await Region.all()

    assert len(seen) == 2


async def test_one_changed_cell_is_a_change(database: TortoiseContext) -> None:
    world = await small_world()
    async with unchanged():
        assert await Person.all().count() > 1

    with pytest.raises(AssertionError, match="person"):
        async with unchanged():
            await Person.filter(id=world.people[world.team.id][0].id).update(version=7)

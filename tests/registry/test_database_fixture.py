"""The fixtures themselves: both databases really are what they say."""

import pytest
from tortoise.context import TortoiseContext

from registry.tables import Region
from tests.conftest import Statements

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

"""What a refusal must leave behind: every table exactly as it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from tortoise.context import require_context
from tortoise.models import Model

#: Every row of every table, as the database itself writes it, in a settled order.
Snapshot = dict[str, list[str]]


async def snapshot() -> Snapshot:
    """Return every row of every table, the ledger's too: in one statement, for there are many tables."""
    context = require_context()
    assert context.apps is not None
    client = context.db("default")
    written = _as_record if client.capabilities.dialect == "postgres" else _as_literals
    tables = {table._meta.db_table: table for app in context.apps.values() for table in app.values()}
    query = " UNION ALL ".join(
        f'SELECT \'{name}\' AS "name", {written(table)} AS "row" FROM "{name}" r'
        for name, table in tables.items()
    )
    found: Snapshot = defaultdict(list)
    for line in await client.execute_query_dict(query):
        found[line["name"]].append(line["row"])
    return {name: sorted(found[name]) for name in tables}


def _as_record(table: type[Model]) -> str:
    del table
    return "r::text"


def _as_literals(table: type[Model]) -> str:
    return " || ',' || ".join(f'quote("{column}")' for column in sorted(table._meta.db_fields))


@asynccontextmanager
async def unchanged() -> AsyncGenerator[None]:
    """Assert that the block, whatever it raised and caught, changed no row of any table."""
    before = await snapshot()
    yield
    after = await snapshot()
    changed = {table: (before[table], rows) for table, rows in after.items() if rows != before[table]}
    assert changed == {}, changed

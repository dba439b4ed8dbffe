"""What a refusal must leave behind: every table exactly as it was."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from tortoise.context import require_context

Snapshot = dict[str, list[dict[str, Any]]]


async def snapshot() -> Snapshot:
    """Return every row of every table, the ledger's too, in the order of their ids."""
    apps = require_context().apps
    assert apps is not None
    return {
        table._meta.db_table: await table.all().order_by(table._meta.pk_attr).values()
        for app in apps.values()
        for table in app.values()
    }


@asynccontextmanager
async def unchanged() -> AsyncGenerator[None]:
    """Assert that the block, whatever it raised and caught, changed no row of any table."""
    before = await snapshot()
    yield
    after = await snapshot()
    assert {table: rows for table, rows in after.items() if rows != before[table]} == {}

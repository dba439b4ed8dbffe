"""Two processes on one SQLite file: a writer waits for the other, and holds no reader up meanwhile."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from tortoise.context import TortoiseContext
from tortoise.exceptions import OperationalError, TransactionManagementError

from registry import sqlite_engine
from registry.history import Act, changing
from registry.sqlite_engine import is_busy
from registry.tables import Area, Principal
from tests.factories import small_world

pytestmark = pytest.mark.anyio


def an_area(code: str) -> Area:
    return Area(code=code, name="片区", name_en="Area")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_writer_waits_for_another_process_and_readers_do_not(
    database: TortoiseContext, database_url: str, act: Callable[..., Act]
) -> None:
    await small_world()

    async def write() -> None:
        async with changing(act("waits")) as change:
            await change.add(an_area("Z-LATE"))
        await Area.filter(code="Z-LATE").update(name="后来")

    with closing(sqlite3.connect(database_url.removeprefix("sqlite://"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(write())
        reads = [await asyncio.wait_for(Principal.all().count(), 2) for _ in range(20)]
        await asyncio.sleep(0.3)
        held_up = waiting.done()
        other.execute("COMMIT")
    await asyncio.wait_for(waiting, 5)

    assert (held_up, len(set(reads))) == (False, 1)
    assert await Area.filter(code="Z-LATE").values_list("name", flat=True) == ["后来"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_patience_ends_and_leaves_the_connection_free(
    database: TortoiseContext, database_url: str, act: Callable[..., Act], monkeypatch: pytest.MonkeyPatch
) -> None:
    await small_world()
    monkeypatch.setattr(sqlite_engine, "PATIENCE_SECONDS", 0.2)

    with closing(sqlite3.connect(database_url.removeprefix("sqlite://"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TransactionManagementError) as refused:
            async with changing(act("gives up")) as change:
                await change.add(an_area("Z-NEVER"))
        with pytest.raises(OperationalError):
            await Area.all().update(name="x")
        other.execute("COMMIT")

    assert is_busy(refused.value)
    assert not await Area.filter(code="Z-NEVER").exists()
    async with changing(act("later")) as change:
        await change.add(an_area("Z-LATER"))

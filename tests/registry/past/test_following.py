"""Following the ledger: nothing is missed, nothing taken twice, and any file can be made anew."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tortoise.context import TortoiseContext
from tortoise.exceptions import OperationalError

from registry.history import Act, changing, day_of
from registry.past import AsOf, Past
from registry.past.file import Gap, Position
from registry.past.following import Snapshot, moved
from registry.sealing import take_seal
from registry.tables import Area, LedgerEntry
from tests.conftest import APPS, NOW

pytestmark = pytest.mark.anyio
MakeAct = Callable[..., Act]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "past.db"


@pytest.fixture
async def past(database: TortoiseContext, file: Path) -> AsyncIterator[Past]:
    past = Past(file, APPS)
    yield past
    await past.close()


async def add(act: Act, code: str, **given: Any) -> Area:
    async with changing(act) as change:
        return await change.add(Area(code=code, name=code, name_en=code, **given))


async def known(past: Past, at: datetime = NOW) -> list[str]:
    async with past.reading(AsOf(day_of(NOW), at)):
        return list(await Area.all().order_by("code").values_list("code", flat=True))  # type: ignore[arg-type]  # values_list is not typed by column


async def test_only_what_is_new_is_followed(past: Past, act: MakeAct) -> None:
    await add(act(), "A")
    first = await past.sync()
    await add(act(), "B")
    await add(act(), "C")

    assert [first, await past.sync(), await past.sync()] == [1, 2, 0]
    assert await known(past) == ["A", "B", "C"]


async def test_file_of_another_ledger_is_made_anew(past: Past, file: Path, act: MakeAct) -> None:
    await add(act(), "A")
    await past.sync()
    await past.close()
    with sqlite3.connect(file) as connection:
        connection.execute('UPDATE state SET value = replace(value, \'"last_hash": "\', \'"last_hash": "x\')')
    connection.close()

    again = Past(file, APPS)

    assert await again.sync() == 1
    assert await known(again) == ["A"]
    await again.close()


async def test_file_of_another_layout_is_made_anew(past: Past, file: Path, act: MakeAct) -> None:
    await add(act(), "A")
    await past.sync()
    await past.close()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE state SET value = 'older' WHERE name = 'layout'")
    connection.close()

    again = Past(file, APPS)

    assert await known(again) == ["A"]
    await again.close()


async def test_two_processes_share_a_file(past: Past, file: Path, act: MakeAct) -> None:
    other = Past(file, APPS)
    await add(act(), "A")
    await asyncio.gather(past.sync(), other.sync())
    await add(act(), "B")
    await past.sync()
    await add(act(), "C")
    await other.sync()

    with sqlite3.connect(file) as connection:
        stored = connection.execute("SELECT code FROM area__past ORDER BY code").fetchall()
    connection.close()

    assert (await known(past), await known(other), stored) == (
        ["A", "B", "C"],
        ["A", "B", "C"],
        [("A",), ("B",), ("C",)],
    )
    await other.close()


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)  # SQLite has one writer at a time
async def test_entry_that_commits_late_is_not_missed(past: Past, act: MakeAct) -> None:
    written, commit = asyncio.Event(), asyncio.Event()

    async def slow(fails: bool, code: str) -> None:
        async with changing(act()) as change:
            await change.add(Area(code=code, name=code, name_en=code))
            written.set()
            await commit.wait()
            if fails:
                raise ZeroDivisionError

    for fails, code in ((False, "LATE"), (True, "NEVER")):
        written.clear()
        commit.clear()
        task = asyncio.create_task(slow(fails, code))
        await written.wait()
        await add(act(), f"AFTER-{code}")
        before = await known(past)
        commit.set()
        await asyncio.gather(task, return_exceptions=True)

        assert code not in before
        assert f"AFTER-{code}" in before
        assert (code in await known(past)) is not fails

    await add(act(), "LAST")
    assert await known(past) == ["AFTER-LATE", "AFTER-NEVER", "LAST", "LATE"]
    assert await past.sync() == 0


def test_gap_is_kept_until_no_transaction_can_fill_it() -> None:
    def row(number: int) -> dict[str, Any]:
        return {"id": number, "hash": f"h{number}", "recorded_at": NOW}

    first = moved(Position(), [row(1), row(5)], Snapshot(oldest=40, next=50))
    filled = moved(first, [row(3)], Snapshot(oldest=41, next=52))
    dead = moved(filled, [], Snapshot(oldest=50, next=60))

    assert first.gaps == (Gap(2, 4, 50),)
    assert (filled.gaps, filled.last_id, filled.last_hash) == ((Gap(2, 2, 50), Gap(4, 4, 50)), 5, "h5")
    assert (dead.gaps, dead.entries) == ((), 3)


async def test_sealed_moment_needs_no_look_at_the_ledger(past: Past, act: MakeAct, statements: Any) -> None:
    await add(act(at=NOW - timedelta(days=3)), "A")
    sealed = NOW - timedelta(days=1)
    await take_seal(sealed, now=NOW)
    await known(past, sealed)

    with statements.counted() as seen:
        assert await known(past, sealed) == ["A"]

    assert [text for text in seen if "ledger" in text] == []
    assert (await past.known_for_ever(sealed), await past.known_for_ever(NOW)) == (True, False)


@pytest.mark.parametrize("seed", range(2))
async def test_any_history_is_answered_as_a_replay_would(past: Past, act: MakeAct, seed: int) -> None:
    """Random changes, late changes and removals of one record, asked on a grid of days and moments."""
    chance = Random(seed)
    begin = datetime(2025, 3, 1, 1, tzinfo=UTC)
    log: list[tuple[datetime, date | None, dict[str, Any] | None]] = []
    area = await add(act(at=begin), "R", valid_from=date(2025, 1, 1))
    log.append((begin, None, {"name": "R", "name_en": "R", "valid_to": None}))
    for step in range(1, 9):
        at = begin + timedelta(days=step)
        if chance.random() < 0.15:
            async with changing(act(at=at)) as change:
                await change.remove(area)
            log.append((at, None, None))
            break
        values: dict[str, Any] = {chance.choice(["name", "name_en"]): f"v{step}"}
        if chance.random() < 0.2:
            values["valid_to"] = date(2025, 3, chance.randint(5, 28))
        day = day_of(at) - timedelta(days=chance.randint(0, 6))
        async with changing(act(at=at)) as change:
            area = await change.change(area, effective_on=day, **values)
        log.append((at, day, values))

    for known_at in (at + timedelta(hours=offset) for at, _, _ in log for offset in (-1, 0)):
        for offset in range(-8, 12):
            day = day_of(begin) + timedelta(days=offset)
            async with past.reading(AsOf(day, known_at)):
                found = await Area.filter(id=area.id).values("name", "name_en", "valid_to")
            assert found == replayed(log, day, known_at), (day, known_at)


def replayed(
    log: list[tuple[datetime, date | None, dict[str, Any] | None]], day: date, known_at: datetime
) -> list[dict[str, Any]]:
    held: dict[str, Any] | None = None
    for at, effective, values in log:
        if at > known_at:
            break
        if values is None:
            held = None
        elif held is None:
            held = dict(values)
        else:
            whole = {name: value for name, value in values.items() if name == "valid_to"}
            held |= values if effective is None or effective <= day else whole
    ended = held is None or (held["valid_to"] is not None and held["valid_to"] <= day)
    return [] if held is None or ended else [held]


async def test_ledger_is_read_only_in_the_past(past: Past, act: MakeAct) -> None:
    area = await add(act(), "A")

    async with past.reading(AsOf(day_of(NOW), NOW)):
        with pytest.raises(OperationalError, match="is a view"):
            await Area.filter(id=area.id).update(name="B")
        with pytest.raises(RuntimeError, match="inside the past"):
            await past.sync()

    assert await LedgerEntry.all().count() == 1

"""
Reading what is new in the ledger, so that nothing is ever missed.

SQLite has one writer at a time: numbers of entries are given in the order of commits, and what lies
behind the last number followed is all that is new. PostgreSQL gives a number before its transaction
commits, so a lower one may appear after a higher one. Such numbers are kept as gaps together with the
next transaction number at that time: every transaction that could fill a gap had its number already
(the door writes the row before the entry), so once no transaction below the mark runs, what is still
not there never comes. All of it is read in one snapshot, so the entries of one record arrive in order;
the ledger is never locked for it.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tortoise.connection import get_connection
from tortoise.transactions import in_transaction

from registry.codes import LedgerAction
from registry.history import day_of
from registry.past.file import Gap, Position
from registry.past.segments import Entry
from registry.tables import LedgerEntry

PAGE = 2_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = "id, record_table, record_id, sequence, action, before, after, effective_on, recorded_at, hash"


def microseconds(at: datetime) -> int:
    """Return a moment as microseconds since 1970 (UTC), exactly."""
    return (at - _EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What PostgreSQL says of running transactions: the oldest, and the next number to be given."""

    oldest: int
    next: int


async def stands(position: Position) -> bool | None:
    """
    Return whether a position is the end of the ledger, and None if it belongs to another ledger.

    A ledger is another one when the entry last followed is not in it: the database was restored from an
    older copy, or is not the one the file was made from.
    """
    newest = await LedgerEntry.all().order_by("-id").limit(1).values_list("id", "hash")
    last_id, last_hash = newest[0] if newest else (0, "")
    if last_id == position.last_id:
        return not position.gaps if last_hash == position.last_hash else None
    if position.last_id and not await LedgerEntry.exists(id=position.last_id, hash=position.last_hash):
        return None
    return False


async def new_pages(position: Position) -> AsyncGenerator[tuple[list[Any], Snapshot | None]]:
    """
    Yield what was not followed yet as the database gives it, page by page, for `entries_of` and `moved`.

    Where only gaps have closed, one empty page is yielded.
    """
    async with _one_snapshot() as snapshot:
        last = min((gap.first for gap in position.gaps), default=position.last_id + 1) - 1
        ranges = [f"id BETWEEN {gap.first} AND {gap.last}" for gap in position.gaps]
        unseen = " OR ".join([f"id > {position.last_id}", *ranges])
        connection, full = get_connection("default"), not position.gaps
        while True:
            condition = f"id > {last} AND ({unseen}) ORDER BY id LIMIT {PAGE}"
            _, page = await connection.execute_query(f"SELECT {_COLUMNS} FROM ledger_entry WHERE {condition}")
            if page or not full:
                yield list(page), snapshot
            full = True
            if len(page) < PAGE:
                return
            last = page[-1]["id"]


@asynccontextmanager
async def _one_snapshot() -> AsyncGenerator[Snapshot | None]:
    """Read all that follows in one snapshot on PostgreSQL; SQLite needs none."""
    if get_connection("default").capabilities.dialect == "sqlite":
        yield None
        return
    async with in_transaction("default") as connection:
        await connection.execute_query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        (told,) = await connection.execute_query_dict(
            "SELECT pg_snapshot_xmin(now.it)::text AS oldest, pg_snapshot_xmax(now.it)::text AS next "
            "FROM (SELECT pg_current_snapshot() AS it) AS now"
        )
        yield Snapshot(int(told["oldest"]), int(told["next"]))


def entries_of(page: Sequence[Any]) -> list[Entry]:
    """Return the entries of a page."""
    return [_entry(row) for row in page]


def moved(at: Position, page: Sequence[Any], snapshot: Snapshot | None) -> Position:
    """Return the position behind a page."""
    gaps = [gap for gap in at.gaps if snapshot is None or gap.mark > snapshot.oldest]
    last_id, last_hash, latest = at.last_id, at.last_hash, at.latest
    for row in page:
        number = row["id"]
        if number < last_id:
            gaps = [part for gap in gaps for part in _without(gap, number)]
        else:
            if snapshot is not None and number > last_id + 1:
                gaps.append(Gap(last_id + 1, number - 1, snapshot.next))
            last_id, last_hash = number, row["hash"]
        latest = max(latest, microseconds(_moment(row["recorded_at"])))
    return Position(last_id, last_hash, at.entries + len(page), latest, tuple(gaps))


def _without(gap: Gap, number: int) -> list[Gap]:
    """Return what is left of a gap once one number has come."""
    if not gap.first <= number <= gap.last:
        return [gap]
    parts = [replace(gap, last=number - 1), replace(gap, first=number + 1)]
    return [part for part in parts if part.first <= part.last]


def _entry(row: Any) -> Entry:
    """Return an entry from a row, whose values SQLite gives as text and PostgreSQL as what they are."""
    recorded_at = _moment(row["recorded_at"])
    return Entry(
        row["id"],
        row["record_table"],
        str(row["record_id"]),
        row["sequence"],
        LedgerAction(row["action"]),
        _document(row["before"]),
        _document(row["after"]),
        str(row["effective_on"] or day_of(recorded_at)),
        microseconds(recorded_at),
    )


def _moment(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def _document(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value

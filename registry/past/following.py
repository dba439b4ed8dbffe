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

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tortoise.connection import get_connection
from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from registry.codes import LedgerAction
from registry.history import day_of
from registry.past.file import Gap, Position
from registry.past.segments import Entry
from registry.tables import LedgerEntry

PAGE = 2_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = (
    "id",
    "record_table",
    "record_id",
    "sequence",
    "action",
    "before",
    "after",
    "effective_on",
    "recorded_at",
    "hash",
)


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


async def new_entries(position: Position) -> AsyncIterator[tuple[list[Entry], Position]]:
    """Yield the entries not followed yet, page by page, each with the position it leads to."""
    async with _one_snapshot() as snapshot:
        gaps = tuple(gap for gap in position.gaps if snapshot is None or gap.mark > snapshot.oldest)
        unseen = Q(id__gt=position.last_id)
        for gap in position.gaps:
            unseen |= Q(id__gte=gap.first, id__lte=gap.last)
        at = replace(position, gaps=gaps)
        last = min((gap.first for gap in position.gaps), default=position.last_id + 1) - 1
        while (
            page := await LedgerEntry.filter(unseen, id__gt=last)
            .order_by("id")
            .limit(PAGE)
            .values_list(*_COLUMNS)
        ):
            last = page[-1][0]
            at = _moved(at, page, snapshot)
            yield [_entry(values) for values in page], at
        if at.gaps != position.gaps and at.entries == position.entries:
            yield [], at


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


def _moved(at: Position, page: Sequence[Any], snapshot: Snapshot | None) -> Position:
    """Return the position behind a page."""
    gaps = list(at.gaps)
    last_id, last_hash, latest = at.last_id, at.last_hash, at.latest
    for values in page:
        number = values[0]
        if number < last_id:
            gaps = [part for gap in gaps for part in _without(gap, number)]
        else:
            if snapshot is not None and number > last_id + 1:
                gaps.append(Gap(last_id + 1, number - 1, snapshot.next))
            last_id, last_hash = number, values[-1]
        latest = max(latest, microseconds(values[-2]))
    return Position(last_id, last_hash, at.entries + len(page), latest, tuple(gaps))


def _without(gap: Gap, number: int) -> list[Gap]:
    """Return what is left of a gap once one number has come."""
    if not gap.first <= number <= gap.last:
        return [gap]
    parts = [replace(gap, last=number - 1), replace(gap, first=number + 1)]
    return [part for part in parts if part.first <= part.last]


def _entry(values: Sequence[Any]) -> Entry:
    number, table, record, sequence, action, before, after, effective_on, recorded_at, _ = values
    day = effective_on or day_of(recorded_at)
    return Entry(
        number,
        table,
        str(record),
        sequence,
        LedgerAction(action),
        before,
        after,
        day.isoformat(),
        microseconds(recorded_at),
    )

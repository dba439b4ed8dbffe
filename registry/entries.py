"""Ledger entries as they are written: the next one of a record's chain, made and stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date
from typing import Any
from uuid import UUID

from registry.acts import Act
from registry.codes import LedgerAction
from registry.constraints import unsealed
from registry.ledger import GENESIS, entry_hash
from registry.tables import LedgerEntry, Record

Last = tuple[int, str]


async def last_entries(table: type[Record], ids: Sequence[UUID]) -> dict[UUID, Last]:
    """Return number and hash of the last ledger entry of each record that has one."""
    if not ids:
        return {}
    query = LedgerEntry.filter(record_table=table.table_name(), record_id__in=list(ids))
    query = query.order_by("-sequence").limit(1) if len(ids) == 1 else query.order_by("sequence")
    found = await query.values_list("record_id", "sequence", "hash")
    return {record_id: (sequence, last_hash) for record_id, sequence, last_hash in found}


def next_entry(
    act: Act,
    row: Record,
    action: LedgerAction,
    states: tuple[dict[str, Any] | None, dict[str, Any] | None],
    last: Last | None,
    effective_on: date | None = None,
) -> LedgerEntry:
    """Return the next entry of a record's chain; `states` are the row before and after."""
    sequence, previous_hash = last or (0, GENESIS)
    entry = LedgerEntry(
        record_table=type(row).table_name(),
        record_id=row.id,
        sequence=sequence + 1,
        action=action,
        before=states[0],
        after=states[1],
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        effective_on=effective_on,
        recorded_at=act.at.astimezone(UTC),
        author_id=act.author,
        reason=act.reason,
        change_id=act.id,
        previous_hash=previous_hash,
    )
    entry.hash = entry_hash(entry)
    return entry


async def append(act: Act, entries: Sequence[LedgerEntry]) -> None:
    """
    Store entries of an act.

    Raises
    ------
    InvalidValue
        The act is dated before the last seal.

    """
    with unsealed(act.at):
        await LedgerEntry.bulk_create(entries)

"""Ledger entries as they are written: the next one of a record's chain, made and stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date
from typing import Any
from uuid import UUID

from tortoise.connection import get_connection

from registry.acts import Act
from registry.bulk import Line, insert
from registry.codes import LedgerAction
from registry.constraints import unsealed
from registry.ledger import GENESIS, canonical, digest, encoded
from registry.tables import LedgerEntry, Record

Last = tuple[int, str]
#: A record as it stands in the ledger; None for the side that does not exist.
State = Mapping[str, Any] | None
_COLUMNS = (
    "record_table",
    "record_id",
    "sequence",
    "action",
    "before",
    "after",
    "valid_from",
    "valid_to",
    "effective_on",
    "recorded_at",
    "author_id",
    "reason",
    "change_id",
    "previous_hash",
    "hash",
)
# Each record's last entry by itself: with `record_id IN (…)` PostgreSQL reads every entry of a table
# whose statistics are older than its growth, as they are in the middle of an import.
_LAST = """
SELECT wanted.id, last.sequence, last.hash FROM unnest($1::uuid[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT sequence, hash FROM ledger_entry
    WHERE record_table = $2 AND record_id = wanted.id ORDER BY sequence DESC LIMIT 1
) AS last
"""


async def last_entries(table: type[Record], ids: Sequence[UUID]) -> dict[UUID, Last]:
    """Return number and hash of the last ledger entry of each record that has one."""
    if not ids:
        return {}
    connection = get_connection("default")
    if connection.capabilities.dialect == "postgres":
        lasts = await connection.execute_query_dict(_LAST, [list(ids), table.table_name()])
        return {UUID(str(each["id"])): (each["sequence"], each["hash"]) for each in lasts}
    query = LedgerEntry.filter(record_table=table.table_name(), record_id__in=list(ids))
    query = query.order_by("-sequence").limit(1) if len(ids) == 1 else query.order_by("sequence")
    found = await query.values_list("record_id", "sequence", "hash")
    return {record_id: (sequence, last_hash) for record_id, sequence, last_hash in found}


class EntryWriter:
    """
    Makes and stores the entries of one act; what all of them state alike is made once.

    The text that is hashed is put together from its parts in their canonical order. That it is what
    `registry.ledger.entry_hash` says of the stored entry, `broken_chains` proves.
    """

    def __init__(self, act: Act) -> None:
        """Write for an act."""
        self._act = act
        self._recorded_at = act.at.astimezone(UTC)
        self._author, self._change = str(act.author), str(act.id)
        self._reason, self._at = canonical(act.reason), canonical(self._recorded_at)

    def entry(
        self,
        row: Record,
        action: LedgerAction,
        states: tuple[State, State],
        last: Last | None,
        effective_on: date | None = None,
    ) -> Line:
        """Return the next entry of a record's chain; `states` are the row before and after."""
        sequence, previous_hash = last or (0, GENESIS)
        before, after = (None if state is None else encoded(state) for state in states)
        table, valid_to = type(row).table_name(), row.valid_to
        id_: str = (states[1] or states[0] or {})["id"]
        late = f',"effective_on":"{effective_on.isoformat()}"' if effective_on is not None else ""
        end = f'"{valid_to.isoformat()}"' if valid_to is not None else "null"
        stated = (
            f'{{"action":"{action.value}","after":{after or "null"},"author_id":"{self._author}",'
            f'"before":{before or "null"},"change_id":"{self._change}"{late},"reason":{self._reason},'
            f'"record_id":"{id_}","record_table":"{table}","recorded_at":{self._at},'
            f'"sequence":{sequence + 1},"valid_from":"{row.valid_from.isoformat()}","valid_to":{end}}}'
        )
        return (
            table,
            id_,
            sequence + 1,
            action.value,
            before,
            after,
            row.valid_from,
            valid_to,
            effective_on,
            self._recorded_at,
            self._author,
            self._act.reason,
            self._change,
            previous_hash,
            digest(previous_hash, stated),
        )

    async def append(self, entries: Sequence[Line]) -> None:
        """
        Store entries of the act.

        Raises
        ------
        InvalidValue
            The act is dated before the last seal.

        """
        with unsealed(self._act.at):
            await insert(LedgerEntry, _COLUMNS, entries)

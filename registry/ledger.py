"""
How a record stands in the ledger, and what can be told from the ledger alone.

Canonical JSON: keys sorted, no spaces, UTF-8; days and times in ISO form (times in UTC), ids and
enumerations as their stored text; whole floats as integers, so that both databases agree.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from registry.codes import LedgerAction
from registry.tables import LedgerEntry, Record

GENESIS = "0" * 64
_PAGE = 1_000
_PLAIN = frozenset({str, int, bool, type(None)})
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def plain(value: Any) -> Any:
    """
    Return a value as JSON data.

    Raises
    ------
    TypeError
        The value is of a kind no column stores.

    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is dict:
        return {
            (key if type(key) is str else str(plain(key))): item if type(item) in _PLAIN else plain(item)
            for key, item in value.items()
        }
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"no column stores a {type(value).__name__}")


def canonical(value: Any) -> str:
    """Return the canonical JSON text of a value: the same value gives the same text on any database."""
    return _ENCODER.encode(plain(value))


def encoded(state: Mapping[str, Any]) -> str:
    """Return the canonical JSON text of what is JSON data already, as `recorded` gives it."""
    return _ENCODER.encode(state)


def digest(*parts: str) -> str:
    """Return the SHA-256 (hex) of text parts kept apart by a zero byte."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def recorded(row: Record) -> dict[str, Any]:
    """
    Return a row as it stands in the ledger.

    Sealed columns are salted digests, digested columns digests, operational columns are left out
    (see `Record`); a null stays null.

    Raises
    ------
    TypeError
        The table has sealed columns and no `salt`.

    """
    facts: dict[str, Any] = {}
    for column, is_sealed, is_digested in _kept(type(row)):
        value = getattr(row, column)
        if type(value) is UUID:
            facts[column] = str(value)
        elif value is not None and is_sealed:
            facts[column] = "sha256:" + digest(_salt(row), column, canonical(value))
        elif value is not None and is_digested:
            facts[column] = "sha256:" + digest(canonical(value))
        else:
            facts[column] = plain(value)
    return facts


@cache
def _kept(table: type[Record]) -> tuple[tuple[str, bool, bool], ...]:
    """Return the columns that stand in the ledger: their name, whether sealed, whether digested."""
    return tuple(
        (column, column in table.sealed, column in table.digested)
        for column in sorted(table.stored_columns())
        if column not in table.operational
    )


def _salt(row: Record) -> str:
    """Return the salt of a row with sealed columns."""
    salt = getattr(row, "salt", None)
    if not isinstance(salt, str) or not salt:
        raise TypeError(f"{type(row).__name__} has sealed columns and no salt")
    return salt


def entry_hash(entry: LedgerEntry) -> str:
    """
    Return the hash an entry must have: over its previous hash and everything it states.

    An entry that is not late states no `effective_on` at all, as entries did before there was one.
    """
    stated = {
        "record_table": entry.record_table,
        "record_id": entry.record_id,
        "sequence": entry.sequence,
        "action": entry.action,
        "before": entry.before,
        "after": entry.after,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
        "recorded_at": entry.recorded_at,
        "author_id": entry.author_id,
        "reason": entry.reason,
        "change_id": entry.change_id,
    }
    if entry.effective_on is not None:
        stated["effective_on"] = entry.effective_on
    return digest(entry.previous_hash, canonical(stated))


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """An entry that does not follow from the one before it: altered, missing or out of order."""

    entry_id: int
    record_table: str
    record_id: UUID
    sequence: int
    reason: str


async def entries(table: str | None = None) -> AsyncIterator[LedgerEntry]:
    """Yield the entries of one table (or all), record by record in the order of their sequence."""
    names: Any = [table]
    if table is None:
        names = (
            await LedgerEntry.all().distinct().order_by("record_table").values_list("record_table", flat=True)
        )
    for name in names:
        query = LedgerEntry.filter(record_table=name).order_by("record_id", "sequence").limit(_PAGE)
        page = await query
        while page:
            for entry in page:
                yield entry
            page = await query.filter(_behind(page[-1])) if len(page) == _PAGE else []


def _behind(last: LedgerEntry) -> Q:
    """Return the condition of standing behind an entry, in a form that lets the index start there."""
    return Q(record_id__gte=last.record_id) & (
        Q(record_id__gt=last.record_id) | Q(sequence__gt=last.sequence)
    )


async def rebuild(table: type[Record]) -> dict[UUID, dict[str, Any]]:
    """Return the current rows of a table from the ledger alone, each as `recorded` would give it."""
    rows: dict[UUID, dict[str, Any]] = {}
    async for entry in entries(table.table_name()):
        if entry.action is LedgerAction.REMOVE:
            rows.pop(entry.record_id, None)
        else:
            rows[entry.record_id] = entry.after
    return rows


async def judged(table: str | None = None) -> AsyncIterator[tuple[LedgerEntry, str | None]]:
    """Yield the entries of one table (or all) in ledger order, each with what is wrong with it, if any."""
    last: LedgerEntry | None = None
    async for entry in entries(table):
        same = last is not None and (last.record_table, last.record_id) == (
            entry.record_table,
            entry.record_id,
        )
        yield entry, _fault(entry, last if same else None)
        last = entry


async def broken_chains() -> list[BrokenLink]:
    """
    Return every entry whose hash, number or state before does not follow, in ledger order.

    An empty list says that no entry was altered, taken out of the middle or put in between. That the
    newest entries of a record were not cut off, only a seal can tell (`registry.verifying`).
    """
    return [broken_link(entry, reason) async for entry, reason in judged() if reason is not None]


def broken_link(entry: LedgerEntry, reason: str) -> BrokenLink:
    """Return the place of an entry that does not follow, with the reason."""
    return BrokenLink(entry.id, entry.record_table, entry.record_id, entry.sequence, reason)


def _fault(entry: LedgerEntry, previous: LedgerEntry | None) -> str | None:
    """Say what is wrong with an entry, given the one before it of the same record."""
    if entry.hash != entry_hash(entry):
        return "the entry was altered: its hash does not match what it states"
    if entry.previous_hash != (previous.hash if previous else GENESIS):
        return "the entry does not follow the one before it"
    if entry.sequence != (previous.sequence + 1 if previous else 1):
        return "an entry before it is missing"
    if not _goes_on(entry.before, previous.after if previous else None):
        return "the state before it is not the state the record was left in"
    return None


def _goes_on(before: dict[str, Any] | None, left: dict[str, Any] | None) -> bool:
    """Tell whether a state is the one left behind; a column that came with a later release is null in it."""
    if before is None or left is None:
        return before is left
    return before == {**dict.fromkeys(before), **left}

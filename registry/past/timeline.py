"""The history of one record, read from the ledger: who, when, why, and what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise.queryset import QuerySet

from registry.access import SYSTEM, Viewer, rows
from registry.codes import Capability, LedgerAction
from registry.history import day_of
from registry.scopes import SCOPES, Public, Scope
from registry.tables import LedgerEntry, LedgerSeal, Principal, Record, Region, RegionClosure

#: Columns every change touches, and the salt of digests: they tell a reader nothing.
_SILENT = frozenset({"id", "version", "salt"})


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """
    What an entry did to one column: its values before and after, as the ledger writes them.

    Of a `hidden` column (personal data, bulky documents) only that it changed is known.
    """

    column: str
    before: Any
    after: Any
    hidden: bool


def late_days(entry: LedgerEntry) -> int:
    """Return how many days after it became true a change was recorded; 0 when it was in time."""
    return 0 if entry.effective_on is None else (day_of(entry.recorded_at) - entry.effective_on).days


def changes_of(table: type[Record], entry: LedgerEntry) -> list[ColumnChange]:
    """Return what an entry changed, column by column in the order of the table."""
    before: Mapping[str, Any] = entry.before or {}
    after: Mapping[str, Any] = entry.after or {}
    hidden = table.sealed | table.digested
    known = [column for column in table.stored_columns() if column not in _SILENT]
    gone = sorted((set(before) | set(after)) - set(table.stored_columns()) - _SILENT)
    found: list[ColumnChange] = []
    for column in [*known, *gone]:
        old, new = before.get(column), after.get(column)
        if old != new:
            secret = column in hidden
            found.append(
                ColumnChange(column, None if secret else old, None if secret else new, hidden=secret)
            )
    return found


def entries_about(table: type[Record], record_id: UUID) -> QuerySet[LedgerEntry]:
    """Return the query of a record's entries; ask `may_read_history` first."""
    return LedgerEntry.filter(record_table=table.table_name(), record_id=record_id)


async def authors_of(told: Sequence[LedgerEntry]) -> dict[UUID, tuple[str, str]]:
    """Return login and name of who recorded some entries; whoever reads them may know."""
    found = await Principal.filter(id__in={entry.author_id for entry in told})
    system = {SYSTEM.principal_id: (SYSTEM.login, SYSTEM.name)}
    return system | {author.id: (author.login, author.name) for author in found}


async def seals_over(told: Sequence[LedgerEntry]) -> list[tuple[datetime, int]]:
    """Return until when, and by which number, seals cover some entries, oldest first."""
    if not told:
        return []
    oldest = min(entry.recorded_at for entry in told)
    seals = LedgerSeal.filter(until__gte=oldest).order_by("number").values_list("until", "number")
    return [(until, number) for until, number in await seals]


async def may_read_history(viewer: Viewer, table: type[Record], record_id: UUID) -> bool:
    """
    Tell whether the viewer may read the history of a record: it sees the record, or saw what it last was.

    A removed record is judged by the regions its last state hung on.
    """
    if await rows(viewer, table).filter(id=record_id).exists():
        return True
    last = await entries_about(table, record_id).order_by("-sequence").first()
    if last is None or last.action is not LedgerAction.REMOVE or not viewer.can(Capability.READ):
        return False
    scope = SCOPES[table]
    if viewer.scopes[Capability.READ] is None or isinstance(scope, Public):
        return True
    return await _covered(viewer, table, scope, last.before or {})


async def _covered(viewer: Viewer, table: type[Record], scope: Scope, last: Mapping[str, Any]) -> bool:
    """Tell whether the last state of a removed record hung on what the viewer sees."""
    described = table._meta  # pyright: ignore[reportPrivateUsage]  # Tortoise's own description of a table
    for path in scope.paths:
        head, _, rest = path.partition("__")
        if not rest and last.get(head) is not None and await _sees_region(viewer, scope, UUID(last[head])):
            return True
        if rest and head in described.fk_fields and (key := last.get(f"{head}_id")) is not None:
            related: Any = described.fields_map[head]
            if await rows(viewer, related.related_model).filter(id=key).exists():
                return True
    return scope.null_is_public and last.get(scope.paths[0]) is None


async def _sees_region(viewer: Viewer, scope: Scope, region_id: UUID) -> bool:
    if await rows(viewer, Region).filter(id=region_id).exists():
        return True
    roots = viewer.scopes[Capability.READ] or frozenset()
    above = RegionClosure.filter(ancestor_id=region_id, descendant_id__in=list(roots))
    return scope.inherited and await above.exists()

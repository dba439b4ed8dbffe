"""The history of a record as a readable timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry
from tortoise.fields.relational import ForeignKeyFieldInstance

from api.context import Info
from api.enums import Label, label
from api.evidence_records import EvidenceLink
from api.nodes import NAMES, TABLES, global_id, parse_id, shown
from api.pages import After, Connection, First, Sort, page
from registry import tables
from registry.codes import Code, LedgerAction
from registry.evidence import attached_by
from registry.history import day_of
from registry.ledger import canonical
from registry.past.timeline import (
    ColumnChange,
    authors_of,
    changes_of,
    entries_about,
    late_days,
    may_read_history,
    seals_over,
)

_NEWEST_FIRST = Sort("sequence", descending=True)


@strawberry.type(description="What one entry did to one field of a record.")
class FieldChange:
    """A changed field."""

    field: str = strawberry.field(description="Name of the field as the registry stores it.")
    before: str | None = strawberry.field(
        description="Value before; null if there was none or it is hidden. References are global ids."
    )
    after: str | None = strawberry.field(description="Value after, likewise.")
    before_label: Label | None = strawberry.field(description="A coded value before, in words.")
    after_label: Label | None = strawberry.field(description="A coded value after, in words.")
    hidden: bool = strawberry.field(
        description="Whether only the fact of the change is kept: personal data, bulky documents."
    )


@strawberry.type(description="One change of a record: who, when, why, and what.")
class HistoryEntry:
    """An entry of the ledger, for people."""

    number: int = strawberry.field(description="Number of the entry in the record's history, from 1.")
    action: LedgerAction = strawberry.field(description="What was done to the record.")
    action_label: Label = strawberry.field(description="The same in words.")
    recorded_at: datetime = strawberry.field(description="When it came to be known.")
    effective_on: date = strawberry.field(description="Day from which a change is true.")
    late_days: int = strawberry.field(
        description="Days from becoming true to being recorded; above 0 it is a late correction."
    )
    author_login: str = strawberry.field(description="Login of who recorded it; empty when no longer known.")
    author_name: str = strawberry.field(description="Name of who recorded it.")
    reason: str = strawberry.field(description="Why, in the author's words.")
    change_id: str = strawberry.field(description="The act it was part of: entries of one act share it.")
    seal: int | None = strawberry.field(
        description="Number of the seal that covers it; null while it is not sealed."
    )
    changes: list[FieldChange] = strawberry.field(description="The fields that changed.")
    evidence: list[EvidenceLink] = strawberry.field(
        description="The files attached by the same act, to this record or another; those in reach."
    )


@strawberry.type
class HistoryQuery:
    """Queries about the history of records."""

    @strawberry.field(
        description="The history of any record, newest first, removed ones included; null when unknown or"
        " out of scope."
    )
    async def history(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Global id of the record.")],
        first: First,
        after: After = None,
    ) -> Connection[HistoryEntry] | None:
        """Return a page of a record's history."""
        parsed = parse_id(id)
        if parsed is None:
            return None
        table, record_id = TABLES[parsed[0]], parsed[1]
        if not await may_read_history(info.context.viewer, table, record_id):
            return None
        return await _page(info, table, record_id, first, after)


async def _page(
    info: Info, table: type[tables.Record], record_id: UUID, first: int, after: str | None
) -> Any:
    """Return a page of a record's entries, told with authors and seals."""

    async def told(entries: Sequence[Any]) -> list[HistoryEntry]:
        authors, seals = await authors_of(entries), await seals_over(entries)
        proofs = await attached_by(info.context.viewer, {entry.change_id for entry in entries})
        return [
            _entry(
                table,
                entry,
                authors.get(entry.author_id, ("", "")),
                seals,
                shown(proofs.get(entry.change_id, [])),
            )
            for entry in entries
        ]

    return await page(entries_about(table, record_id), _NEWEST_FIRST, first, after, told)


def _entry(
    table: type[tables.Record],
    entry: tables.LedgerEntry,
    author: tuple[str, str],
    seals: list[tuple[datetime, int]],
    evidence: list[EvidenceLink],
) -> HistoryEntry:
    return HistoryEntry(
        number=entry.sequence,
        action=entry.action,
        action_label=label(entry.action),
        recorded_at=entry.recorded_at,
        effective_on=entry.effective_on or day_of(entry.recorded_at),
        late_days=late_days(entry),
        author_login=author[0],
        author_name=author[1],
        reason=entry.reason,
        change_id=str(entry.change_id),
        seal=next((number for until, number in seals if entry.recorded_at <= until), None),
        changes=[_change(table, change) for change in changes_of(table, entry)],
        evidence=evidence,
    )


def _change(table: type[tables.Record], change: ColumnChange) -> FieldChange:
    return FieldChange(
        field=change.column,
        before=_text(table, change.column, change.before),
        after=_text(table, change.column, change.after),
        before_label=_label(table, change.column, change.before),
        after_label=_label(table, change.column, change.after),
        hidden=change.hidden,
    )


def _text(table: type[tables.Record], column: str, value: Any) -> str | None:
    """Return a value as text; a reference as the global id of its record."""
    if value is None:
        return None
    relation = table._meta.fields_map.get(column.removesuffix("_id"))  # pyright: ignore[reportPrivateUsage]  # Tortoise's own description of a table
    if isinstance(relation, ForeignKeyFieldInstance) and relation.related_model in NAMES:
        return global_id(NAMES[relation.related_model], UUID(value))
    return value if isinstance(value, str) else canonical(value)


def _label(table: type[tables.Record], column: str, value: Any) -> Label | None:
    """Return the words of a coded value; none for a code of an earlier version that is no more."""
    enum = getattr(table._meta.fields_map.get(column), "enum_type", None)  # pyright: ignore[reportPrivateUsage]  # Tortoise's own description of a table
    if value is None or not (isinstance(enum, type) and issubclass(enum, Code)):
        return None
    code = next((code for code in enum if code.value == value), None)
    return None if code is None else label(code)

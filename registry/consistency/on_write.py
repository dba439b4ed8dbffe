"""
The rules run on write: what an act has touched is judged anew, so that the list is right at once.

Judged are the records of the act's ledger entries and the records those belong to: a new membership may
be one too many for its team. What a record does to others of its kind is left to the nightly run.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tortoise import Tortoise
from tortoise.fields.relational import ForeignKeyFieldInstance

from registry.access import SYSTEM, rows
from registry.codes import LedgerAction
from registry.consistency.gathering import is_subject
from registry.consistency.issues import issues_of, settle
from registry.history import Act, changing
from registry.tables import ConsistencyIssue, LedgerEntry, Record

#: Records judged one by one after an act; a larger one (an import) waits for the nightly run.
MOST_RECORDS = 50


async def judge_written(act: Act, change_id: UUID, today: date) -> int | None:
    """
    Bring the list up to date about everything an act has touched, under an act of its own.

    Returns how many findings were opened, changed or closed; None when the act touched more than
    `MOST_RECORDS` records, which are left to the nightly run.
    """
    touched = await _touched(change_id)
    if touched is None:
        return None
    found = [
        finding for record in touched.values() if record for finding in await issues_of(SYSTEM, record, today)
    ]
    stored = await rows(SYSTEM, ConsistencyIssue).filter(closed_on=None, record_id__in=list(touched))
    if not found and not stored:
        return 0
    async with changing(act) as change:
        return sum(await settle(change, found, stored, today))


async def _touched(change_id: UUID) -> dict[UUID, Record | None] | None:
    """Return the records an act touched and those they belong to; None for one that was removed."""
    entries = await LedgerEntry.filter(change_id=change_id).limit(MOST_RECORDS + 1)
    if len(entries) > MOST_RECORDS:
        return None
    touched: dict[UUID, Record | None] = {}
    for entry in entries:
        table = _tables()[entry.record_table]
        record = None
        if entry.action is not LedgerAction.REMOVE:
            record = await rows(SYSTEM, table).get_or_none(id=entry.record_id)
        if is_subject(entry.record_table):
            touched[entry.record_id] = record
        for owner, owner_id in _owners(table, entry):
            touched[owner_id] = await rows(SYSTEM, owner).get_or_none(id=owner_id)
    return touched if len(touched) <= MOST_RECORDS else None


def _tables() -> dict[str, type[Record]]:
    """Return every table of records by its name."""
    apps = Tortoise.apps.values()
    models = [model for app in apps for model in app.values() if issubclass(model, Record)]
    return {model.table_name(): model for model in models}


def _owners(table: type[Record], entry: LedgerEntry) -> list[tuple[type[Record], UUID]]:
    """Return table and id of the records a record belongs to, before and after, that rules are about."""
    found: dict[UUID, type[Record]] = {}
    for field in table._meta.fields_map.values():  # pyright: ignore[reportPrivateUsage]  # Tortoise's description
        if not isinstance(field, ForeignKeyFieldInstance) or not is_subject(field.related_model.table_name()):
            continue
        for state in (entry.before or {}, entry.after or {}):
            named = state.get(str(field.source_field))
            if named is not None:
                found[UUID(named)] = field.related_model
    return [(owner, owner_id) for owner_id, owner in found.items()]

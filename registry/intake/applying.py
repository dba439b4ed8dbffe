"""A difference to rows: one act, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from registry.codes import RowStatus
from registry.history import BATCH, Change, Revision, day_of
from registry.intake.checking import Report
from registry.intake.register import COMMON, Register
from registry.intake.registers import REGISTERS
from registry.intake.workspace import DiffRow, Workspace, id_of
from registry.tables import Record

_APPLIED = (RowStatus.NEW, RowStatus.CHANGED)


@dataclass(slots=True)
class _Applying:
    """What is known while rows are stored: ids of new rows by place, and who salts personal data."""

    change: Change
    secret: Callable[[int], bytes]
    ids: dict[int, UUID]


async def store_difference(
    change: Change, workspace: Workspace, secret: Callable[[int], bytes], report: Report
) -> int:
    """
    Store the new and changed rows of a difference within an open act and return how many.

    Parameters
    ----------
    change
        The open act: one reason, one moment, one change id for all rows.
    workspace
        Where the difference lies.
    secret
        Gives unguessable bytes, for the salts of personal data.
    report
        Told how many rows are stored.

    Raises
    ------
    StaleVersion, NotFound
        A record was changed or removed since the check: the batch has to be checked again.
    CodeTaken, InvalidValue
        A row breaks a rule of the database.

    """
    total = workspace.count(_APPLIED)
    applying, done = _Applying(change, secret, {}), 0
    for register, batch in _batches(workspace.rows(_APPLIED)):
        new = [row for row in batch if row.status is RowStatus.NEW]
        changed = [row for row in batch if row.status is RowStatus.CHANGED]
        if new:
            made = [_new_row(applying, register, row) for row in new]
            await change.add_all(made)
            if register.settle is not None:
                await register.settle(change, made)
        if changed:
            revisions = [_revision(applying, register, row) for row in changed]
            await change.change_all(register.table, revisions)
        done += len(batch)
        report("storing", done, total)
    return done


def _batches(found: Iterable[DiffRow]) -> Iterable[tuple[Register, Sequence[DiffRow]]]:
    """Yield rows of one register at a time, at most as many as are stored together."""
    batch: list[DiffRow] = []
    for row in found:
        if batch and (row.register != batch[0].register or len(batch) == BATCH):
            yield REGISTERS[batch[0].register], batch
            batch = []
        batch.append(row)
    if batch:
        yield REGISTERS[batch[0].register], batch


def _new_row(applying: _Applying, register: Register, row: DiffRow) -> Record:
    """Return the record a new row asks for."""
    columns = _columns(applying, register, row)
    since = columns.pop("effective_on", None) or columns.pop("valid_from", None)
    id_ = applying.change.new_id()
    applying.ids[row.place] = id_
    if "salt" in register.table.sealed:
        columns["salt"] = applying.secret(16).hex()
    since = since or day_of(applying.change.act.at)
    return register.table.stated({**columns, "id": id_, "valid_from": since})


def _revision(applying: _Applying, register: Register, row: DiffRow) -> Revision:
    """Return what a changed row asks for."""
    if row.record_id is None or row.version is None:
        raise TypeError(f"row {row.number} changes no record")
    columns = _columns(applying, register, row)
    since = columns.pop("effective_on", None)
    return Revision(row.record_id, row.version, columns, since)


def _columns(applying: _Applying, register: Register, row: DiffRow) -> dict[str, Any]:
    """Return the values a row gives, by column of the table."""
    columns: dict[str, Any] = {}
    for name, value in row.given.items():
        facts = register.fields.get(name)
        if facts is None:
            columns |= _brought(register, name, value)
        elif facts.column.refers is not None:
            columns[facts.stored] = None if value in (None, "") else _id_of(applying, row.refers[name])
        elif facts.stored:
            columns[facts.stored] = stored_value(facts.base, value)
    return columns


def _brought(register: Register, name: str, value: Any) -> Mapping[str, Any]:
    """Return a value that is no field of the row model: taken over from a named record, or common."""
    if name in ("effective_on", "valid_from"):
        return {name: date.fromisoformat(value)} if value else {}
    if name in COMMON:
        return {}
    return {name: UUID(value) if name.endswith("_id") and value else value}


def _id_of(applying: _Applying, named: str | int) -> UUID:
    """Return the id of a named record, stored before or just now."""
    return applying.ids[named] if isinstance(named, int) else id_of(named)


def stored_value(base: Any, value: Any) -> Any:
    """
    Return a value of the difference as its column has it.

    Examples
    --------
    >>> stored_value(date, "2026-05-01"), stored_value(int, 3), stored_value(str, None)
    (datetime.date(2026, 5, 1), 3, None)

    """
    if value is None or base in (str, int, bool):
        return value
    return date.fromisoformat(value) if base is date else base(value)

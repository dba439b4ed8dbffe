"""
The one door: every change to a record goes through `changing`, which keeps row and ledger together.

::

    async with changing(Act(author, "team moved to a new base", at, id)) as change:
        team = await change.change(team, organization_id=base.id)

Recorded time is `Act.at` and nothing else; ids come from the act, so the same act gives the same rows.
What the ledger holds and how to read it: `registry.ledger`.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from tortoise.transactions import in_transaction

from registry.acts import SHANGHAI, Act, day_of
from registry.bulk import Line, insert_records, replace_records
from registry.codes import LedgerAction
from registry.constraints import references, refusals
from registry.entries import EntryWriter, last_entries
from registry.errors import InvalidValue, NotFound, StaleVersion
from registry.ledger import broken_chains, rebuild, recorded
from registry.tables import Record

__all__ = ["SHANGHAI", "Act", "Change", "Revision", "broken_chains", "changing", "day_of", "rebuild"]

R = TypeVar("R", bound=Record)
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Revision:
    """What a record is to become: the version the caller saw, the new values, since when they are true."""

    id: UUID
    version: int
    values: Mapping[str, Any]
    effective_on: date | None = None


@dataclass(slots=True)
class Change:
    """The writing half of an open transaction; made by `changing` only."""

    act: Act
    counter: Iterator[int]
    ledger: EntryWriter
    unused: set[UUID] = field(default_factory=set)

    def new_id(self) -> UUID:
        """Return the next id of this act: the same act gives the same ids in the same order."""
        id_ = self.act.numbered(next(self.counter))
        self.unused.add(id_)
        return id_

    async def add(self, row: R) -> R:
        """
        Store a new row as version 1 and return it.

        The id is given if absent; `valid_from` defaults to the day of the act (Asia/Shanghai).

        Raises
        ------
        CodeTaken
            A unique column already has this value; `taken` says which.
        InvalidValue
            A value breaks a column's rule or a constraint of the table.

        """
        await self.add_all([row])
        return row

    async def add_all(self, rows: Sequence[R]) -> None:
        """
        Store new rows of one table in batches of 1,000, ledger included; all of them or none.

        A row may refer to rows before it. Raises as `add` does.
        """
        for start in range(0, len(rows), BATCH):
            await self._add_batch(rows[start : start + BATCH])

    async def _add_batch(self, rows: Sequence[R]) -> None:
        """Store at most `BATCH` rows and their entries."""
        table = type(rows[0])
        if any(type(row) is not table for row in rows):
            raise TypeError("add_all stores rows of one table")
        given = [row.id for row in rows if not _unset(row.id) and row.id not in self.unused]
        last = await last_entries(table, given)
        for row in rows:
            self._number(row)
        self.unused.difference_update(row.id for row in rows)
        with refusals(rows):
            await insert_records(rows)
        made, added = self.ledger.entry, LedgerAction.ADD
        await self.ledger.append([made(row, added, (None, recorded(row)), last.get(row.id)) for row in rows])

    def _number(self, row: Record) -> None:
        """Give a new row its identity, first version and first valid day."""
        if _unset(row.id):
            row.id = self.new_id()
        row.version = 1
        if _unset(row.valid_from):
            row.valid_from = day_of(self.act.at)

    async def change(
        self,
        row: R,
        /,
        *,
        expected_version: int | None = None,
        effective_on: date | None = None,
        **values: Any,
    ) -> R:
        """
        Set columns of a row and return the row as stored; equal values store nothing.

        Parameters
        ----------
        row
            The row as the caller read it; only its table, id and version are used.
        expected_version
            The version the caller saw; the row's own when None.
        effective_on
            The day from which the values are true; the day of the act when None, never after it. Values
            recorded late change what was true since that day, not what we knew then.
        values
            Columns by name; references by their `…_id` column.

        Raises
        ------
        StaleVersion
            The row was changed since; `actual` is its version now.
        NotFound
            The row is gone.
        CodeTaken, InvalidValue
            As `add`; also `InvalidValue` when `effective_on` lies after the day of the act.

        """
        late = self._late(effective_on)
        table = type(row)
        current = await self._current(row, expected_version)
        before = recorded(current)
        wanted = {name: value for name, value in values.items() if getattr(current, name) != value}
        if not wanted:
            return current
        version = current.version
        with refusals([row], wanted):
            changed = await table.filter(id=row.id, version=version).update(**wanted, version=version + 1)
        if changed != 1:
            raise StaleVersion(version, (await self._current(row, None)).version)
        fresh = await table.get(id=row.id)
        last = (await last_entries(table, [row.id]))[row.id]
        states = (before, recorded(fresh))
        await self.ledger.append([self.ledger.entry(fresh, LedgerAction.CHANGE, states, last, late)])
        return fresh

    async def change_all(self, table: type[R], revisions: Sequence[Revision]) -> int:
        """
        Change many rows of one table in batches of 1,000 and return how many changed; all or none.

        Each is changed as `change` would, and raises as it does. No row may stand in two revisions.
        """
        changed = 0
        for start in range(0, len(revisions), BATCH):
            changed += await self._change_batch(table, revisions[start : start + BATCH])
        return changed

    async def _change_batch(self, table: type[R], revisions: Sequence[Revision]) -> int:
        """Change at most `BATCH` rows; the rows are locked first, so the versions stay as they are read."""
        ids = [revision.id for revision in revisions]
        current = {row.id: row for row in await table.filter(id__in=ids).order_by("id").select_for_update()}
        last = await last_entries(table, ids)
        changed, entries = list[R](), list[Line]()
        for revision in revisions:
            row = _expected(table, current, revision)
            before, late = recorded(row), self._late(revision.effective_on)
            wanted = {name: new for name, new in revision.values.items() if getattr(row, name) != new}
            if wanted:
                row.update_from_dict({**wanted, "version": row.version + 1})
                changed.append(row)
                states = (before, recorded(row))
                entries.append(self.ledger.entry(row, LedgerAction.CHANGE, states, last[row.id], late))
        if changed:
            with refusals(changed):
                await replace_records(changed)
            await self.ledger.append(entries)
        return len(changed)

    async def remove_all(self, rows: Sequence[Record]) -> None:
        """
        Delete rows of one table, at the versions the caller read, in batches of 1,000; all or none.

        Nothing may refer to them, they themselves neither. Raises as `remove` does; `InUse` names the
        first row of the batch that failed.
        """
        for start in range(0, len(rows), BATCH):
            await self._remove_batch(rows[start : start + BATCH])

    async def _remove_batch(self, rows: Sequence[Record]) -> None:
        """Delete at most `BATCH` rows."""
        table, ids = type(rows[0]), [row.id for row in rows]
        current = {row.id: row for row in await table.filter(id__in=ids).order_by("id").select_for_update()}
        last = await last_entries(table, ids)
        gone = [_expected(table, current, Revision(row.id, row.version, {})) for row in rows]
        entries = [
            self.ledger.entry(row, LedgerAction.REMOVE, (recorded(row), None), last[row.id]) for row in gone
        ]
        with references(rows[0]):
            await table.filter(id__in=ids).delete()
        await self.ledger.append(entries)

    def _late(self, effective_on: date | None) -> date | None:
        """Return the day a change is true from if that is before the day of the act, None if not."""
        today = day_of(self.act.at)
        if effective_on is not None and effective_on > today:
            raise InvalidValue("effective_on", effective_on, "a change cannot be true before it is made")
        return None if effective_on == today else effective_on

    async def remove(self, row: Record, /, *, expected_version: int | None = None) -> None:
        """
        Delete a row that others do not refer to; the ledger keeps what it was.

        Raises
        ------
        StaleVersion, NotFound
            As `change`.
        InUse
            Other rows refer to it.

        """
        table = type(row)
        current = await self._current(row, expected_version)
        before = recorded(current)
        last = (await last_entries(table, [row.id]))[row.id]
        with references(current):
            await table.filter(id=row.id, version=current.version).delete()
        await self.ledger.append([self.ledger.entry(current, LedgerAction.REMOVE, (before, None), last)])

    async def _current(self, row: R, expected_version: int | None) -> R:
        """Return the stored row, locked until the end of the transaction, at the version expected."""
        table = type(row)
        current = await table.filter(id=row.id).select_for_update().get_or_none()
        if current is None:
            raise NotFound(table.table_name(), row.id)
        expected = row.version if expected_version is None else expected_version
        if current.version != expected:
            raise StaleVersion(expected, current.version)
        return current


_open: ContextVar[Change | None] = ContextVar("registry_open_change", default=None)


@asynccontextmanager
async def changing(act: Act) -> AsyncGenerator[Change]:
    """
    Open one transaction for an act; a nested block is a savepoint of the outer one.

    Whatever is raised inside leaves nothing behind. Never await a solver or a network inside.
    """
    outer = _open.get()
    same = outer is not None and outer.act.id == act.id
    change = Change(act, outer.counter if outer and same else itertools.count(), EntryWriter(act))
    async with in_transaction():
        token = _open.set(change)
        try:
            yield change
        finally:
            _open.reset(token)


def _expected(table: type[R], current: Mapping[UUID, R], wanted: Revision) -> R:
    """Return the row a revision is about, at the version it expects."""
    row = current.get(wanted.id)
    if row is None:
        raise NotFound(table.table_name(), wanted.id)
    if row.version != wanted.version:
        raise StaleVersion(wanted.version, row.version)
    return row


def _unset(value: object) -> bool:
    """Tell whether a column has no value yet (Tortoise types a new row as if it were stored)."""
    return value is None

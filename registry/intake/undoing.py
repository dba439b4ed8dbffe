"""Taking a batch back: what it added is removed, what it changed is as it was before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from registry.access import SYSTEM, rows
from registry.codes import LedgerAction, RowStatus
from registry.entries import last_entries
from registry.history import Change, Revision
from registry.intake.applying import stored_value
from registry.intake.checking import Report
from registry.intake.lookups import chunks
from registry.intake.reading import BatchRefused
from registry.intake.register import Register
from registry.intake.registers import REGISTERS
from registry.intake.workspace import Workspace
from registry.tables import LedgerEntry, Record

#: How many records are named in a refusal; the rest is counted.
NAMED = 20


@dataclass(frozen=True, slots=True)
class _Done:
    """What an act did to the records of a register: its last entry's number by record, in the act's order."""

    added: Mapping[UUID, int]
    changed: Mapping[UUID, int]
    before: Mapping[UUID, Any]

    def __len__(self) -> int:
        return len(self.added) + len(self.changed)


async def revert(change: Change, workspace: Workspace, change_id: UUID, report: Report) -> int:
    """
    Take back, within an open act, everything that another act did to the registers; return how many records.

    Parameters
    ----------
    change
        The open act.
    workspace
        The batch's folder: it holds what personal data were before, which the ledger does not.
    change_id
        The act to take back.
    report
        Told how many records are done.

    Raises
    ------
    BatchRefused
        Records were changed since, or others refer to them by now; the first of them are named.

    """
    found = {code: await _done(register, change_id) for code, register in REGISTERS.items()}
    total, done = sum(map(len, found.values())), 0
    await _refuse_changed(found)
    for code in reversed(list(REGISTERS)):
        register = REGISTERS[code]
        await _restore(change, workspace, register, found[code])
        await _remove(change, register, found[code].added, change_id)
        done += len(found[code])
        report("storing", done, total)
    return done


def _of(register: Register, change_id: UUID, action: LedgerAction) -> QuerySet[LedgerEntry]:
    """Return the query of an act's entries of one kind about the records of a register."""
    table = register.table.table_name()
    return LedgerEntry.filter(change_id=change_id, record_table=table, action=action)


async def _done(register: Register, change_id: UUID) -> _Done:
    """Return what an act did to the records of a register."""
    ordered = {action: _of(register, change_id, action).order_by("id") for action in LedgerAction}
    added: Any = await ordered[LedgerAction.ADD].values_list("record_id", "sequence")
    changes = ordered[LedgerAction.CHANGE].values_list("record_id", "sequence", "before")
    changed, before = dict[UUID, int](), dict[UUID, Any]()
    for id_, sequence, state in await changes:
        changed[id_] = sequence
        before.setdefault(id_, state)
    return _Done(dict(added), changed, before)


async def _refuse_changed(found: Mapping[str, _Done]) -> None:
    """Refuse when a record has entries behind those of the act."""
    changed: list[str] = []
    for code, done in found.items():
        known = {**done.added, **done.changed}
        for part in chunks(known):
            lasts = await last_entries(REGISTERS[code].table, part)
            ids = [id_ for id_, (sequence, _) in lasts.items() if sequence > known[id_]]
            changed.extend(await _named(REGISTERS[code], ids))
    _refuse(
        changed,
        "CHANGED_SINCE",
        "以下记录在导入后已被修改,无法撤销:{names}。",
        "These records were changed after the import, so it cannot be taken back: {names}.",
    )


async def _restore(change: Change, workspace: Workspace, register: Register, done: _Done) -> None:
    """Give changed records the values they had before."""
    if not done.changed:
        return
    versions = await _versions(register.table, list(done.changed))
    personal = _personal_before(workspace, register)
    revisions = [
        Revision(id_, versions[id_], _column_values(register, before) | personal.get(id_, {}))
        for id_, before in done.before.items()
    ]
    await change.change_all(register.table, revisions)


def _column_values(register: Register, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return a ledger's state as column values, without what the ledger keeps as digests only."""
    table = register.table
    kept = before.keys() - table.sealed - table.digested - {"id", "version"}
    fields = table._meta.fields_map  # pyright: ignore[reportPrivateUsage]  # Tortoise's own description of a table
    return {name: fields[name].to_python_value(before[name]) for name in kept}


def _personal_before(workspace: Workspace, register: Register) -> dict[UUID, dict[str, Any]]:
    """Return what sealed columns were before the batch, by record."""
    if not register.table.sealed:
        return {}
    found: dict[UUID, dict[str, Any]] = {}
    for row in workspace.rows((RowStatus.CHANGED,)):
        if row.register == register.code and row.record_id is not None:
            found[row.record_id] = {
                register.fields[name].stored: stored_value(register.fields[name].base, before)
                for name, before, _ in row.changes
                if register.personal(name)
            }
    return found


async def _versions(table: type[Record], ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return the versions of records."""
    found: dict[UUID, int] = {}
    for part in chunks(ids):
        query = rows(SYSTEM, table).filter(id__in=part)
        found.update(await query.values_list("id", "version"))
    return found


async def _remove(change: Change, register: Register, added: Mapping[UUID, int], change_id: UUID) -> None:
    """Remove added records, those first that no other one names, unless others refer to them by now."""
    if not added:
        return
    await _refuse_in_use(register, added, change_id)
    table, names = register.table, register.references.items()
    own = [register.fields[name].stored for name, refers in names if refers.table is table]
    found: dict[UUID, tuple[int, Sequence[UUID | None]]] = {}
    for part in chunks(added):
        query: Any = rows(SYSTEM, table).filter(id__in=part).values_list("id", "version", *own)
        found.update({id_: (version, named) for id_, version, *named in await query})
    while found:
        named = {id_ for _, names in found.values() for id_ in names}
        leaves = [id_ for id_ in reversed(list(added)) if id_ in found and id_ not in named]
        await change.remove_all([table.stated({"id": id_, "version": found.pop(id_)[0]}) for id_ in leaves])


async def _refuse_in_use(register: Register, added: Mapping[UUID, int], change_id: UUID) -> None:
    """Refuse when records that the batch did not add refer to records it added."""
    table, meant = register.table, _of(register, change_id, LedgerAction.ADD).values("record_id")
    used: set[UUID] = set()
    for name in sorted(table._meta.backward_fk_fields):  # pyright: ignore[reportPrivateUsage]  # Tortoise's own description of a table
        relation: Any = table._meta.fields_map[name]  # pyright: ignore[reportPrivateUsage]  # as above
        other, column = relation.related_model, relation.relation_field
        pairs = await other.filter(**{f"{column}__in": Subquery(meant)}).values_list("id", column)
        used.update(target for id_, target in pairs if other is not table or id_ not in added)
    _refuse(
        await _named(register, sorted(used)),
        "IN_USE",
        "以下新增记录已被其他记录引用,无法撤销:{names}。",
        "Other records refer to these by now, so the import cannot be taken back: {names}.",
    )


async def _named(register: Register, ids: Sequence[UUID]) -> list[str]:
    """Return records as people know them: the register and the key."""
    names: list[str] = []
    for part in chunks(ids):
        query = rows(SYSTEM, register.table).filter(id__in=part)
        for key in await query.values_list(*register.key_paths):
            names.append(f"{register.zh} {' '.join(str(value) for value in key if value is not None)}")
    return names


def _refuse(names: Sequence[str], code: str, zh: str, en: str) -> None:
    """Refuse the whole undoing if there are any names."""
    if names:
        more = f" … ({len(names)})" if len(names) > NAMED else ""
        shown = "、".join(names[:NAMED]) + more
        raise BatchRefused([(code, zh.format(names=shown), en.format(names=shown))])

"""Finding records for rows: those the rows are about, and those they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from registry.access import SYSTEM, Viewer, rows
from registry.intake.planned import Planned, Stored, Target
from registry.intake.register import Refers, Register
from registry.scopes import SCOPES, Public
from registry.tables import Record

#: Keys asked for in one statement; SQLite takes 32,766 parameters.
CHUNK = 5_000
Key = tuple[Any, ...]


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield values in lists of at most `CHUNK`, each value once, in their order."""
    distinct = list(dict.fromkeys(values))
    for start in range(0, len(distinct), CHUNK):
        yield distinct[start : start + CHUNK]


def plain_key(values: Iterable[Any]) -> Key:
    """Return a key as rows write it: blank texts are None."""
    return tuple(value if value != "" else None for value in values)


async def find_stored(viewer: Viewer, register: Register, planned: Sequence[Planned]) -> None:
    """
    Give each row the record it is about, if the viewer may read it.

    A row that names a record by its number gets a fault when there is none; one whose key belongs to
    several records, a conflict; a new row whose code is taken where the viewer cannot see, a fault.
    """
    named = [row for row in planned if row.values.get("record") is not None]
    by_key = [row for row in planned if row.values.get("record") is None]
    by_id = await _stored_by(viewer, register, "id", [row.values["record"] for row in named])
    known = {stored.id: stored for stored in by_id}
    for row in named:
        row.stored = known.get(row.values["record"])
        if row.stored is None:
            row.refuse("UNKNOWN_RECORD", "不存在此记录编号。", "There is no record of this number.", "record")
    await _find_by_key(viewer, register, by_key)


async def _find_by_key(viewer: Viewer, register: Register, planned: Sequence[Planned]) -> None:
    """Give each row the record that has its key."""
    found: dict[Key, list[Stored]] = {}
    taken = await _taken(register, planned)
    for path, values in _axes(register, planned).items():
        if taken is not None:  # most rows of a first import are new: their records need not be read
            values = [value for value in values if value in taken]
        for stored in await _stored_by(viewer, register, path, values):
            key = plain_key(stored.cells[name] for name in register.key)
            same = found.setdefault(key, [])
            if all(each.id != stored.id for each in same):
                same.append(stored)
    for row in planned:
        same = found.get(row.key, [])
        row.stored = same[0] if same else None
        if len(same) > 1:
            row.hold_back(
                "SEVERAL_RECORDS",
                "有多条记录与本行关键列相同,请填写记录编号。",
                "Several records have this key; give the number of the record.",
                register.key[0],
            )
    if taken:
        _refuse_taken(register, [row for row in planned if row.stored is None], taken)


def _axes(register: Register, planned: Sequence[Planned]) -> Mapping[str, list[Any]]:
    """Return what to look for, by the first path of the key that a row fills in."""
    axes: dict[str, list[Any]] = {}
    for row in planned:
        for path, value in zip(register.key_paths, row.key, strict=True):
            if value is not None:
                axes.setdefault(path, []).append(value)
                break
    return axes


async def _stored_by(viewer: Viewer, register: Register, path: str, values: Iterable[Any]) -> list[Stored]:
    """Return the records the viewer may read whose `path` has one of some values."""
    found: list[Stored] = []
    names = list(register.fields)
    wanted = ["id", "version", register.owner, *(register.fields[name].path for name in names)]
    for part in chunks(values):
        query = rows(viewer, register.table).filter(**{f"{path}__in": part})
        for id_, version, region_id, *cells in await query.values_list(*wanted):
            found.append(Stored(id_, version, region_id, dict(zip(names, cells, strict=True))))
    return found


async def _taken(register: Register, planned: Sequence[Planned]) -> frozenset[Any] | None:
    """Return which values of a one-column key belong to any record; None when the key has several columns."""
    if len(register.key) != 1:
        return None
    (name,), (path,) = register.key, register.key_paths
    taken: set[Any] = set()
    for part in chunks(row.values[name] for row in planned if row.values.get(name) is not None):
        query = rows(SYSTEM, register.table).filter(**{f"{path}__in": part})
        taken.update(await query.values_list(path, flat=True))
    return frozenset(taken)


def _refuse_taken(register: Register, planned: Sequence[Planned], taken: frozenset[Any]) -> None:
    """Refuse new rows whose one-column key belongs to a record out of the viewer's reach."""
    (name,) = register.key
    for row in planned:
        if row.values.get(name) in taken:
            zh, en = "该编码已被占用。", "This code is already taken."
            row.refuse("CODE_TAKEN", zh, en, name, row.values[name])


class Named:
    """The records that rows of a batch name: stored ones, and new rows of the batch itself."""

    def __init__(self, viewer: Viewer) -> None:
        """Start with nothing found."""
        self._viewer = viewer
        self._found: dict[tuple[type[Record], Key], dict[Key, Target]] = {}
        self._new: dict[tuple[type[Record], Key], dict[Key, Planned]] = {}

    def offer(self, row: Planned) -> None:
        """Let later rows name a row of the batch by its key."""
        place = (row.register.table, row.register.key_paths)
        self._new.setdefault(place, {})[row.key] = row

    async def look_up(self, register: Register, planned: Sequence[Planned]) -> None:
        """Find the stored records that rows of a register name."""
        for name, refers in register.references.items():
            found = self._found.setdefault((refers.table, refers.key), {})
            keys = (reference_key(row, name, refers) for row in planned)
            wanted = {key for key in keys if key is not None and key not in found}
            for part in chunks(key[0] for key in wanted):
                found.update(await self._targets(refers, part))

    async def _targets(self, refers: Refers, firsts: list[Any]) -> dict[Key, Target]:
        """Return the records whose key begins with one of some values."""
        scope = SCOPES[refers.table]
        owner = "id" if isinstance(scope, Public) else scope.paths[0]
        brings = [source for _, source in refers.brings]
        query = rows(self._viewer, refers.table).filter(**{f"{refers.key[0]}__in": firsts})
        found: dict[Key, Target] = {}
        for id_, region, *rest in await query.values_list("id", owner, *refers.key, *brings):
            key, brought = tuple(rest[: len(refers.key)]), rest[len(refers.key) :]
            facts = {ours: value for (ours, _), value in zip(refers.brings, brought, strict=True)}
            found[key] = Target(id_, None if isinstance(scope, Public) else region, facts)
        return found

    def resolve(self, row: Planned) -> None:
        """Give a row the records it names, with a fault for each that is not there."""
        for name, refers in row.register.references.items():
            key = reference_key(row, name, refers)
            if key is None:
                continue
            target = self._target(row, refers, key)
            row.targets[name] = target
            if target is None:
                zh, en = "不存在此编码的记录。", "There is no record with this code."
                row.refuse("UNKNOWN_REFERENCE", zh, en, name, row.values[name])
            elif target.row is not None and not target.row.is_sound:
                number = target.row.number
                zh = f"所引用的第{number}行未被接受。"
                row.refuse("REFERS_TO_REJECTED", zh, f"It refers to row {number}, which is not taken.", name)

    def _target(self, row: Planned, refers: Refers, key: Key) -> Target | None:
        """Return the record with a key: stored, or a row of the batch before this one."""
        stored = self._found.get((refers.table, refers.key), {}).get(key)
        if stored is not None:
            return stored
        new = self._new.get((refers.table, refers.key), {}).get(key)
        if new is None or new is row:
            return None
        facts = {ours: _column_of(new, source) for ours, source in refers.brings}
        return Target(new.stored.id if new.stored else None, new.region_id, facts, new)


def _column_of(row: Planned, column: str) -> Any:
    """Return what a row of the batch will store in a column."""
    if column == "region_id":
        return row.region_id
    if column in row.facts:
        return row.facts[column]
    return next((row.values.get(f.name) for f in row.register.fields.values() if f.stored == column), None)


def reference_key(row: Planned, name: str, refers: Refers) -> Key | None:
    """Return the key of the record a field names; None when the cell is blank or not there."""
    own = row.values.get(name)
    if own is None or own == "":
        return None
    return (*(row.values.get(other) for other in refers.beside), own)


def region_of(row: Planned) -> UUID | None:
    """Return the region a row belongs to by what it names; None when that is not known."""
    for name in row.register.owners:
        if (target := row.targets.get(name)) is not None:
            return target.region_id
    return row.facts.get("region_id") if row.register.owner == "region_id" else None

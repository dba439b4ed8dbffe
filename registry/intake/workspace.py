"""
The folder of a batch: the file as it came, and the difference as the check found it.

The difference is a small SQLite file of its own: rows are paged by status without touching the
database, personal data of files never enter it before they are applied, and a batch that is thrown
away is thrown away whole. Nothing here awaits; callers use a thread or a child process.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from registry.codes import RowStatus, Weight
from registry.intake.planned import Planned, Problem
from registry.ledger import plain

_TABLE = """
CREATE TABLE difference (
    place INTEGER PRIMARY KEY, register TEXT NOT NULL, sheet TEXT NOT NULL, number INTEGER NOT NULL,
    status TEXT NOT NULL, warned INTEGER NOT NULL, record TEXT, version INTEGER, key TEXT NOT NULL,
    region TEXT, changes TEXT NOT NULL, problems TEXT NOT NULL, given TEXT NOT NULL, refers TEXT NOT NULL
)
"""
_COLUMNS = (
    "place, register, sheet, number, status, warned, record, version, key, region, changes, problems, given,"
    " refers"
)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=plain)
#: The id a text says; records are named by many rows, so most are made once.
id_of = lru_cache(maxsize=20_000)(UUID)
_INSERT = f"INSERT INTO difference ({_COLUMNS}) VALUES ({', '.join('?' * 14)})"


@dataclass(frozen=True, slots=True)
class DiffRow:
    """
    One row of a difference as it was found; values are JSON data.

    `changes` are (field, before, after); `given` what would be stored by field; `refers` the ids of the
    records it names, or the places of rows of this batch that will be.
    """

    place: int
    register: str
    sheet: str
    number: int
    status: RowStatus
    record_id: UUID | None
    version: int | None
    key: str
    region_id: UUID | None
    changes: tuple[tuple[str, Any, Any], ...]
    problems: tuple[Problem, ...]
    given: dict[str, Any]
    refers: dict[str, str | int]


class Workspace:
    """One batch's folder."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`; nothing is made yet."""
        self.folder = folder

    @property
    def original(self) -> Path:
        """Return where the file lies as it came."""
        return self.folder / "original"

    @property
    def _difference(self) -> Path:
        return self.folder / "difference.db"

    def discard(self) -> None:
        """Delete the folder and all in it."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def has_difference(self) -> bool:
        """Tell whether a check has left its difference here."""
        return self._difference.exists()

    def write(self, planned: Iterable[Planned]) -> None:
        """Store the difference in place of an earlier one, which stays if the check breaks off."""
        fresh = self.folder / "difference.new"
        fresh.unlink(missing_ok=True)
        with closing(sqlite3.connect(fresh)) as connection:
            connection.execute("PRAGMA journal_mode=OFF")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute(_TABLE)
            connection.executemany(_INSERT, map(_packed, planned))
            connection.execute("CREATE INDEX by_status ON difference (status, place)")
            connection.commit()
        fresh.replace(self._difference)

    def page(
        self, statuses: Sequence[RowStatus], *, warned: bool = False, after: int = 0, first: int = 100
    ) -> list[DiffRow]:
        """Return at most `first` rows behind place `after` with one of some statuses (all without any)."""
        condition, values = _chosen(statuses, warned)
        query = f"SELECT {_COLUMNS} FROM difference WHERE place > ?{condition} ORDER BY place LIMIT ?"
        with closing(self._open()) as connection:
            return [_unpacked(row) for row in connection.execute(query, (after, *values, first))]

    def count(self, statuses: Sequence[RowStatus], *, warned: bool = False) -> int:
        """Return how many rows have one of some statuses (all without any)."""
        condition, values = _chosen(statuses, warned)
        with closing(self._open()) as connection:
            query = f"SELECT count(*) FROM difference WHERE place > 0{condition}"
            return int(connection.execute(query, values).fetchone()[0])

    def rows(self, statuses: Sequence[RowStatus]) -> Iterator[DiffRow]:
        """Yield the rows with one of some statuses, in their order."""
        condition, values = _chosen(statuses, warned=False)
        query = f"SELECT {_COLUMNS} FROM difference WHERE place > 0{condition} ORDER BY place"
        with closing(self._open()) as connection:
            for row in connection.execute(query, values):
                yield _unpacked(row)

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self._difference}?mode=ro", uri=True)


def _chosen(statuses: Sequence[RowStatus], warned: bool) -> tuple[str, list[str]]:
    """Return the rest of a condition, with its values."""
    condition = f" AND status IN ({', '.join('?' * len(statuses))})" if statuses else ""
    return condition + (" AND warned = 1" if warned else ""), [status.value for status in statuses]


def _packed(row: Planned) -> tuple[Any, ...]:
    """Return a row as it is stored; what would change nothing is not kept."""
    status = row.status
    applies = status in (RowStatus.NEW, RowStatus.CHANGED)
    problems = [(p.code, p.zh, p.en, p.field, p.weight.value, p.value) for p in row.problems]
    changes = [(name, before, after) for name, (before, after) in row.changes.items()]
    shown = " ".join("" if part is None else str(plain(part)) for part in row.key)
    return (
        row.place,
        row.register.code,
        row.sheet,
        row.number,
        status.value,
        any(problem.weight is Weight.WARNING for problem in row.problems),
        str(row.stored.id) if row.stored else None,
        row.stored.version if row.stored else None,
        shown.strip(),
        str(row.region_id) if row.region_id else None,
        _ENCODER.encode(changes) if changes else "[]",
        _ENCODER.encode(problems) if problems else "[]",
        _ENCODER.encode(_given(row)) if applies else "{}",
        _ENCODER.encode(_refers(row)) if applies else "{}",
    )


def _given(row: Planned) -> dict[str, Any]:
    """Return what would be stored, by field: of a record that is there, only what changes."""
    if row.stored is not None:
        wanted = {name: row.values[name] for name in row.changes}
        for name in row.changes.keys() & row.register.references.keys():
            wanted |= {ours: row.facts.get(ours) for ours, _ in row.register.references[name].brings}
        return {**wanted, "effective_on": row.values.get("effective_on")}
    return {**row.register.defaults, **row.facts, **row.values}


def _refers(row: Planned) -> dict[str, str | int]:
    """Return the records a row names: the id, or the place of the row of this batch."""
    found: dict[str, str | int] = {}
    for name, target in row.targets.items():
        if target is not None and target.id is not None:
            found[name] = str(target.id)
        elif target is not None and target.row is not None:
            found[name] = target.row.place
    return found


def _problem(code: str, zh: str, en: str, name: str, weight: str, value: str) -> Problem:
    return Problem(code, zh, en, name, Weight(weight), value)


def _unpacked(row: Sequence[Any]) -> DiffRow:
    """Return a stored row."""
    problems, changes = row[11], row[10]
    return DiffRow(
        place=row[0],
        register=row[1],
        sheet=row[2],
        number=row[3],
        status=RowStatus(row[4]),
        record_id=UUID(row[6]) if row[6] else None,
        version=row[7],
        key=row[8],
        region_id=id_of(row[9]) if row[9] else None,
        changes=tuple(tuple(change) for change in json.loads(changes)) if changes != "[]" else (),
        problems=tuple(_problem(*told) for told in json.loads(problems)) if problems != "[]" else (),
        given=json.loads(row[12]),
        refers=json.loads(row[13]),
    )

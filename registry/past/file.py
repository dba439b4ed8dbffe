"""The past file: a SQLite cache of the ledger as segments. It can be deleted at any time."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import defaultdict
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from registry.past.layout import NOT_YET, Layout, fingerprint
from registry.past.segments import Entry, Segment, follow

_PRAGMAS = ("busy_timeout = 5000", "synchronous = NORMAL", "cache_size = -65536")


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of entries not seen, though higher ones were: `mark` is PostgreSQL's next transaction then."""

    first: int
    last: int
    mark: int


@dataclass(frozen=True, slots=True)
class Position:
    """
    How far the file follows the ledger.

    `last_id` and `last_hash` name the highest entry followed, `entries` counts them, `latest` is the
    greatest recorded time among them (microseconds since 1970), `gaps` what may yet come below it.
    """

    last_id: int = 0
    last_hash: str = ""
    entries: int = 0
    latest: int = 0
    gaps: tuple[Gap, ...] = ()


class PastFile:
    """The file, for one thread at a time; several processes may share it."""

    def __init__(self, path: Path, layouts: Mapping[str, Layout]) -> None:
        self.path = path
        self.layouts = layouts
        self._name = fingerprint(layouts.values())
        self._open: sqlite3.Connection | None = None

    def position(self) -> Position:
        """Return how far the file follows the ledger; a file of another layout is emptied first."""
        connection = self._connection()
        with _writing(connection):
            if self._stored(connection, "layout") != self._name:
                self._make(connection)
            return _position_of(self._stored(connection, "position"))

    def empty(self) -> None:
        """Forget everything: the ledger is not the one this file followed."""
        connection = self._connection()
        with _writing(connection):
            self._make(connection)

    def close(self) -> None:
        """Close the file."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def follow(self, entries: Sequence[Entry], before: Position, after: Position) -> bool:
        """
        Follow some entries and move from one position to the next, or do nothing and return False.

        It does nothing when the file stands elsewhere: another process has followed the ledger meanwhile.
        """
        connection = self._connection()
        with _writing(connection):
            if _position_of(self._stored(connection, "position")) != before:
                return False
            _Writer(connection, self.layouts).follow(entries)
            self._store(connection, "position", json.dumps(asdict(after)))
        return True

    def tidy(self) -> None:
        """Tell the query planner how the tables have grown."""
        self._connection().execute("ANALYZE")

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            _put_in_place(self.path)
            self._open = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            for pragma in _PRAGMAS:
                self._open.execute(f"PRAGMA {pragma}")
        return self._open

    def _make(self, connection: sqlite3.Connection) -> None:
        """Make the tables anew."""
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE '%\\_\\_past' ESCAPE '\\'"
        )
        for (name,) in tables.fetchall():
            connection.execute(f'DROP TABLE "{name}"')
        for layout in self.layouts.values():
            for statement in layout.statements():
                connection.execute(statement)
        self._store(connection, "layout", self._name)
        self._store(connection, "position", json.dumps(asdict(Position())))

    @staticmethod
    def _stored(connection: sqlite3.Connection, name: str) -> str:
        found = connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    @staticmethod
    def _store(connection: sqlite3.Connection, name: str, value: str) -> None:
        connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))


def _put_in_place(path: Path) -> None:
    """
    Make the file, unless it is there.

    It is made elsewhere and linked into place: two processes that turned one file to WAL at the same
    time would find it locked, however long they were ready to wait.
    """
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent, prefix=".past-") as folder:
        fresh = Path(folder) / path.name
        with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        with suppress(FileExistsError):
            os.link(fresh, path)


@contextmanager
def _writing(connection: sqlite3.Connection) -> Generator[None]:
    """Hold the file's write lock over a block; whatever is raised inside leaves nothing behind."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _position_of(text: str) -> Position:
    told: dict[str, Any] = json.loads(text)
    gaps = tuple(Gap(**gap) for gap in told.pop("gaps"))
    return Position(**told, gaps=gaps)


class _Writer:
    """Writes entries as segments; additions of new records wait and are stored together."""

    def __init__(self, connection: sqlite3.Connection, layouts: Mapping[str, Layout]) -> None:
        self._connection = connection
        self._layouts = layouts
        self._waiting: defaultdict[str, list[list[Any]]] = defaultdict(list)

    def follow(self, entries: Sequence[Entry]) -> None:
        """Follow entries in their order; those of tables that are no more are passed over."""
        for entry in entries:
            layout = self._layouts.get(entry.table)
            if layout is None:
                continue
            if entry.sequence == 1 and entry.after is not None:
                row = _row(layout, Segment(entry.after), entry.recorded_at)
                self._waiting[entry.table].append(row)
            else:
                self._restate(layout, entry)
        for table in list(self._waiting):
            self._store(self._layouts[table])

    def _store(self, layout: Layout) -> None:
        if waiting := self._waiting.pop(layout.table, None):
            self._connection.executemany(layout.insertion(), waiting)

    def _restate(self, layout: Layout, entry: Entry) -> None:
        """End the knowledge of segments an entry restates, and begin what it says instead."""
        self._store(layout)
        since = self._since(layout, entry)
        held = self._held(layout, entry.record)
        told = follow([segment for _, segment in held], entry)
        stored = [_row(layout, segment, since) for segment in told]
        for number, segment in held:
            row = _row(layout, segment, since)
            if row in stored:
                stored.remove(row)
            else:
                self._connection.execute(
                    f'UPDATE "{layout.past_table}" SET known_to = ? WHERE rowid = ?', (since, number)
                )
        self._connection.executemany(layout.insertion(), stored)

    def _since(self, layout: Layout, entry: Entry) -> int:
        """Return when an entry is known from: never before the entries of its record it follows."""
        (latest,) = self._connection.execute(
            f'SELECT max(max(known_from, iif(known_to = {NOT_YET}, 0, known_to))) FROM "{layout.past_table}" '
            "WHERE id = ?",
            (entry.record,),
        ).fetchone()
        return max(entry.recorded_at, latest or 0)

    def _held(self, layout: Layout, record: str) -> list[tuple[int, Segment]]:
        """Return the segments of a record that are held true so far, with their row numbers."""
        names = ", ".join(f'"{column.stored}"' for column in layout.columns)
        found = self._connection.execute(
            f'SELECT rowid, {names}, part_from, part_to FROM "{layout.past_table}" '
            f"WHERE id = ? AND known_to = {NOT_YET} ORDER BY part_from",
            (record,),
        ).fetchall()
        return [
            (number, Segment(_facts(layout, values), part_from, part_to))
            for number, *values, part_from, part_to in found
        ]


def _row(layout: Layout, segment: Segment, known_from: int) -> list[Any]:
    """Return a segment as its table stores it."""
    values = [column.value(segment.values) for column in layout.columns]
    return [*values, known_from, NOT_YET, segment.part_from, segment.part_to]


def _facts(layout: Layout, values: Sequence[Any]) -> dict[str, Any]:
    """Return stored values as the ledger would write them."""
    return {
        column.name: json.loads(value) if column.kind == "document" and value is not None else value
        for column, value in zip(layout.columns, values, strict=True)
    }

"""
The engine of a connection to the past: it opens the past file read-only, as it was at one (day, moment).

Tortoise builds the text of a query in the dialect of the process's own database, and takes ids, days and
moments of PostgreSQL as they come. SQLite understands `$1` as the name of a parameter, so beside
PostgreSQL the values are handed over by name, and columns are read back as what they are declared to be.
Name this module as the `engine` of a connection.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import aiosqlite
from pypika_tortoise.dialects import PostgreSQLQuery, SQLLiteQuery
from tortoise.backends.sqlite.client import SqliteClient

sqlite3.register_converter("PAST_ID", lambda stored: UUID(stored.decode()))
sqlite3.register_converter("PAST_DAY", lambda stored: date.fromisoformat(stored.decode()))
sqlite3.register_converter("PAST_TIME", lambda stored: datetime.fromisoformat(stored.decode()))
sqlite3.register_converter("PAST_FLAG", lambda stored: stored != b"0")

_PRAGMAS: dict[str, Any] = {"busy_timeout": 5_000, "mmap_size": 1 << 30, "cache_size": -16 * 1024}


class PastClient(SqliteClient):
    """A connection that answers one question about the past; it refuses to write."""

    def __init__(self, file_path: str, *, script: str, dialect: str, connection_name: str) -> None:
        del connection_name  # Tortoise keeps prepared texts under this name; the past has its own
        self._by_name = dialect == "postgres"
        super().__init__(file_path, connection_name="past", **_PRAGMAS, case_sensitive_like=self._by_name)
        self._script = script
        self.query_class: Any = PostgreSQLQuery if self._by_name else SQLLiteQuery

    async def create_connection(self, with_db: bool) -> None:
        """Open the file, make the tables as they were, then close the connection to writing."""
        del with_db
        if self._connection is not None:
            return
        typed = sqlite3.PARSE_DECLTYPES if self._by_name else 0
        opened = await aiosqlite.connect(self.filename, isolation_level=None, detect_types=typed)
        opened.row_factory = sqlite3.Row
        for pragma, value in self.pragmas.items():
            await opened.execute(f"PRAGMA {pragma} = {value}")
        await opened.executescript(self._script)
        await opened.execute("PRAGMA query_only = ON")
        self._connection = opened

    def _given(self, values: list[Any] | None) -> Any:
        """Return the values of a query as SQLite takes them."""
        if not values or not self._by_name:
            return values
        texts = (str(value) if isinstance(value, UUID) else value for value in values)
        return {str(place): value for place, value in enumerate(texts, 1)}

    async def execute_query(
        self, query: str, values: list[Any] | None = None
    ) -> tuple[int, Sequence[dict[str, Any]]]:
        """Run a query and return its rows."""
        found: tuple[int, Sequence[dict[str, Any]]] = await super().execute_query(query, self._given(values))
        return found

    async def execute_query_dict(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        """Run a query and return its rows as dictionaries."""
        found: list[dict[str, Any]] = await super().execute_query_dict(query, self._given(values))
        return found


client_class = PastClient

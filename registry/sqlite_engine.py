"""
The SQLite engine: the measured pragmas, and writers that wait for their turn without holding readers up.

Tortoise begins deferred transactions; one that reads and then writes fails with "database is
locked" as soon as two processes share the file, whatever the busy timeout, for a snapshot cannot
wait. `BEGIN IMMEDIATE` waits instead. It must not wait inside SQLite, though: the process has one
connection, and whoever waits there holds up every reader behind it. So SQLite gives up after a moment
(`busy_timeout`), the connection is let go, and the writer tries again, for `PATIENCE_SECONDS` in all: an
import of another process may hold the write lock for that long. Name this module as the `engine` of a
connection.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from tortoise.backends.base.client import NestedTransactionContext, TransactionContext
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
)
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError, TransactionManagementError

T = TypeVar("T")
#: How long a writer waits for another process's write lock, in seconds (assumed).
PATIENCE_SECONDS = 60.0
_PAUSE_SECONDS = 0.05
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
#: Measured on a 218 MB file: these halve the time of every read (milliseconds, bytes, kibibytes).
PRAGMAS: dict[str, Any] = {
    "journal_mode": "WAL",
    "synchronous": "NORMAL",
    "busy_timeout": 50,
    "mmap_size": 1 << 30,
    "cache_size": -64 * 1024,
    "foreign_keys": "ON",
}


def _in_utc(moment: datetime) -> str:
    """Return a moment as SQLite keeps it: moments are compared as text, so all must be of one zone."""
    return (moment.astimezone(UTC) if moment.tzinfo else moment).isoformat(" ")


#: In place of Tortoise's own, which hands the moments of a condition over in whatever zone they are.
sqlite3.register_adapter(datetime, _in_utc)


def statements(script: str) -> list[str]:
    """
    Return the complete SQL statements of a script; a trigger with its body is one statement.

    Examples
    --------
    >>> statements("CREATE TABLE a (b INT); INSERT INTO a VALUES (1);")
    ['CREATE TABLE a (b INT);', 'INSERT INTO a VALUES (1);']
    """
    found: list[str] = []
    pending = ""
    for part in script.split(";"):
        pending += part + ";"
        if sqlite3.complete_statement(pending):
            found.append(pending.strip())
            pending = ""
    return [statement for statement in found if statement != ";"]


def is_busy(error: BaseException) -> bool:
    """Tell whether an error, or what it was made of, says that another process is writing."""
    origin = error.args[0] if error.args and isinstance(error.args[0], sqlite3.Error) else error
    return isinstance(origin, sqlite3.OperationalError) and origin.sqlite_errorcode & 0xFF in _BUSY


async def patient(work: Callable[[], Awaitable[T]]) -> T:
    """Do some work, and again as long as another process is writing; the last refusal is raised."""
    for _ in range(int(PATIENCE_SECONDS / _PAUSE_SECONDS)):
        try:
            return await work()
        except (OperationalError, TransactionManagementError) as error:
            if not is_busy(error):
                raise
        await asyncio.sleep(_PAUSE_SECONDS)
    return await work()


class ImmediateTransaction(SqliteTransactionWrapper):
    """A transaction that takes the write lock when it begins, and whose scripts do not commit it."""

    async def begin(self) -> None:
        """Begin; TransactionManagementError when another process is writing."""
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise TransactionManagementError(error) from error

    async def execute_script(self, query: str) -> None:
        """Run a script statement by statement: sqlite3's own `executescript` would commit first."""
        try:
            for statement in statements(query):
                await self._connection.execute(statement)
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error

    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(ImmediateTransaction(self))


class PatientContext(SqliteTransactionContext):
    """A transaction's block that lets the connection go while it waits for another process."""

    async def __aenter__(self) -> Any:
        """Begin the transaction."""
        return await patient(self._enter)

    async def _enter(self) -> Any:
        """Try once; Tortoise would keep the connection for ever when the beginning fails."""
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            await self.connection.begin()
        except BaseException:
            self._trxlock.release()
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        return self.connection


class ImmediateClient(SqliteClient):
    """A SQLite connection with our pragmas, immediate transactions, and patience outside of them."""

    def __init__(self, file_path: str, **options: Any) -> None:
        super().__init__(file_path, **{**PRAGMAS, **options})

    def _in_transaction(self) -> TransactionContext:
        return PatientContext(ImmediateTransaction(self), self._lock)

    async def execute_insert(self, query: str, values: list[Any]) -> int:
        """Insert a row."""
        return await patient(partial(super().execute_insert, query, values))

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        """Run a statement for many rows."""
        await patient(partial(super().execute_many, query, values))

    async def execute_query(self, query: str, values: list[Any] | None = None) -> tuple[int, Sequence[Any]]:
        """Run a statement and return how many rows it found or changed, and the rows."""
        return await patient(partial(super().execute_query, query, values))

    async def execute_query_dict(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        """Run a query and return its rows."""
        return await patient(partial(super().execute_query_dict, query, values))


client_class = ImmediateClient

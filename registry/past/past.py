"""
The past as a database: what was true on a day, as it was known at a moment.

Inside `Past.reading` every query of this task (and of tasks it starts) goes to the registry as it was;
the queries themselves are the ones that ask about now.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from tortoise.context import (
    TortoiseContext,
    _current_context,  # pyright: ignore[reportPrivateUsage]  # the only way to lend one context to many tasks
    require_context,
)

from registry.errors import InvalidValue
from registry.past.file import PastFile, Position
from registry.past.following import entries_of, microseconds, moved, new_pages, stands
from registry.past.layout import Layout, answering, layout_of
from registry.tables import LedgerSeal, Record

T = TypeVar("T")

#: Most questions whose connections are kept open (assumed: an auditor compares a few days at a time).
MOST_OPEN = 16


@dataclass(frozen=True, slots=True)
class AsOf:
    """
    A question's two times: what was true on `valid_on`, as it was known at `known_at`.

    Raises
    ------
    InvalidValue
        `known_at` has no time zone.

    """

    valid_on: date
    known_at: datetime

    def __post_init__(self) -> None:
        if self.known_at.tzinfo is None:
            raise InvalidValue("known_at", self.known_at, "it needs a time zone")


@dataclass(slots=True)
class Moment:
    """An open connection to the past and how many questions it is answering."""

    context: TortoiseContext
    asking: int = 0

    def enter(self) -> None:
        """Let every query of this task from here on go to the past."""
        _current_context.set(self.context)


def _take_in(file: PastFile, page: Sequence[Any], before: Position, after: Position) -> bool:
    """Let the file follow a page; False when another process was faster."""
    return file.follow(entries_of(page), before, after)


@contextmanager
def returning() -> Generator[None]:
    """Come back to the database of before when a block ends, whatever was entered inside."""
    before = _current_context.get()
    try:
        yield
    finally:
        _current_context.set(before)


class Past:
    """
    The past of one process's database.

    `file` is a cache that can be deleted at any time while the process is down; `apps` are the packages
    of tables as Tortoise has them. A moment is sealed once a seal of the ledger covers it: then its
    answers never change. Before, a transaction still running may add an entry recorded earlier.
    """

    def __init__(self, file: Path, apps: Mapping[str, Sequence[str]]) -> None:
        self._path = file
        self._apps = {app: list(modules) for app, modules in apps.items()}
        self._file: PastFile | None = None
        self._open: OrderedDict[tuple[date, int], Moment] = OrderedDict()
        self._following = asyncio.Lock()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._thread = ThreadPoolExecutor(1, "muster-past")
        self._covered = 0
        self._latest = 0

    async def sync(self) -> int:
        """
        Follow the ledger to its end and return how many entries were new.

        It goes on when the caller is cancelled: the first time takes longest, and the next caller finds
        its work done.

        Raises
        ------
        RuntimeError
            It was asked for from inside the past.

        """
        if any(moment.context is require_context() for moment in self._open.values()):
            raise RuntimeError("the past cannot be asked from inside the past")
        task = asyncio.create_task(self._sync())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    async def _sync(self) -> int:
        """Follow the ledger, one task at a time."""
        async with self._following:
            file = self._followed()
            position = await self._aside(file.position)
            standing = await stands(position)
            if standing is None:
                await self._aside(file.empty)
                position = await self._aside(file.position)
            count = 0 if standing else await self._follow(file)
            self._latest = (await self._aside(file.position)).latest if count else position.latest
            return count

    async def _follow(self, file: PastFile) -> int:
        """Follow what is new; where another process goes ahead, take up behind it."""
        count, again = 0, True
        while again:
            before, again = await self._aside(file.position), False
            async with aclosing(new_pages(before)) as pages:
                async for page, snapshot in pages:
                    after = moved(before, page, snapshot)
                    if not await self._aside(_take_in, file, page, before, after):
                        again = True
                        break
                    before, count = after, count + len(page)
        if count > len(self._layouts()):
            await self._aside(file.tidy)
        return count

    async def known_for_ever(self, at: datetime) -> bool:
        """Tell whether a moment is sealed: what was known then can never change again."""
        return microseconds(at) <= await self._sealed_until()

    async def _sealed_until(self) -> int:
        last = await LedgerSeal.all().order_by("-number").first()
        return microseconds(last.until) if last is not None else 0

    async def moment(self, at: AsOf) -> Moment:
        """
        Return the connection that answers a question; the caller gives it back by `done`.

        The file follows the ledger first, unless the moment was sealed when it last did.
        """
        known_at = microseconds(at.known_at)
        if known_at > self._covered:
            sealed = await self._sealed_until()
            await self.sync()
            self._covered = sealed
        key = (at.valid_on, min(known_at, self._latest))
        if key not in self._open:
            made = Moment(await self._context(*key))
            self._open.setdefault(key, made)
        self._open.move_to_end(key)
        found = self._open[key]
        found.asking += 1
        self._close_idle()
        return found

    def done(self, moment: Moment) -> None:
        """Say that a question has been answered."""
        moment.asking -= 1

    @asynccontextmanager
    async def reading(self, at: AsOf) -> AsyncGenerator[None]:
        """Let the queries of a block go to the registry as it was."""
        moment = await self.moment(at)
        token = _current_context.set(moment.context)
        try:
            yield
        finally:
            _current_context.reset(token)
            self.done(moment)

    async def close(self) -> None:
        """Close every connection to the past, when nobody asks any more."""
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for moment in self._open.values():
            await moment.context.close_connections()
        self._open.clear()
        if self._file is not None:
            await self._aside(self._file.close)
            self._file = None
        self._thread.shutdown()

    async def _aside(self, work: Callable[..., T], *given: Any) -> T:
        """Do blocking work on the file in its own thread (the loop's threads may be gone by closing)."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *given)

    def _layouts(self) -> dict[str, Layout]:
        """Return the layouts of all tables of records, by name."""
        apps = require_context().apps
        tables = [table for app in apps.values() for table in app.values()] if apps is not None else []
        records = [table for table in tables if issubclass(table, Record)]
        return {table.table_name(): layout_of(table) for table in records}

    def _followed(self) -> PastFile:
        if self._file is None:
            self._file = PastFile(self._path, self._layouts())
        return self._file

    async def _context(self, valid_on: date, known_at: int) -> TortoiseContext:
        """Return a Tortoise context whose one connection answers a question."""
        script = ";\n".join(answering(self._followed().layouts.values(), valid_on.isoformat(), known_at))
        here = require_context().db("default").capabilities.dialect
        credentials = {"file_path": str(self._path), "script": script, "dialect": here}
        config = {
            "connections": {"default": {"engine": "registry.past.engine", "credentials": credentials}},
            "apps": {
                app: {"models": modules, "default_connection": "default"}
                for app, modules in self._apps.items()
            },
            "use_tz": True,
            "timezone": "UTC",
        }
        context = TortoiseContext()
        await context.init(config=config, init_connections=False)
        return context

    def _close_idle(self) -> None:
        """Close connections nobody asks, the longest unused first, until few enough are open."""
        for key in [key for key, moment in self._open.items() if not moment.asking]:
            if len(self._open) <= MOST_OPEN:
                break
            task = asyncio.create_task(self._open.pop(key).context.close_connections())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

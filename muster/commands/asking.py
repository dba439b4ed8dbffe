"""The frame of most commands: some work on the settings' database, from opening to closing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from muster.settings import from_environment

if TYPE_CHECKING:
    from muster.settings import Settings

T = TypeVar("T")


def in_database(work: Callable[[Settings], Awaitable[T]]) -> T:
    """Do some work while the settings' database is open, and return its answer."""
    from muster import database  # noqa: PLC0415 -- start-up time

    settings = from_environment()

    async def connected() -> T:
        async with database.connected(settings):
            return await work(settings)

    return asyncio.run(connected())

"""The server's worker: durable work and nightly duties, opened behind the server's back."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol
from uuid import UUID

from exercises.runs import Runner
from muster import database
from muster.leftovers import leftovers
from muster.nightly import Duty, keep_duties
from muster.settings import Settings

_RETRY_SECONDS = 1.0
_LOG = logging.getLogger(__name__)


class Durable(Runner, Protocol):
    """What the worker needs of the durable jobs (`muster.jobs.DurableRunner`)."""

    async def answers(self) -> bool:
        """Return whether plan runs are taken."""
        ...

    async def start_batch(self, batch_id: UUID) -> None:
        """Take up what was ordered on an import batch."""
        ...

    async def start_export(self, export_id: UUID) -> None:
        """Take up an export."""
        ...

    async def take_up(self) -> None:
        """Take up runs that were stored but never handed over."""
        ...

    def duties(self) -> Sequence[Duty]:
        """Return the nightly duties that are durable work."""
        ...


class Worker:
    """
    The runner of the API (`exercises.runs.Runner`), before and after the durable jobs are open.

    A run that is requested before is stored like any other, and taken up when they open.
    """

    def __init__(self, settings: Settings) -> None:
        """Keep the settings."""
        self._settings = settings
        self._durable: Durable | None = None

    async def start(self, run_id: UUID) -> None:
        """Hand a stored run over."""
        if self._durable is not None:
            await self._durable.start(run_id)

    async def cancel(self, run_id: UUID) -> None:
        """Ask a run's solver to stop."""
        if self._durable is not None:
            await self._durable.cancel(run_id)

    async def start_batch(self, batch_id: UUID) -> None:
        """Hand over what was ordered on an import batch."""
        if self._durable is not None:
            await self._durable.start_batch(batch_id)

    async def start_export(self, export_id: UUID) -> None:
        """Hand an ordered export over."""
        if self._durable is not None:
            await self._durable.start_export(export_id)

    async def answers(self) -> bool:
        """Return whether plan runs are taken."""
        return self._durable is not None and await self._durable.answers()

    async def work(self, closing: asyncio.Event) -> None:
        """Open the durable jobs once the database is migrated, and keep them open until `closing`."""
        try:
            while await database.pending_migrations(self._settings):
                _LOG.warning("The database is not migrated; run `muster migrate`.")
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(closing.wait(), _RETRY_SECONDS)
                if closing.is_set():
                    return
            opening = await asyncio.to_thread(_durable_jobs)
            async with opening(self._settings) as durable:
                self._durable = durable
                await durable.take_up()
                await keep_duties(closing, (leftovers(self._settings), *durable.duties()))
        except Exception:  # the edge of the worker: the server goes on answering, and says "not ready"
            _LOG.exception("Plan runs are not taken")
        finally:
            self._durable = None


def _durable_jobs() -> Callable[[Settings], AbstractAsyncContextManager[Durable]]:
    """Import the durable jobs, which takes as long as the rest of the server, and return their opening."""
    from muster.jobs import durable_jobs  # noqa: PLC0415 -- start-up time

    return durable_jobs

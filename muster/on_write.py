"""
What is done after a write: acts of the API are looked at one after the other, behind the answers.

The consistency rules judge what an act touched, then the ratings it may have changed are made anew.
"""

from __future__ import annotations

import asyncio
import logging
from uuid import UUID

from exercises.readiness.on_write import rate_written
from muster import clock
from registry.access import SYSTEM
from registry.consistency.on_write import judge_written

_LOG = logging.getLogger(__name__)


class Judge:
    """
    Takes the ids of acts, judges what they touched and rates the teams they touched.

    What is left at the end, the nightly run does.
    """

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[UUID] = asyncio.Queue()

    def written(self, change_id: UUID) -> None:
        """Note an act to be judged."""
        self._waiting.put_nowait(change_id)

    async def work(self, closing: asyncio.Event) -> None:
        """Judge act after act until closing."""
        working = asyncio.create_task(self._work())
        await closing.wait()
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)

    async def _work(self) -> None:
        while True:
            change_id = await self._waiting.get()
            act = clock.act(SYSTEM.principal_id, "Consistency rules on write")
            try:
                await judge_written(act, change_id, clock.today())
            except Exception:  # the edge of this work: one act must not keep the others from being judged
                _LOG.exception("An act was not judged, the nightly run will: %s", change_id)
            try:
                await rate_written(change_id, clock.today())
            except Exception:  # the edge of this work, as above
                _LOG.exception("Teams an act touched were not rated, the nightly run will: %s", change_id)

"""
What the server does once after each midnight of the offices (Asia/Shanghai).

No job is remembered: each duty can tell from the database whether it was done for a midnight, so a
server that was off then does it when it starts, and one that is killed does it again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, time

from muster import clock
from registry.sealing import take_seal

LOOK_EVERY_SECONDS = 300.0
_LOG = logging.getLogger(__name__)
Duty = Callable[[datetime], Awaitable[str | None]]


async def seal_the_ledger(midnight: datetime) -> str | None:
    """Seal what was recorded up to midnight; return what was done, None if it was done before."""
    seal = await take_seal(midnight, now=clock.now())
    return f"seal {seal.number} over {seal.entries} entries: {seal.hash}" if seal is not None else None


#: Name → duty; one that fails is logged and tried again at the next look, the others go on.
DUTIES: Mapping[str, Duty] = {"seal the ledger": seal_the_ledger}


def last_midnight(now: datetime) -> datetime:
    """Return the beginning of the offices' day that `now` lies in."""
    return datetime.combine(now.astimezone(clock.OFFICE_ZONE).date(), time(), clock.OFFICE_ZONE)


async def do_duties(midnight: datetime) -> None:
    """Do every duty that was not done for a midnight."""
    for name, duty in DUTIES.items():
        try:
            done = await duty(midnight)
        except Exception:  # the edge of the nightly work: one duty must not keep the others from being done
            _LOG.exception("Nightly duty failed, will be tried again: %s", name)
            continue
        if done is not None:
            _LOG.info("Nightly duty done: %s", done)


async def keep_duties(closing: asyncio.Event) -> None:
    """Look for duties to do now and every few minutes until `closing`."""
    while not closing.is_set():
        await do_duties(last_midnight(clock.now()))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(closing.wait(), LOOK_EVERY_SECONDS)

"""
What the server does once after each midnight of the offices (Asia/Shanghai).

No job here is remembered across starts: the ledger tells itself what is sealed, and rules may run twice.
The night's ratings are durable work (`muster.night_jobs`). A server that was off at midnight catches up
when it is on.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from muster import clock, draws
from muster.beside import muster_beside
from registry.sealing import take_seal

LOOK_EVERY_SECONDS = 300.0
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Duty:
    """
    Something to do once for each midnight: `do` returns what was done, or None if it was done before.

    One that is not `at_start` waits for the second look, so that a start is not slowed by it.
    """

    name: str
    do: Callable[[datetime], Awaitable[str | None]]
    at_start: bool


async def seal_the_ledger(midnight: datetime) -> str | None:
    """Seal what was recorded up to midnight; return what was done, None if it was done before."""
    seal = await take_seal(midnight, now=clock.now())
    return f"seal {seal.number} over {seal.entries} entries: {seal.hash}" if seal is not None else None


async def apply_the_rules(_midnight: datetime) -> str:
    """Apply the consistency rules to everything and return what was found."""
    return await muster_beside("consistency", "run")


async def look_for_duplicates(_midnight: datetime) -> str:
    """Bring the list of likely duplicates up to date and return what was found."""
    return await muster_beside("matching", "propose")


async def find_late_draws(_midnight: datetime) -> str | None:
    """Make a finding of each draw that was not revealed in time; None if there is none."""
    return await draws.find_late_draws()


DUTIES = (
    Duty("seal the ledger", seal_the_ledger, at_start=True),
    Duty("find draws not revealed in time", find_late_draws, at_start=False),
    Duty("apply the consistency rules", apply_the_rules, at_start=False),
    Duty("look for likely duplicates", look_for_duplicates, at_start=False),
)


def last_midnight(now: datetime) -> datetime:
    """Return the beginning of the offices' day that `now` lies in."""
    return datetime.combine(now.astimezone(clock.OFFICE_ZONE).date(), time(), clock.OFFICE_ZONE)


async def do_duties(
    midnight: datetime, done: dict[str, datetime], *, starting: bool, more: Sequence[Duty] = ()
) -> None:
    """
    Do every duty, and those `more`, not yet `done` for a midnight.

    One that fails is logged and tried at the next look.
    """
    for duty in (*DUTIES, *more):
        if done.get(duty.name) == midnight or (starting and not duty.at_start):
            continue
        try:
            said = await duty.do(midnight)
        except Exception:  # the edge of the nightly work: one duty must not keep the others from being done
            _LOG.exception("Nightly duty failed, will be tried again: %s", duty.name)
            continue
        done[duty.name] = midnight
        if said is not None:
            _LOG.info("Nightly duty done: %s", said)


async def keep_duties(closing: asyncio.Event, more: Sequence[Duty] = ()) -> None:
    """Look for duties to do, those `more` too, now and every few minutes until `closing`."""
    done: dict[str, datetime] = {}
    starting = True
    while not closing.is_set():
        await _until(closing, do_duties(last_midnight(clock.now()), done, starting=starting, more=more))
        starting = False
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(closing.wait(), LOOK_EVERY_SECONDS)


async def _until(closing: asyncio.Event, work: Awaitable[None]) -> None:
    """Wait for work, but no longer than until `closing`: what is under way is then given up."""
    working, waiting = asyncio.ensure_future(work), asyncio.ensure_future(closing.wait())
    await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
    for task in (working, waiting):
        task.cancel()
    await asyncio.gather(working, waiting, return_exceptions=True)

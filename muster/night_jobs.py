"""
The night's ratings as durable work: DBOS remembers that a night was begun, and how it ended.

A night that broke off with the server is taken up at the next start; one that failed is begun again at the
next look of the nightly duties, as a further attempt.
"""

from __future__ import annotations

from datetime import datetime

from dbos import DBOS, SetWorkflowID

from muster.beside import muster_beside
from muster.nightly import Duty
from muster.register_jobs import remember_task

NIGHTS = "nights"
_DONE = "SUCCESS"
_FAILED: tuple[str | None, ...] = ("ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")


@DBOS.workflow(name="rate_every_team")
async def rate_every_team(_night: str) -> str:
    """Rate every team in a child process, take the day's snapshots, and return what was done."""
    remember_task()
    return await muster_beside("readiness", "keep")


async def rate_the_night(midnight: datetime) -> str | None:
    """Have every team rated for a midnight and return what was done, None if it was done before."""
    night = midnight.date().isoformat()
    attempt, status = await _attempt(night)
    if status == _DONE:
        return None
    with SetWorkflowID(attempt):
        handle = await DBOS.enqueue_workflow_async(NIGHTS, rate_every_team, night)
    return await handle.get_result()


async def _attempt(night: str) -> tuple[str, str | None]:
    """Return the attempt of a night that is done or under way, else the next one, and its status."""
    number, status = 0, _FAILED[0]
    while status in _FAILED:
        number += 1
        found = await DBOS.get_workflow_status_async(f"ratings-{night}-{number}")
        status = found.status if found is not None else None
    return f"ratings-{night}-{number}", status


RATE_EVERY_TEAM = Duty("rate every team", rate_the_night, at_start=False)

"""
Durable work: DBOS remembers that a run was asked for, the `plan_run` row how far it got.

A run is one workflow whose id is the run's id. After `kill -9` DBOS starts the workflow again; it
reads the frozen problem and the checkpoint from the row and goes on with what is left of the
budget. Imports and exports (`muster.register_jobs`) and each night's ratings (`muster.night_jobs`) are
taken the same way. DBOS keeps its own tables beside the data (see `Settings.jobs_url`) and calls nobody.
One server per database: two would each take the other's runs for their own unfinished ones.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import UUID

from dbos import DBOS, DBOSConfig, SetWorkflowID

from exercises import runs
from exercises.tables import PlanRun
from muster import clock, night_jobs, register_jobs
from muster.conduct import UNFINISHED, conduct, stop
from muster.nightly import Duty
from muster.register_jobs import remember_task, working
from muster.settings import Settings
from registry.access import SYSTEM, rows

QUEUE = "plan-runs"
WORKFLOW_VERSION = "1"  # change it when a run begun by older code must not be taken up by newer
_POLL_SECONDS = 0.25
_ALIVE = ("ENQUEUED", "PENDING", "DELAYED")


class DurableRunner:
    """Starts and cancels plan runs (`exercises.runs.Runner`), and starts imports and exports."""

    def __init__(self, settings: Settings) -> None:
        """Keep the settings."""
        self._settings = settings

    async def start(self, run_id: UUID) -> None:
        """Hand the run to the queue; asking twice for one run changes nothing."""
        with SetWorkflowID(str(run_id)):
            await DBOS.enqueue_workflow_async(QUEUE, plan_run, str(run_id))

    async def cancel(self, run_id: UUID) -> None:
        """Ask the run's solver to stop; a run that has not begun sees the flag in its row."""
        await stop(run_id)

    async def start_batch(self, batch_id: UUID) -> None:
        """Hand what was ordered on an import batch to its queue."""
        await register_jobs.start_batch(batch_id)

    async def start_export(self, export_id: UUID) -> None:
        """Hand an export to its queue."""
        await register_jobs.start_export(self._settings, export_id)

    def duties(self) -> tuple[Duty, ...]:
        """Return the nightly duties that are durable work."""
        return (night_jobs.RATE_EVERY_TEAM,)

    async def answers(self) -> bool:
        """Return whether the queue of plan runs is there and its tables can be read."""
        return any(queue.name == QUEUE for queue in await DBOS.list_queues_async())

    async def take_up(self) -> None:
        """Enqueue what was stored but never handed over; fail what has no workflow any more."""
        for run in await rows(SYSTEM, PlanRun).filter(state__in=UNFINISHED):
            status = await DBOS.get_workflow_status_async(str(run.id))
            if status is None:
                await self.start(run.id)
            elif status.status not in _ALIVE:
                message = f"the durable workflow ended as {status.status} while the run was {run.state.value}"
                await runs.fail_run(run.id, clock.act(run.requested_by_id, "Close an abandoned run"), message)
        await register_jobs.take_up(self._settings)


@asynccontextmanager
async def durable_jobs(settings: Settings) -> AsyncGenerator[DurableRunner, None]:
    """
    Open the durable jobs on the running loop, and close them in order.

    Their tables are made aside first: PostgreSQL makes an index there only once every transaction is over,
    those of this loop too, which would wait for the launch as the launch for them.
    """
    config: DBOSConfig = {
        "name": "muster",
        "system_database_url": settings.jobs_url,
        "application_version": WORKFLOW_VERSION,
        "executor_id": "server",
        "log_level": "WARNING",
        "use_listen_notify": False,
        "notification_listener_polling_interval_sec": _POLL_SECONDS,
    }
    await asyncio.to_thread(DBOS.migrate, settings.jobs_url)
    DBOS(config=config)
    DBOS.launch()
    try:
        for queue in (QUEUE, register_jobs.IMPORTS, register_jobs.EXPORTS, night_jobs.NIGHTS):
            await DBOS.register_queue_async(queue, worker_concurrency=1, polling_interval_sec=_POLL_SECONDS)
        yield DurableRunner(settings)
    finally:
        for task in tuple(working):
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        await asyncio.to_thread(DBOS.destroy, workflow_completion_timeout_sec=0)


@DBOS.workflow(name="plan_run")
async def plan_run(run_id: str) -> str:
    """Conduct one plan run to its end and return the state it ended in; a shutdown leaves it pending."""
    remember_task()
    return (await conduct(UUID(run_id))).value

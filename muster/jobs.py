"""
Durable plan runs: DBOS remembers that a run was asked for, the `plan_run` row how far it got.

A run is one workflow whose id is the run's id. After `kill -9` DBOS starts the workflow again; it
reads the frozen problem and the checkpoint from the row and goes on with what is left of the
budget. DBOS keeps its own tables beside the data (see `Settings.jobs_url`) and calls nobody.
One server per database: two would each take the other's runs for their own unfinished ones.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from dbos import DBOS, DBOSConfig, SetWorkflowID

from exercises import runs
from exercises.tables import PlanRun
from muster import clock
from muster.conduct import UNFINISHED, conduct, stop
from registry.access import SYSTEM, rows

QUEUE = "plan-runs"
WORKFLOW_VERSION = "1"  # change it when a run begun by older code must not be taken up by newer
_POLL_SECONDS = 0.25
_ALIVE = ("ENQUEUED", "PENDING", "DELAYED")
_working: set[asyncio.Task[Any]] = set()


class DurableRunner:
    """Starts and cancels plan runs (`exercises.runs.Runner`)."""

    async def start(self, run_id: UUID) -> None:
        """Hand the run to the queue; asking twice for one run changes nothing."""
        with SetWorkflowID(str(run_id)):
            await DBOS.enqueue_workflow_async(QUEUE, plan_run, str(run_id))

    async def cancel(self, run_id: UUID) -> None:
        """Ask the run's solver to stop; a run that has not begun sees the flag in its row."""
        await stop(run_id)

    async def answers(self) -> bool:
        """Return whether the queue of plan runs is there and its tables can be read."""
        return any(queue.name == QUEUE for queue in await DBOS.list_queues_async())

    async def take_up(self) -> None:
        """Enqueue runs that were stored but never handed over; fail those whose workflow is over."""
        for run in await rows(SYSTEM, PlanRun).filter(state__in=UNFINISHED):
            status = await DBOS.get_workflow_status_async(str(run.id))
            if status is None:
                await self.start(run.id)
            elif status.status not in _ALIVE:
                message = f"the durable workflow ended as {status.status} while the run was {run.state.value}"
                await runs.fail_run(run.id, clock.act(run.requested_by_id, "Close an abandoned run"), message)


@asynccontextmanager
async def plan_jobs(jobs_url: str) -> AsyncGenerator[DurableRunner, None]:
    """Open the durable jobs on the running loop, and close them in order."""
    config: DBOSConfig = {
        "name": "muster",
        "system_database_url": jobs_url,
        "application_version": WORKFLOW_VERSION,
        "executor_id": "server",
        "log_level": "WARNING",
        "use_listen_notify": False,
        "notification_listener_polling_interval_sec": _POLL_SECONDS,
    }
    DBOS(config=config)
    DBOS.launch()
    try:
        await DBOS.register_queue_async(QUEUE, worker_concurrency=1, polling_interval_sec=_POLL_SECONDS)
        yield DurableRunner()
    finally:
        for task in tuple(_working):
            task.cancel()
        await asyncio.gather(*_working, return_exceptions=True)
        await asyncio.to_thread(DBOS.destroy, workflow_completion_timeout_sec=0)


@DBOS.workflow(name="plan_run")
async def plan_run(run_id: str) -> str:
    """Conduct one plan run to its end and return the state it ended in; a shutdown leaves it pending."""
    task = asyncio.current_task()
    if task is not None:
        _working.add(task)
        task.add_done_callback(_working.discard)
    return (await conduct(UUID(run_id))).value

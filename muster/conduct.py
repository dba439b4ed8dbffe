"""
Conducting one plan run: the frozen problem to a child process, what comes of it to the database.

Used by the durable jobs (`muster.jobs`) and, in the foreground, by the command line.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from exercises import runs
from exercises.codes import RunState
from exercises.tables import PlanRun
from muster import clock
from muster.solver import Solver
from registry.access import SYSTEM, rows
from scheduling.outcome import Outcome
from scheduling.repair_form import Mended, mended_from_data
from scheduling.serial import outcome_from_json

SAVE_SECONDS = 1.0
LEAST_BUDGET_SECONDS = 2.0
UNFINISHED = (RunState.REQUESTED, RunState.RUNNING)
Watcher = Callable[[dict[str, Any]], None]
_LOG = logging.getLogger(__name__)
_live: dict[UUID, Solver] = {}


async def stop(run_id: UUID) -> None:
    """Ask the run's solver to stop; a run that has not begun sees the flag in its row."""
    if (solver := _live.get(run_id)) is not None:
        await solver.stop()


@dataclass
class _Report:
    """What the solver last said and what of it is not saved yet."""

    used_seconds: float
    watcher: Watcher | None = None
    progress: dict[str, Any] = field(default_factory=dict)
    plan: Any = None
    is_new: bool = False

    def take(self, message: dict[str, Any]) -> None:
        """Take in one progress message; seconds count from the run's first start."""
        spent = float(message["progress"]["seconds"]) + self.used_seconds
        self.progress = {**message["progress"], "seconds": round(spent, 3)}
        self.plan = message.get("plan") or self.plan
        self.is_new = True
        if self.watcher is not None:
            self.watcher(self.progress)


async def conduct(run_id: UUID, watcher: Watcher | None = None, *, repeatable: bool = False) -> RunState:
    """
    Solve the run's frozen problem in a child process and save what comes of it.

    Returns the state the run ended in. A run that is over is left alone, so a workflow that is
    started again after its last write does no harm. `watcher` gets each progress report as it comes
    (`scheduling.Progress` as JSON, seconds counted from the run's first start). `repeatable` counts the
    budget in the solver's own time: one worker and one seed then give one plan on any machine, but
    the clock may say several times the budget.
    """
    run = await rows(SYSTEM, PlanRun).get(id=run_id)
    if run.state not in UNFINISHED:
        return RunState(run.state)
    run = await runs.begin_run(run_id)
    act = clock.act(run.requested_by_id, f"Plan the training year {run.year}")
    try:
        answer = await _solve(run, watcher, repeatable)
        run = await runs.finish_run(run_id, act, _outcome(answer))
    except Exception as error:  # the edge of the job: whatever went wrong is the run's message
        _LOG.exception("Plan run %s failed", run_id)
        run = await runs.fail_run(run_id, act, str(error))
    return RunState(run.state)


def _outcome(answer: dict[str, Any]) -> Outcome | Mended:
    """Return what the solver answered as the planner's own value."""
    if answer["type"] == "mended":
        return mended_from_data(answer)
    return outcome_from_json(json.dumps(answer))


async def _solve(run: PlanRun, watcher: Watcher | None, repeatable: bool) -> Any:
    """Return the solver's outcome as JSON, saving progress and checkpoint on the way."""
    used = float((run.progress or {}).get("seconds", 0.0))
    report = _Report(used_seconds=used, watcher=watcher)
    request = {
        "problem": run.problem,
        "seed": run.seed,
        "seconds": max(LEAST_BUDGET_SECONDS, run.budget_seconds - used),
        "workers": run.workers,
        "deterministic": repeatable,
        "start": run.checkpoint,
        "repair": runs.repair_wish(run),
    }
    async with Solver(request) as solver:
        over = asyncio.Event()
        keeper = asyncio.create_task(_keep(run.id, solver, report, over))
        _live[run.id] = solver
        try:
            return await _read(solver, report)
        finally:
            del _live[run.id]
            over.set()
            await keeper


async def _read(solver: Solver, report: _Report) -> Any:
    """Take in the solver's messages and return its outcome."""
    async for message in solver.messages():
        if message["type"] == "outcome":
            return message["outcome"]
        if message["type"] == "error":
            raise RuntimeError(f"the planner refused its problem at {message['path']}: {message['message']}")
        report.take(message)
    raise RuntimeError("the solver's messages ended without an outcome")


async def _keep(run_id: UUID, solver: Solver, report: _Report, over: asyncio.Event) -> None:
    """Save what is new once a second and at the end; pass on a cancellation asked for elsewhere."""
    stopped = False
    while True:
        if report.is_new:
            report.is_new = False
            await runs.save_progress(run_id, report.progress, report.plan)
        if over.is_set():
            return
        if not stopped and await rows(SYSTEM, PlanRun).filter(id=run_id, cancel_requested=True).exists():
            stopped = True
            await solver.stop()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), SAVE_SECONDS)

"""
Solver runs: requested, begun, followed, and turned into a plan version or a reason.

The row holds all a run needs to go on after the process died: the frozen problem and the best plan so
far. `exercises` knows no process; whoever runs the solver implements `Runner`.
"""

from __future__ import annotations

from typing import Any, Protocol
from uuid import UUID, uuid5

from exercises.codes import RunState
from exercises.errors import TransitionRefused
from exercises.frozen import problem_of_row
from exercises.progress import ACTIVE, RunProgress, progress_of, watch
from exercises.run_requests import repair_wish, request_repair, request_run
from exercises.storing import Figures, store_plan
from exercises.tables import PlanRun
from registry.access import Viewer, one, require
from registry.codes import Capability
from registry.errors import NotFound
from registry.history import Act, Change, changing
from scheduling.outcome import Infeasible, Outcome, Planned, Unfinished
from scheduling.plan import Plan
from scheduling.repair_form import Mended

__all__ = [
    "ACTIVE",
    "RUN_MOVES",
    "RunProgress",
    "Runner",
    "begin_run",
    "cancel_run",
    "fail_run",
    "finish_run",
    "progress_of",
    "repair_wish",
    "request_repair",
    "request_run",
    "save_progress",
    "watch",
]

RUN_MOVES: dict[RunState, tuple[RunState, ...]] = {
    RunState.REQUESTED: (RunState.RUNNING, RunState.CANCELLED, RunState.FAILED),
    RunState.RUNNING: (RunState.PLANNED, RunState.INFEASIBLE, RunState.CANCELLED, RunState.FAILED),
    RunState.PLANNED: (),
    RunState.INFEASIBLE: (),
    RunState.CANCELLED: (),
    RunState.FAILED: (),
}


class Runner(Protocol):
    """Whoever takes runs through the solver: durable jobs in production, the test itself in tests."""

    async def start(self, run_id: UUID) -> None:
        """Take up a requested run; returns before it ends."""
        ...

    async def cancel(self, run_id: UUID) -> None:
        """Ask the solver of a run to stop; the best plan so far is kept."""
        ...


async def begin_run(run_id: UUID, act: Act | None = None) -> PlanRun:
    """
    Take up a run, for the first time or again after an interruption, and count the attempt.

    Without `act` the beginning is recorded for whoever requested it, at the time of the request: the
    process that takes a run up acts on the request, not on its own.

    Raises
    ------
    NotFound
        There is no such run.
    TransitionRefused
        The run has ended.

    """
    run = await _stored(run_id)
    if run.state not in ACTIVE:
        raise TransitionRefused("plan_run", run.state, RunState.RUNNING, RUN_MOVES[run.state])
    await PlanRun.filter(id=run_id).update(attempts=run.attempts + 1)
    if run.state is RunState.REQUESTED:
        own = Act(run.requested_by_id, "求解开始 / run begun", run.requested_at, uuid5(run.id, "begin"))
        async with changing(act or own) as change:
            await change.change(run, state=RunState.RUNNING)
    return await _stored(run_id)


async def save_progress(run_id: UUID, progress: dict[str, Any], plan: dict[str, Any] | None) -> None:
    """
    Keep the latest report, and the best plan when it is new; operational columns, no ledger entry.

    Call it at most once a second: SQLite has one connection.
    """
    values: dict[str, Any] = {"progress": progress}
    if plan is not None:
        values["checkpoint"] = plan
    await PlanRun.filter(id=run_id, state__in=ACTIVE).update(**values)


async def finish_run(run_id: UUID, act: Act, outcome: Outcome | Mended) -> PlanRun:
    """
    Store what the solver answered: a plan version, the conflict, or why there is neither.

    A run that has ended already is returned unchanged, so that a durable step may be repeated.

    Raises
    ------
    NotFound
        There is no such run.
    PlanRejected
        The plan breaks a rule; nothing is stored.

    """
    run = await _stored(run_id)
    if run.state not in ACTIVE:
        return run
    async with changing(act) as change:
        match outcome:
            case Planned():
                return await _keep(change, run, outcome.plan, _figures(outcome), RunState.PLANNED)
            case Mended():
                return await _keep_repair(change, run, outcome)
            case Infeasible():
                return await change.change(run, state=RunState.INFEASIBLE, message=_conflict(outcome))
            case Unfinished():
                return await _finish_unfinished(change, run, outcome)


async def fail_run(run_id: UUID, act: Act, message: str) -> PlanRun:
    """End a run that could not be carried out; `message` says why. A run that has ended stays as it is."""
    run = await _stored(run_id)
    if run.state not in ACTIVE:
        return run
    async with changing(act) as change:
        why = {"code": "FAILED", "zh": f"求解失败：{message}", "en": f"The run failed: {message}"}
        return await change.change(run, state=RunState.FAILED, message=why)


async def cancel_run(viewer: Viewer, act: Act, run_id: UUID) -> PlanRun:
    """
    Ask a run to stop. One that has not begun is cancelled at once; a running one keeps its best plan.

    Raises
    ------
    NotFound, AccessDenied
        Out of scope, or the viewer may not plan there.
    TransitionRefused
        The run has ended.

    """
    run = await one(viewer, PlanRun, run_id)
    await require(viewer, Capability.PLAN, run.region_id)
    if run.state not in ACTIVE:
        raise TransitionRefused("plan_run", run.state, RunState.CANCELLED, RUN_MOVES[run.state])
    async with changing(act) as change:
        if run.state is RunState.REQUESTED:
            return await change.change(run, state=RunState.CANCELLED, cancel_requested=True)
        return await change.change(run, cancel_requested=True)


async def _stored(run_id: UUID) -> PlanRun:
    run = await PlanRun.get_or_none(id=run_id)
    if run is None:
        raise NotFound(PlanRun.table_name(), run_id)
    return run


async def _keep(change: Change, run: PlanRun, plan: Plan, figures: Figures, state: RunState) -> PlanRun:
    version = await store_plan(change, run, problem_of_row(run), plan, figures)
    return await change.change(run, state=state, plan_id=version.id)


async def _keep_repair(change: Change, run: PlanRun, found: Mended) -> PlanRun:
    done = found.repaired
    proven = done.plan.cost.total(done.problem.weights) <= found.bound
    figures = Figures(found.bound, proven, done.seconds, run.seed, found.components, done.interrupted)
    version = await store_plan(change, run, done.problem, done.plan, figures)
    state = RunState.CANCELLED if run.cancel_requested else RunState.PLANNED
    return await change.change(run, state=state, plan_id=version.id)


async def _finish_unfinished(change: Change, run: PlanRun, outcome: Unfinished) -> PlanRun:
    state = RunState.CANCELLED if run.cancel_requested else RunState.PLANNED
    if outcome.best is not None:
        return await _keep(change, run, outcome.best, _figures(outcome), state)
    if run.cancel_requested:
        return await change.change(run, state=RunState.CANCELLED)
    why = {
        "code": "NO_PLAN_YET",
        "zh": "规定时间内未得出方案",
        "en": "No plan was found within the budget",
    }
    return await change.change(run, state=RunState.FAILED, message=why)


def _figures(outcome: Planned | Unfinished) -> Figures:
    proven = isinstance(outcome, Planned) and outcome.proven_optimal
    return Figures(outcome.bound, proven, outcome.seconds, outcome.seed, outcome.components)


def _conflict(outcome: Infeasible) -> dict[str, Any]:
    conflict = outcome.conflict
    return {
        "code": "INFEASIBLE",
        "zh": "；".join(zh for zh, _ in conflict.sentences),
        "en": "; ".join(en for _, en in conflict.sentences),
        "sentences": [{"zh": zh, "en": en} for zh, en in conflict.sentences],
        "events": list(conflict.events),
        "rules": list(conflict.rules),
    }

"""
Solver runs: requested, begun, followed, and turned into a plan version or a reason.

The row holds all a run needs to go on after the process died: the frozen problem and the best plan so
far. `exercises` knows no process; whoever runs the solver implements `Runner`.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any, Protocol
from uuid import UUID, uuid5

from exercises.codes import RunState
from exercises.errors import LoadExceeded, RunInProgress, TransitionRefused
from exercises.frozen import frozen, problem_of_row
from exercises.planning import draft_issue_date, frame_problem
from exercises.progress import ACTIVE, RunProgress, progress_of, watch
from exercises.storing import Figures, store_plan
from exercises.syllabus import load_check
from exercises.tables import PlanRun
from registry.access import Viewer, one, require, rows
from registry.codes import Capability
from registry.errors import CodeTaken, InvalidValue, NotFound
from registry.history import Act, Change, changing, day_of
from registry.tables import Region
from scheduling.cost import Weights
from scheduling.outcome import Infeasible, Outcome, Planned, Unfinished
from scheduling.plan import Plan
from scheduling.serial import input_hash

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
    "request_run",
    "save_progress",
    "watch",
]

MAX_BUDGET_SECONDS = 86_400
MAX_WEIGHT = 10_000_000
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


async def request_run(
    viewer: Viewer,
    act: Act,
    *,
    region_id: UUID,
    year: int,
    seed: int = 0,
    budget_seconds: int = 60,
    workers: int = 1,
    issue_date: date | None = None,
    weights: Weights | None = None,
) -> PlanRun:
    """
    Freeze the planning problem of a region's year and store a run for it; the caller starts the runner.

    `issue_date` is the day the new version is to be issued. Without it that is 1 December before the year
    (assumed), or the day of the act if that is earlier. Give the day of the act to re-plan the rest of a
    running year: what the version in force placed before it, or within its notice, stays.
    `budget_seconds` is search time, 1 to 86,400. `weights` is what one unit of each part of the objective
    costs (0 to 10,000,000 each); without it the planner's own.

    Raises
    ------
    NotFound, AccessDenied
        The region is out of scope, or the viewer may not plan there.
    InvalidValue
        Budget, workers or a weight out of bounds.
    LoadExceeded
        The syllabus asks more of a member than the yearly limit.
    RunInProgress
        A run of the region and year has not ended.
    NothingToPlan, UnknownYear
        There is nothing to plan, or no calendar.

    """
    await require(viewer, Capability.PLAN, region_id)
    _check_bounds(budget_seconds, workers, weights)
    region = await one(viewer, Region, region_id)
    if await rows(viewer, PlanRun).filter(region_id=region_id, year=year, state__in=ACTIVE).exists():
        raise RunInProgress(region.code, year)
    await _check_load(viewer, region_id, year)
    issued = issue_date or min(day_of(act.at), draft_issue_date(year))
    problem = await frame_problem(viewer, region_id, year, issue_date=issued)
    problem = problem if weights is None else replace(problem, weights=weights)
    run = PlanRun(
        region_id=region_id,
        year=year,
        state=RunState.REQUESTED,
        requested_by_id=act.author,
        requested_at=act.at,
        seed=seed,
        budget_seconds=budget_seconds,
        workers=workers,
        input_hash=input_hash(problem),
        problem=frozen(problem),
    )
    try:
        async with changing(act) as change:
            return await change.add(run)
    except CodeTaken as error:
        raise RunInProgress(region.code, year) from error


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


async def finish_run(run_id: UUID, act: Act, outcome: Outcome) -> PlanRun:
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


def _check_bounds(budget_seconds: int, workers: int, weights: Weights | None) -> None:
    if not 1 <= budget_seconds <= MAX_BUDGET_SECONDS:
        raise InvalidValue("budget_seconds", budget_seconds, f"1 to {MAX_BUDGET_SECONDS} seconds")
    if not 1 <= workers <= 64:
        raise InvalidValue("workers", workers, "1 to 64")
    for name, weight in asdict(weights).items() if weights is not None else ():
        if not 0 <= weight <= MAX_WEIGHT:
            raise InvalidValue(name, weight, f"0 to {MAX_WEIGHT}")


async def _check_load(viewer: Viewer, region_id: UUID, year: int) -> None:
    for line in await load_check(viewer, region_id, year):
        if line.exceeded:
            numbers = [row.number for row in line.rows]
            raise LoadExceeded(line.team, line.days, line.limit_days, numbers)


async def _stored(run_id: UUID) -> PlanRun:
    run = await PlanRun.get_or_none(id=run_id)
    if run is None:
        raise NotFound(PlanRun.table_name(), run_id)
    return run


async def _keep(change: Change, run: PlanRun, plan: Plan, figures: Figures, state: RunState) -> PlanRun:
    version = await store_plan(change, run, problem_of_row(run), plan, figures)
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

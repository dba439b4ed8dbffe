"""
Asking for solver runs: the problem is framed and frozen, and a run stored for it.

A run plans a year anew, or repairs the version in force after something has changed.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any
from uuid import UUID

from exercises.codes import PlanState, RunMode, RunState
from exercises.errors import LoadExceeded, RunInProgress
from exercises.frozen import as_framed, frozen
from exercises.planning import draft_issue_date, frame_problem
from exercises.progress import ACTIVE
from exercises.syllabus import load_check
from exercises.tables import PlanRun, TrainingPlan
from registry.access import Viewer, one, require, rows
from registry.codes import Capability
from registry.errors import CodeTaken, InvalidValue, StaleVersion
from registry.history import Act, changing, day_of
from registry.tables import Region
from scheduling.cost import Weights
from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.serial import input_hash, to_data

MAX_BUDGET_SECONDS = 86_400
MAX_WEIGHT = 10_000_000
MOST_MOVES = 100
_MODES = {RunMode.ONLY_REPAIR: "only", RunMode.REPAIR_AND_IMPROVE: "improve"}


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
    await _refuse_second(viewer, region, year)
    await _check_load(viewer, region_id, year)
    issued = issue_date or min(day_of(act.at), draft_issue_date(year))
    problem = await frame_problem(viewer, region_id, year, issue_date=issued)
    problem = problem if weights is None else replace(problem, weights=weights)
    run = _run(act, problem, region_id, seed=seed, budget_seconds=budget_seconds, workers=workers)
    return await _store(act, run, region)


async def request_repair(
    viewer: Viewer,
    act: Act,
    *,
    plan_id: UUID,
    expected_version: int,
    mode: RunMode = RunMode.ONLY_REPAIR,
    move_price: int | None = None,
    most_moves: float | None = None,
    again: bool = True,
    seed: int = 0,
    budget_seconds: int = 30,
    workers: int = 1,
) -> PlanRun:
    """
    Frame the rest of the year as the records stand now, and store a run that repairs the version in force.

    Whatever the version placed before the day of the act, locked, or within its notice stays. `move_price`
    is what a moved event must be worth, in cost units (0 to 10,000,000); without it the planner's own.
    With `most_moves` an event is dropped rather than moving more than so many for each broken one (1 to 100).
    `again` asks once more for an event that is under way and cannot go on.

    Raises
    ------
    NotFound, AccessDenied
        The version is out of scope, or the viewer may not plan there.
    InvalidValue
        The version is not the one in force, the mode repairs nothing, or a number is out of bounds.
    StaleVersion
        The version was changed since it was read.
    RunInProgress
        A run of the region and year has not ended.
    NothingToPlan, UnknownYear
        There is nothing to plan any more, or no calendar.

    """
    plan = await one(viewer, TrainingPlan, plan_id)
    await require(viewer, Capability.PLAN, plan.region_id)
    _check_bounds(budget_seconds, workers, None if move_price is None else Weights(moves=move_price))
    if most_moves is not None and not 1 <= most_moves <= MOST_MOVES:
        raise InvalidValue("most_moves", most_moves, f"1 to {MOST_MOVES}")
    _check_repair(plan, expected_version, mode)
    region = await one(viewer, Region, plan.region_id)
    await _refuse_second(viewer, region, plan.year)
    problem = await frame_problem(
        viewer, region.id, plan.year, issue_date=day_of(act.at), base_plan_id=plan.id
    )
    if move_price is not None:
        problem = replace(problem, weights=replace(problem.weights, moves=move_price))
    run = _run(act, problem, region.id, seed=seed, budget_seconds=budget_seconds, workers=workers)
    issued = _still_asked(problem, (await as_framed(plan)).plan)
    run.mode, run.repaired = mode, {"plan": to_data(issued), "again": again, "most_moves": most_moves}
    return await _store(act, run, region)


def repair_wish(run: PlanRun) -> dict[str, Any] | None:
    """Return what a run repairs and how, as `scheduling.worker` takes it; None for one that plans."""
    return None if run.mode is RunMode.PLAN else {**run.repaired, "mode": _MODES[run.mode]}


def _check_repair(plan: TrainingPlan, expected_version: int, mode: RunMode) -> None:
    if mode is RunMode.PLAN:
        raise InvalidValue("mode", mode.name, "a repair", rule_zh="须为修复方式")
    if plan.state is not PlanState.ISSUED:
        raise InvalidValue("plan_id", plan.number, "the version in force", rule_zh="须为现行版本")
    if plan.version != expected_version:
        raise StaleVersion(expected_version, plan.version)


def _still_asked(problem: Problem, plan: Plan) -> Plan:
    """Return a plan without the events that the problem no longer asks for."""
    known = {event.id for event in problem.events}
    return replace(plan, assignments=tuple(a for a in plan.assignments if a.event in known))


def _run(
    act: Act, problem: Problem, region_id: UUID, *, seed: int, budget_seconds: int, workers: int
) -> PlanRun:
    return PlanRun(
        region_id=region_id,
        year=problem.year,
        state=RunState.REQUESTED,
        requested_by_id=act.author,
        requested_at=act.at,
        seed=seed,
        budget_seconds=budget_seconds,
        workers=workers,
        input_hash=input_hash(problem),
        problem=frozen(problem),
    )


async def _store(act: Act, run: PlanRun, region: Region) -> PlanRun:
    try:
        async with changing(act) as change:
            return await change.add(run)
    except CodeTaken as error:
        raise RunInProgress(region.code, run.year) from error


async def _refuse_second(viewer: Viewer, region: Region, year: int) -> None:
    if await rows(viewer, PlanRun).filter(region_id=region.id, year=year, state__in=ACTIVE).exists():
        raise RunInProgress(region.code, year)


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

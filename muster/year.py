"""Planning and issuing a training year from the command line, in the foreground."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID

from exercises import plans, runs
from exercises.codes import PlanState, RunMode
from exercises.components import components_of_plan
from exercises.tables import PlanRun, TrainingPlan
from muster import clock
from muster.conduct import UNFINISHED, conduct
from muster.office import region_coded, viewer_named
from muster.plan_facts import component_facts
from muster.settings import Settings
from muster.terminal import progress_line, solving
from registry.access import SYSTEM, Viewer, rows
from registry.history import Act
from scheduling.cost import Cost, Weights

Step = Callable[[Viewer, Act, UUID, int], Awaitable[TrainingPlan]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What to plan: region and year, the solver's seed, seconds and threads, and what the cost weighs."""

    region: str
    year: int
    seed: int
    seconds: int
    workers: int
    weights: Weights | None = None


@dataclass(frozen=True, slots=True)
class Mending:
    """How to repair: mode, price and number of moves, what is held again, and the search's effort."""

    mode: RunMode
    reason: str
    move_price: int | None
    most_moves: float | None
    again: bool
    seed: int
    seconds: int
    workers: int
    repeatable: bool


def asked(settings: Settings, **chosen: Any) -> Asked:
    """Return what to plan: what was chosen on the command line over the settings."""
    usual = Asked(
        region=settings.region,
        year=settings.year,
        seed=settings.seed,
        seconds=settings.solver_seconds,
        workers=settings.solver_workers,
    )
    return replace(usual, **{name: value for name, value in chosen.items() if value is not None})


async def plan_year(wish: Asked, *, login: str, repeatable: bool = False) -> PlanRun:
    """
    Plan the year in the foreground with a progress line, and return the run as it ended.

    A run of the same region and year that was interrupted is taken up where it stood, whatever seed
    or budget is wished now.
    """
    viewer = await viewer_named(login)
    region = await region_coded(viewer, wish.region)
    run = await _unfinished(viewer, region.id, wish.year)
    if run is None:
        run = await runs.request_run(
            viewer,
            clock.act(viewer.principal_id, f"Plan the training year {wish.year}"),
            region_id=region.id,
            year=wish.year,
            seed=wish.seed,
            budget_seconds=wish.seconds,
            workers=wish.workers,
            weights=wish.weights,
        )
    return await _conducted(run, f"Planning {region.name} {wish.year}", repeatable=repeatable)


async def repair_year(viewer: Viewer, plan: TrainingPlan, wish: Mending) -> PlanRun:
    """
    Repair the version in force in the foreground with a progress line, and return the run as it ended.

    A run of the same region and year that was interrupted is taken up where it stood.
    """
    run = await _unfinished(viewer, plan.region_id, plan.year)
    if run is None:
        run = await runs.request_repair(
            viewer,
            clock.act(viewer.principal_id, wish.reason),
            plan_id=plan.id,
            expected_version=plan.version,
            mode=wish.mode,
            move_price=wish.move_price,
            most_moves=wish.most_moves,
            again=wish.again,
            seed=wish.seed,
            budget_seconds=wish.seconds,
            workers=wish.workers,
        )
    return await _conducted(run, f"Repairing {plan.year}", repeatable=wish.repeatable)


async def _unfinished(viewer: Viewer, region_id: UUID, year: int) -> PlanRun | None:
    """Return the run of a region and year that was interrupted, if there is one."""
    return await rows(viewer, PlanRun).filter(region_id=region_id, year=year, state__in=UNFINISHED).first()


async def _conducted(run: PlanRun, title: str, *, repeatable: bool) -> PlanRun:
    """Take a run to its end with a progress line."""
    with progress_line(title) as line:
        await conduct(run.id, lambda report: line.show(solving(report)), repeatable=repeatable)
    return await rows(SYSTEM, PlanRun).get(id=run.id)


async def issue_year(plan: TrainingPlan, *, planner: str, approver: str) -> TrainingPlan:
    """
    Take a plan version through what is left of consultation, submission, approval and issue.

    Four eyes: the planner drafts, consults and submits; another principal approves.
    """
    drafting, approving = await viewer_named(planner), await viewer_named(approver)
    ways: dict[PlanState, tuple[Viewer, str, Step]] = {
        PlanState.DRAFT: (drafting, "Consulted with the districts", plans.consult_plan),
        PlanState.CONSULTED: (drafting, "Submitted for approval", plans.submit_plan),
        PlanState.SUBMITTED: (approving, "Approved", plans.approve_plan),
        PlanState.APPROVED: (approving, "Issued to the districts", plans.issue_plan),
    }
    while (way := ways.get(plan.state)) is not None:
        viewer, reason, step = way
        plan = await step(viewer, clock.act(viewer.principal_id, reason), plan.id, plan.version)
    return plan


def figures(plan: TrainingPlan, run: PlanRun | None = None) -> dict[str, Any]:
    """Return what a planner asks first of a version: state, cost, bound, gap, and both by component."""
    gap = None
    if plan.bound is not None:
        gap = 0.0 if plan.total == 0 else round(max(0.0, (plan.total - plan.bound) / plan.total), 4)
    return {
        "plan": str(plan.id),
        "year": plan.year,
        "version": plan.number,
        "state": plan.state.value,
        "cost": plan.total,
        "bound": plan.bound,
        "gap": gap,
        "proven_optimal": plan.proven_optimal,
        "solve_seconds": round(plan.solve_seconds, 1),
        "seed": plan.seed,
        "estimated_days": plan.estimated_days,
        "objective": {part.name: plan.objective.get(part.name, 0) for part in fields(Cost)},
        "components": component_facts(components_of_plan(plan)),
        **({"run": str(run.id)} if run is not None else {}),
    }

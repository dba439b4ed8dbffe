"""
Versions of the training year: their life from draft to closed, and their proof.

Moves are a table. Who planned a version never approves it; issuing one turns the version in force into
an amended one.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from exercises.codes import PlanState
from exercises.errors import FourEyes, TransitionRefused
from exercises.frozen import current
from exercises.planning.framing import version_in_force
from exercises.tables import TrainingPlan
from registry.access import Viewer, one, require, rows
from registry.codes import Capability
from registry.errors import NotFound
from registry.history import Act, changing
from scheduling.verify import Verification, verify

PLAN_MOVES: Mapping[PlanState, tuple[PlanState, ...]] = MappingProxyType(
    {
        PlanState.DRAFT: (PlanState.CONSULTED, PlanState.DISCARDED),
        PlanState.CONSULTED: (PlanState.SUBMITTED, PlanState.DISCARDED),
        PlanState.SUBMITTED: (PlanState.APPROVED, PlanState.DISCARDED),
        PlanState.APPROVED: (PlanState.ISSUED, PlanState.DISCARDED),
        PlanState.ISSUED: (PlanState.AMENDED, PlanState.CLOSED),
        PlanState.AMENDED: (),
        PlanState.CLOSED: (),
        PlanState.DISCARDED: (),
    }
)
"""What a version may become next; `AMENDED` only by issuing a later one (assumed, after domain 4.2)."""


async def consult_plan(viewer: Viewer, act: Act, plan_id: UUID, expected_version: int) -> TrainingPlan:
    """Record that a draft was consulted with districts and units; raises as `move_plan`."""
    return await move_plan(viewer, act, plan_id, expected_version, PlanState.CONSULTED)


async def submit_plan(viewer: Viewer, act: Act, plan_id: UUID, expected_version: int) -> TrainingPlan:
    """Submit a consulted version for approval; its events are frozen from now on. Raises as `move_plan`."""
    return await move_plan(viewer, act, plan_id, expected_version, PlanState.SUBMITTED)


async def approve_plan(viewer: Viewer, act: Act, plan_id: UUID, expected_version: int) -> TrainingPlan:
    """
    Approve a submitted version.

    Raises
    ------
    FourEyes
        The viewer planned the version.
    TransitionRefused, StaleVersion, NotFound, AccessDenied
        As `move_plan`.

    """
    plan = await one(viewer, TrainingPlan, plan_id)
    await require(viewer, Capability.APPROVE, plan.region_id)
    _check_move(plan, PlanState.APPROVED)
    if plan.planned_by_id in (viewer.principal_id, act.author):
        raise FourEyes(f"{plan.year}/{plan.number}", viewer.login)
    async with changing(act) as change:
        return await change.change(
            plan,
            expected_version=expected_version,
            state=PlanState.APPROVED,
            approved_by_id=viewer.principal_id,
        )


async def issue_plan(viewer: Viewer, act: Act, plan_id: UUID, expected_version: int) -> TrainingPlan:
    """Issue an approved version; the one in force becomes amended. Raises as `move_plan`."""
    plan = await one(viewer, TrainingPlan, plan_id)
    await require(viewer, Capability.APPROVE, plan.region_id)
    _check_move(plan, PlanState.ISSUED)
    in_force = rows(viewer, TrainingPlan).filter(
        region_id=plan.region_id, year=plan.year, state=PlanState.ISSUED
    )
    async with changing(act) as change:
        for earlier in await in_force:
            await change.change(earlier, state=PlanState.AMENDED)
        return await change.change(
            plan, expected_version=expected_version, state=PlanState.ISSUED, issued_at=act.at
        )


async def close_plan(viewer: Viewer, act: Act, plan_id: UUID, expected_version: int) -> TrainingPlan:
    """Close the training year of an issued version; raises as `move_plan`."""
    return await move_plan(viewer, act, plan_id, expected_version, PlanState.CLOSED)


async def discard_plan(viewer: Viewer, act: Act, plan_id: UUID, expected_version: int) -> TrainingPlan:
    """Discard a version that was never issued; raises as `move_plan`."""
    return await move_plan(viewer, act, plan_id, expected_version, PlanState.DISCARDED)


async def move_plan(
    viewer: Viewer, act: Act, plan_id: UUID, expected_version: int, to: PlanState
) -> TrainingPlan:
    """
    Move a version to its next state as a planner.

    Raises
    ------
    NotFound, AccessDenied
        Out of scope, or the viewer may not plan there.
    TransitionRefused
        The version's state does not allow it; `allowed` names what it does.
    StaleVersion
        The version was changed since it was read.

    """
    plan = await one(viewer, TrainingPlan, plan_id)
    await require(viewer, Capability.PLAN, plan.region_id)
    _check_move(plan, to)
    async with changing(act) as change:
        return await change.change(plan, expected_version=expected_version, state=to)


async def in_force(viewer: Viewer, region_id: UUID, year: int) -> TrainingPlan:
    """Return the issued version of a region and year; `NotFound` without one in reach."""
    plan = await version_in_force(region_id, year, viewer)
    if plan is None:
        raise NotFound(TrainingPlan.table_name(), f"{year}, {PlanState.ISSUED.value}")
    return plan


async def verify_plan(viewer: Viewer, plan_id: UUID) -> Verification:
    """
    Judge a version as its events stand now with the solver-free verifier.

    Cancelled events are not asked for. Raises `NotFound` out of scope.
    """
    plan = await one(viewer, TrainingPlan, plan_id)
    now = await current(plan)
    return verify(now.problem, now.plan)


def _check_move(plan: TrainingPlan, to: PlanState) -> None:
    allowed = tuple(state for state in PLAN_MOVES[plan.state] if state is not PlanState.AMENDED)
    if to not in allowed:
        raise TransitionRefused(TrainingPlan.table_name(), plan.state, to, allowed)

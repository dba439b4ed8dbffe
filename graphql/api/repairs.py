"""Repairing the version in force after something has changed: a run that ends in a new draft."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.nodes import row_id, shown
from api.problems import (
    AccessDenied,
    InvalidValue,
    NotFound,
    NothingToPlan,
    RunInProgress,
    StaleVersion,
    UnknownYear,
)
from api.runs import PlanRun
from exercises import runs, tables
from exercises.codes import RunMode


@strawberry.input(description="Asks for a repair of the version in force.")
class RepairPlanInput:
    """Input of `repairPlan`."""

    plan_id: strawberry.ID = strawberry.field(description="The version in force.")
    expected_version: int = strawberry.field(
        description="Record version the caller has seen (`version`, not `number`)."
    )
    reason: str = reason_field()
    mode: RunMode = strawberry.field(
        default=RunMode.ONLY_REPAIR,
        description="Move as little as possible, or also what is worth its price; `PLAN` is refused.",
    )
    move_price: int | None = strawberry.field(
        default=None,
        description="What moving an event must be worth, in cost units, 0 to 10,000,000; the planner's own"
        " price when absent.",
    )
    most_moves: float | None = strawberry.field(
        default=None,
        description="An event is dropped rather than moving more than so many for each broken one, 1 to 100"
        " (1.3 is usual); without it everything is kept that can be.",
    )
    hold_again: bool = strawberry.field(
        default=True,
        description="Whether an event that is under way and cannot go on is asked for once more.",
    )
    budget_seconds: int = strawberry.field(
        default=30, description="Time the search may take, in seconds, 1 to 86,400."
    )
    seed: int = strawberry.field(default=0, description="Seed of the search, from 0.")
    workers: int = strawberry.field(
        default=1, description="Search workers, 1 to 64; only one gives the same plan every time."
    )


RepairPlanPayload = Annotated[
    PlanRun
    | NotFound
    | AccessDenied
    | InvalidValue
    | StaleVersion
    | RunInProgress
    | NothingToPlan
    | UnknownYear,
    strawberry.union("RepairPlanPayload", description="The run that repairs, or why not."),
]


@strawberry.type
class RepairMutation:
    """Repairs."""

    @strawberry.mutation(
        description="Repair the rest of the year of the version in force as the records stand now: what is"
        " past, locked or within its notice stays, what is broken moves. A run as any other; it ends in a"
        " new draft, which `comparePlans` puts beside the version in force."
    )
    async def repair_plan(
        self,
        info: Info,
        input: Annotated[RepairPlanInput, strawberry.argument(description="What to repair, and how.")],
    ) -> RepairPlanPayload:
        """Ask for a repair and start it."""
        run = await runs.request_repair(
            info.context.viewer,
            act(info, input.reason),
            plan_id=row_id(input.plan_id, tables.TrainingPlan),
            expected_version=input.expected_version,
            mode=input.mode,
            move_price=input.move_price,
            most_moves=input.most_moves,
            again=input.hold_again,
            seed=input.seed,
            budget_seconds=input.budget_seconds,
            workers=input.workers,
        )
        await info.context.services.runner.start(run.id)
        return shown(run)

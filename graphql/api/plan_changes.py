"""The way of a version: consulted, submitted, approved by somebody else, issued, closed; or discarded."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.nodes import row_id, shown
from api.plans import TrainingPlan
from api.problems import AccessDenied, FourEyes, InvalidValue, NotFound, StaleVersion, TransitionRefused
from exercises import plans, tables
from registry.access import Viewer
from registry.history import Act

Step = Callable[[Viewer, Act, UUID, int], Awaitable[tables.TrainingPlan]]


@strawberry.input(description="Names a version of the training year to change, and why.")
class PlanInput:
    """Input of every step of a version's life."""

    plan_id: strawberry.ID = strawberry.field(description="The version.")
    expected_version: int = strawberry.field(
        description="Record version the caller has seen (`version`, not `number`)."
    )
    reason: str = reason_field()


Refusals = NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused
ConsultPlanPayload = Annotated[
    TrainingPlan | Refusals,
    strawberry.union("ConsultPlanPayload", description="The consulted version, or why not."),
]
SubmitPlanPayload = Annotated[
    TrainingPlan | Refusals,
    strawberry.union("SubmitPlanPayload", description="The submitted version, or why not."),
]
ApprovePlanPayload = Annotated[
    TrainingPlan | Refusals | FourEyes,
    strawberry.union("ApprovePlanPayload", description="The approved version, or why not."),
]
IssuePlanPayload = Annotated[
    TrainingPlan | Refusals,
    strawberry.union("IssuePlanPayload", description="The issued version, or why not."),
]
ClosePlanPayload = Annotated[
    TrainingPlan | Refusals,
    strawberry.union("ClosePlanPayload", description="The closed version, or why not."),
]
DiscardPlanPayload = Annotated[
    TrainingPlan | Refusals,
    strawberry.union("DiscardPlanPayload", description="The discarded version, or why not."),
]
Input = Annotated[PlanInput, strawberry.argument(description="Which version, and why.")]


async def _step(info: Info, given: PlanInput, step: Step) -> Any:
    """Take one step of a version's life."""
    key = row_id(given.plan_id, tables.TrainingPlan)
    return shown(await step(info.context.viewer, act(info, given.reason), key, given.expected_version))


@strawberry.type
class PlanMutation:
    """Changes of versions of the training year."""

    @strawberry.mutation(description="Send a draft to the offices and employers concerned.")
    async def consult_plan(self, info: Info, input: Input) -> ConsultPlanPayload:
        """Consult on a version."""
        return await _step(info, input, plans.consult_plan)

    @strawberry.mutation(description="Submit a version for approval.")
    async def submit_plan(self, info: Info, input: Input) -> SubmitPlanPayload:
        """Submit a version."""
        return await _step(info, input, plans.submit_plan)

    @strawberry.mutation(description="Approve a submitted version; whoever planned it may not.")
    async def approve_plan(self, info: Info, input: Input) -> ApprovePlanPayload:
        """Approve a version."""
        return await _step(info, input, plans.approve_plan)

    @strawberry.mutation(description="Issue an approved version: it is in force, the one before is amended.")
    async def issue_plan(self, info: Info, input: Input) -> IssuePlanPayload:
        """Issue a version."""
        return await _step(info, input, plans.issue_plan)

    @strawberry.mutation(description="Close an issued version at the end of its year.")
    async def close_plan(self, info: Info, input: Input) -> ClosePlanPayload:
        """Close a version."""
        return await _step(info, input, plans.close_plan)

    @strawberry.mutation(description="Discard a version that was never issued.")
    async def discard_plan(self, info: Info, input: Input) -> DiscardPlanPayload:
        """Discard a version."""
        return await _step(info, input, plans.discard_plan)

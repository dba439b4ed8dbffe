"""Changes of double-random inspections: the register of inspectors, and the steps of a draw."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import strawberry

from api.access import act
from api.context import Info
from api.draw_inputs import (
    DeclareInspectorRelationInput,
    ExcludeFromDrawInput,
    InspectionStepInput,
    PlanInspectionInput,
    RegisterInspectorInput,
    RetireInspectorInput,
    RevealDrawInput,
    ReviseInspectionInput,
)
from api.draws import DrawExclusion, InspectionPlan, Inspector, InspectorRelation
from api.nodes import row_id, shown
from api.problems import AccessDenied, CodeTaken, InvalidValue, NotFound, StaleVersion, TransitionRefused
from registry import tables
from registry.draws.freezing import exclude, freeze_pools
from registry.draws.inspectors import declare_relation, register_inspector, retire_inspector
from registry.draws.plans import plan_inspection, revise_inspection
from registry.draws.revealing import SECRET_BYTES, commit_draw, publish_draw, reveal_draw


@strawberry.type(description="A committed draw with its secret, which is shown this once and stored nowhere.")
class CommittedDraw:
    """What the operator must keep."""

    plan: InspectionPlan = strawberry.field(description="The inspection; its manifest is closed.")
    secret: str = strawberry.field(
        description="64 hexadecimal digits. Keep them secret, and keep them: without them nothing is drawn."
    )


RegisterInspectorPayload = Annotated[
    Inspector | NotFound | AccessDenied | InvalidValue | CodeTaken,
    strawberry.union("RegisterInspectorPayload", description="The inspector, or why not."),
]
RetireInspectorPayload = Annotated[
    Inspector | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("RetireInspectorPayload", description="The inspector, or why not."),
]
DeclareInspectorRelationPayload = Annotated[
    InspectorRelation | NotFound | AccessDenied | InvalidValue,
    strawberry.union("DeclareInspectorRelationPayload", description="The relation, or why not."),
]
PlanInspectionPayload = Annotated[
    InspectionPlan | NotFound | AccessDenied | InvalidValue | CodeTaken,
    strawberry.union("PlanInspectionPayload", description="The draft, or why not."),
]
ReviseInspectionPayload = Annotated[
    InspectionPlan | NotFound | AccessDenied | InvalidValue | CodeTaken | StaleVersion | TransitionRefused,
    strawberry.union("ReviseInspectionPayload", description="The draft, or why not."),
]
FreezeInspectionPoolsPayload = Annotated[
    InspectionPlan | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("FreezeInspectionPoolsPayload", description="The frozen inspection, or why not."),
]
ExcludeFromDrawPayload = Annotated[
    DrawExclusion | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("ExcludeFromDrawPayload", description="The exclusion, or why not."),
]
CommitDrawPayload = Annotated[
    CommittedDraw | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("CommitDrawPayload", description="The committed draw with its secret, or why not."),
]
RevealDrawPayload = Annotated[
    InspectionPlan | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("RevealDrawPayload", description="The inspection with what was drawn, or why not."),
]
PublishDrawPayload = Annotated[
    InspectionPlan | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("PublishDrawPayload", description="The published inspection, or why not."),
]
Step = Annotated[InspectionStepInput, strawberry.argument(description="Which inspection.")]


@strawberry.type
class InspectorMutation:
    """Changes of the register of inspectors."""

    @strawberry.mutation(description="Put an inspector on the register.")
    async def register_inspector(
        self, info: Info, input: Annotated[RegisterInspectorInput, strawberry.argument(description="Who.")]
    ) -> RegisterInspectorPayload:
        """Register an inspector."""
        made = await register_inspector(info.context.viewer, act(info, input.reason), input.draft())
        return shown(made)

    @strawberry.mutation(description="Take an inspector off the register; drawn inspections stay theirs.")
    async def retire_inspector(
        self, info: Info, input: Annotated[RetireInspectorInput, strawberry.argument(description="Who.")]
    ) -> RetireInspectorPayload:
        """Retire an inspector."""
        changed = await retire_inspector(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.inspector_id, tables.Inspector),
            input.expected_version,
            from_day=input.from_day,
        )
        return shown(changed)

    @strawberry.mutation(description="Declare that an inspector must stay away from an organization.")
    async def declare_inspector_relation(
        self,
        info: Info,
        input: Annotated[DeclareInspectorRelationInput, strawberry.argument(description="The relation.")],
    ) -> DeclareInspectorRelationPayload:
        """Declare a relation."""
        made = await declare_relation(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.inspector_id, tables.Inspector),
            row_id(input.organization_id, tables.Organization),
            kind=input.kind,
            from_day=input.from_day,
            until=input.until,
            note=input.note,
        )
        return shown(made)


@strawberry.type
class DrawMutation:
    """The steps of a draw; each can be taken once."""

    @strawberry.mutation(description="Plan a double-random inspection.")
    async def plan_inspection(
        self, info: Info, input: Annotated[PlanInspectionInput, strawberry.argument(description="What.")]
    ) -> PlanInspectionPayload:
        """Plan an inspection."""
        made = await plan_inspection(info.context.viewer, act(info, input.reason), input.plan.draft())
        return shown(made)

    @strawberry.mutation(description="Replace a draft; once the pools are frozen nothing changes any more.")
    async def revise_inspection(
        self, info: Info, input: Annotated[ReviseInspectionInput, strawberry.argument(description="What.")]
    ) -> ReviseInspectionPayload:
        """Revise an inspection."""
        changed = await revise_inspection(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.inspection_plan_id, tables.InspectionPlan),
            input.plan.draft(),
            input.expected_version,
        )
        return shown(changed)

    @strawberry.mutation(description="Freeze both pools as the registers have them today.")
    async def freeze_inspection_pools(self, info: Info, input: Step) -> FreezeInspectionPoolsPayload:
        """Freeze the pools."""
        return shown(await freeze_pools(info.context.viewer, act(info, input.reason), *_step(input)))

    @strawberry.mutation(description="Leave an entry out of a frozen pool, before the commitment.")
    async def exclude_from_draw(
        self, info: Info, input: Annotated[ExcludeFromDrawInput, strawberry.argument(description="What.")]
    ) -> ExcludeFromDrawPayload:
        """Exclude an entry."""
        made = await exclude(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.inspection_plan_id, tables.InspectionPlan),
            input.expected_version,
            pool=input.pool,
            code=input.code,
            reason=input.why,
            note=input.note,
        )
        return shown(made)

    @strawberry.mutation(description="Commit to a fresh secret, which is given once, and close the manifest.")
    async def commit_draw(self, info: Info, input: Step) -> CommitDrawPayload:
        """Commit to a secret."""
        secret = info.context.services.secret(SECRET_BYTES)
        doing = act(info, input.reason)
        plan, text = await commit_draw(info.context.viewer, doing, *_step(input), secret=secret)
        return CommittedDraw(plan=shown(plan), secret=text)

    @strawberry.mutation(description="Reveal the secret, enter the public value, and draw.")
    async def reveal_draw(
        self, info: Info, input: Annotated[RevealDrawInput, strawberry.argument(description="Both values.")]
    ) -> RevealDrawPayload:
        """Draw."""
        drawn = await reveal_draw(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.inspection_plan_id, tables.InspectionPlan),
            input.expected_version,
            secret=input.secret,
            public_value=input.public_value,
        )
        return shown(drawn)

    @strawberry.mutation(description="Record that the result is published.")
    async def publish_draw(self, info: Info, input: Step) -> PublishDrawPayload:
        """Publish a result."""
        return shown(await publish_draw(info.context.viewer, act(info, input.reason), *_step(input)))


def _step(input: InspectionStepInput) -> tuple[UUID, int]:
    """Return which inspection a step is taken with, and the version seen."""
    return row_id(input.inspection_plan_id, tables.InspectionPlan), input.expected_version

"""Changes of mobilization centers: the register, and each step of their life."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.centers import MobilizationCenter
from api.context import Info
from api.evidence import evidence_field, evidence_rows
from api.nodes import row_id, shown
from api.problems import (
    AccessDenied,
    CodeTaken,
    InvalidValue,
    NotFound,
    NotReady,
    StaleVersion,
    TransitionRefused,
)
from registry import tables
from registry.centers import CenterDraft, Move, move_center, register_center, revise_center
from registry.codes import CenterLevel, CenterState, IndustryField, ReviewOutcome


@strawberry.input(description="Registers an enterprise that is nurtured to become a mobilization center.")
class RegisterCenterInput:
    """Input of `registerCenter`."""

    region_id: strawberry.ID = strawberry.field(description="The region it belongs to.")
    organization_id: strawberry.ID = strawberry.field(description="The enterprise it is set up on.")
    code: str = strawberry.field(description="Code of the center, unique, 1 to 40 characters.")
    name: str = strawberry.field(description="Name in Chinese, 1 to 120 characters.")
    field: IndustryField = strawberry.field(description="Industry field.")
    level: CenterLevel = strawberry.field(description="Which government is to designate it.")
    reason: str = reason_field()
    since: date | None = strawberry.field(default=None, description="First day; today when absent.")


@strawberry.input(description="Changes name, field or level of a mobilization center from a day on.")
class ReviseCenterInput:
    """Input of `reviseCenter`."""

    center_id: strawberry.ID = strawberry.field(description="The center.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()
    on: date | None = strawberry.field(default=None, description="Day from which it is so; today if absent.")
    name: str | None = strawberry.field(default=None, description="New name; stays when absent.")
    field: IndustryField | None = strawberry.field(default=None, description="New field; stays when absent.")
    level: CenterLevel | None = strawberry.field(
        default=None, description="New level; stays when absent. Takes the right to approve."
    )


@strawberry.input(description="Moves a mobilization center to another state of its life.")
class MoveCenterStateInput:
    """Input of `moveCenterState`."""

    center_id: strawberry.ID = strawberry.field(description="The center.")
    state: CenterState = strawberry.field(description="The state to move to.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()
    on: date | None = strawberry.field(
        default=None, description="Day on which it happened; today when absent, earlier when recorded late."
    )
    designation_number: str | None = strawberry.field(
        default=None, description="Number of the designation; required when the state is DESIGNATED."
    )
    body: str = strawberry.field(default="", description="The body that took the step.")
    reviewers: str = strawberry.field(default="", description="Who reviewed, by office or trade.")
    opinion: str = strawberry.field(
        default="", description="Opinion on record; required when the state is WITHDRAWN."
    )
    outcome: ReviewOutcome | None = strawberry.field(
        default=None, description="PASSED or FAILED by the move when absent; CONDITIONAL must be said."
    )
    last_day: date | None = strawberry.field(
        default=None, description="Last day of a public notice, included; 7 days in all when absent."
    )
    rectify_by: date | None = strawberry.field(
        default=None, description="Deadline; required when RECTIFYING or when passed on condition."
    )
    evidence_ids: list[strawberry.ID] | None = evidence_field()


RegisterCenterPayload = Annotated[
    MobilizationCenter | NotFound | AccessDenied | InvalidValue | CodeTaken,
    strawberry.union("RegisterCenterPayload", description="The new center, or why not."),
]
ReviseCenterPayload = Annotated[
    MobilizationCenter | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("ReviseCenterPayload", description="The center as it is now, or why not."),
]
MoveCenterStatePayload = Annotated[
    MobilizationCenter | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused | NotReady,
    strawberry.union("MoveCenterStatePayload", description="The center in its new state, or why not."),
]


@strawberry.type
class CenterMutation:
    """Changes of mobilization centers."""

    @strawberry.mutation(description="Register an enterprise that is nurtured to become a center.")
    async def register_center(
        self,
        info: Info,
        input: Annotated[RegisterCenterInput, strawberry.argument(description="The new center.")],
    ) -> RegisterCenterPayload:
        """Register a center."""
        draft = CenterDraft(
            region_id=row_id(input.region_id, tables.Region),
            organization_id=row_id(input.organization_id, tables.Organization),
            code=input.code,
            name=input.name,
            field=input.field,
            level=input.level,
            since=input.since,
        )
        return shown(await register_center(info.context.viewer, act(info, input.reason), draft))

    @strawberry.mutation(description="Change name, field or level of a center from a day on.")
    async def revise_center(
        self,
        info: Info,
        input: Annotated[ReviseCenterInput, strawberry.argument(description="What to change.")],
    ) -> ReviseCenterPayload:
        """Revise a center."""
        revised = await revise_center(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.center_id, tables.MobilizationCenter),
            input.expected_version,
            on=input.on,
            name=input.name,
            field=input.field,
            level=input.level,
        )
        return shown(revised)

    @strawberry.mutation(description="Move a mobilization center to another state, and record the step.")
    async def move_center_state(
        self,
        info: Info,
        input: Annotated[MoveCenterStateInput, strawberry.argument(description="What to change.")],
    ) -> MoveCenterStatePayload:
        """Move a center."""
        told = Move(
            on=input.on,
            body=input.body,
            reviewers=input.reviewers,
            opinion=input.opinion,
            outcome=input.outcome,
            designation_number=input.designation_number,
            last_day=input.last_day,
            rectify_by=input.rectify_by,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        center_id = row_id(input.center_id, tables.MobilizationCenter)
        made = act(info, input.reason)
        moved = await move_center(
            info.context.viewer, made, center_id, input.state, input.expected_version, told
        )
        return shown(moved)

"""Changes of hazards: reported by a body of the network, and each step after that."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.evidence import evidence_field, evidence_rows
from api.hazards import Hazard
from api.nodes import row_id, shown
from api.problems import (
    AccessDenied,
    CodeTaken,
    FourEyes,
    InvalidValue,
    NotFound,
    StaleVersion,
    TransitionRefused,
)
from registry import tables
from registry.codes import FindingSeverity, HazardStep
from registry.hazards import HazardDraft, StepDraft, report_hazard, take_step


@strawberry.input(description="Reports a hazard.")
class ReportHazardInput:
    """Input of `reportHazard`."""

    region_id: strawberry.ID = strawberry.field(
        description="Where: city, district, street, community or estate; that of the work if one is named."
    )
    reporter_id: strawberry.ID = strawberry.field(
        description="The body that reports it: it answers for the place, or for a region above it."
    )
    title: str = strawberry.field(description="What it is, at most 200 characters.")
    severity: FindingSeverity = strawberry.field(description="How grave it is.")
    found_on: date = strawberry.field(description="Day on which it was found, not in the future.")
    reason: str = reason_field()
    work_id: strawberry.ID | None = strawberry.field(default=None, description="The work it is in.")
    place: str = strawberry.field(default="", description="Where, in words, at most 200 characters.")
    description: str = strawberry.field(default="", description="More, at most 1,000 characters.")
    arose_on: date | None = strawberry.field(
        default=None, description="Day on which it is believed to have arisen; unknown when absent."
    )
    due_on: date | None = strawberry.field(
        default=None, description="Last day for closing it; by the severity when absent."
    )
    evidence_ids: list[strawberry.ID] | None = evidence_field()


@strawberry.input(description="Takes a step of a hazard.")
class TakeHazardStepInput:
    """Input of `takeHazardStep`."""

    hazard_id: strawberry.ID = strawberry.field(description="The hazard.")
    step: HazardStep = strawberry.field(description="What is done.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()
    note: str = strawberry.field(
        default="",
        description="Why or how, at most 500 characters; required to dispose, send back, escalate, dismiss.",
    )
    on: date | None = strawberry.field(
        default=None, description="The day, not before the last step; today when absent."
    )
    assignee_id: strawberry.ID | None = strawberry.field(
        default=None, description="To whom it is assigned; with that step only."
    )
    evidence_ids: list[strawberry.ID] | None = evidence_field()


ReportHazardPayload = Annotated[
    Hazard | NotFound | AccessDenied | InvalidValue | CodeTaken,
    strawberry.union("ReportHazardPayload", description="The hazard, or why not."),
]
TakeHazardStepPayload = Annotated[
    Hazard | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused | FourEyes,
    strawberry.union("TakeHazardStepPayload", description="The hazard after the step, or why not."),
]


@strawberry.type
class HazardMutation:
    """Changes of hazards."""

    @strawberry.mutation(description="Report a hazard; the level of the body answers for it first.")
    async def report_hazard(
        self, info: Info, input: Annotated[ReportHazardInput, strawberry.argument(description="The hazard.")]
    ) -> ReportHazardPayload:
        """Report a hazard."""
        names = ("title", "severity", "found_on", "place", "description", "arose_on", "due_on")
        draft = HazardDraft(
            region_id=row_id(input.region_id, tables.Region),
            reporter_id=row_id(input.reporter_id, tables.Organization),
            work_id=None if input.work_id is None else row_id(input.work_id, tables.Work),
            **{name: getattr(input, name) for name in names},
        )
        made = await report_hazard(
            info.context.viewer,
            act(info, input.reason),
            draft,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(made)

    @strawberry.mutation(
        description="Accept, assign, dispose of, close, send back, escalate or dismiss a hazard."
    )
    async def take_hazard_step(
        self, info: Info, input: Annotated[TakeHazardStepInput, strawberry.argument(description="The step.")]
    ) -> TakeHazardStepPayload:
        """Take a step."""
        assignee = input.assignee_id
        draft = StepDraft(
            step=input.step,
            note=input.note,
            on=input.on,
            assignee_id=None if assignee is None else row_id(assignee, tables.Organization),
        )
        moved = await take_step(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.hazard_id, tables.Hazard),
            draft,
            input.expected_version,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(moved)

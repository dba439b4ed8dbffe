"""What is recorded at a mobilization center without moving it: checklist, objections, earlier steps."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.center_reviews import CenterCheck, CenterReview
from api.context import Info
from api.evidence import evidence_field, evidence_rows
from api.nodes import row_id, shown
from api.problems import AccessDenied, InvalidValue, NotFound, StaleVersion
from registry import tables
from registry.centers import ReviewDraft, check_center, record_objections, take_over_review
from registry.codes import ChecklistItem, ChecklistResult, ReviewOutcome, ReviewStep


@strawberry.input(description="Records how far a center met one item of its checklist on a day.")
class CheckCenterInput:
    """Input of `checkCenter`."""

    center_id: strawberry.ID = strawberry.field(description="The center.")
    item: ChecklistItem = strawberry.field(description="Which item.")
    result: ChecklistResult = strawberry.field(description="How far it is met.")
    reason: str = reason_field()
    on: date | None = strawberry.field(default=None, description="Day of the look; today when absent.")
    note: str = strawberry.field(default="", description="Remark.")
    evidence_ids: list[strawberry.ID] | None = evidence_field()


@strawberry.input(description="Records the objections to a public notice.")
class RecordObjectionsInput:
    """Input of `recordObjections`."""

    review_id: strawberry.ID = strawberry.field(description="The public notice, a step of the center.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    received: int = strawberry.field(description="Objections that came in, in all.")
    still_open: int = strawberry.field(description="Those not settled; 0 to the number received.")
    reason: str = reason_field()


@strawberry.input(description="Takes over a step of an earlier year without moving the center.")
class TakeOverReviewInput:
    """Input of `takeOverReview`."""

    center_id: strawberry.ID = strawberry.field(description="The center.")
    step: ReviewStep = strawberry.field(description="Which step.")
    on: date = strawberry.field(description="Day of the step.")
    reason: str = reason_field()
    outcome: ReviewOutcome | None = strawberry.field(
        default=None, description="What it found; absent for a step that judges nothing."
    )
    body: str = strawberry.field(default="", description="The body that took the step.")
    reviewers: str = strawberry.field(default="", description="Who reviewed, by office or trade.")
    opinion: str = strawberry.field(default="", description="Opinion on record.")
    document_number: str | None = strawberry.field(default=None, description="Number of the document.")
    last_day: date | None = strawberry.field(default=None, description="Last day of a public notice.")
    due_on: date | None = strawberry.field(
        default=None, description="Day by which what it found wanting was to be put right."
    )
    evidence_ids: list[strawberry.ID] | None = evidence_field()


CheckCenterPayload = Annotated[
    CenterCheck | NotFound | AccessDenied | InvalidValue,
    strawberry.union("CheckCenterPayload", description="The look as recorded, or why not."),
]
RecordObjectionsPayload = Annotated[
    CenterReview | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("RecordObjectionsPayload", description="The public notice as it is now, or why not."),
]
TakeOverReviewPayload = Annotated[
    CenterReview | NotFound | AccessDenied | InvalidValue,
    strawberry.union("TakeOverReviewPayload", description="The step as recorded, or why not."),
]


@strawberry.type
class CenterRecordMutation:
    """Records at mobilization centers."""

    @strawberry.mutation(description="Record how far a center met one item of its checklist on a day.")
    async def check_center(
        self,
        info: Info,
        input: Annotated[CheckCenterInput, strawberry.argument(description="What was seen.")],
    ) -> CheckCenterPayload:
        """Record a look."""
        look = await check_center(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.center_id, tables.MobilizationCenter),
            input.item,
            input.result,
            on=input.on,
            note=input.note,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(look)

    @strawberry.mutation(description="Record the objections to a public notice; open ones hold it up.")
    async def record_objections(
        self,
        info: Info,
        input: Annotated[RecordObjectionsInput, strawberry.argument(description="What came in.")],
    ) -> RecordObjectionsPayload:
        """Record objections."""
        notice = await record_objections(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.review_id, tables.CenterReview),
            input.expected_version,
            received=input.received,
            still_open=input.still_open,
        )
        return shown(notice)

    @strawberry.mutation(description="Take over a step of an earlier year without moving the center.")
    async def take_over_review(
        self,
        info: Info,
        input: Annotated[TakeOverReviewInput, strawberry.argument(description="What the papers say.")],
    ) -> TakeOverReviewPayload:
        """Take over a step."""
        draft = ReviewDraft(
            center_id=row_id(input.center_id, tables.MobilizationCenter),
            step=input.step,
            on=input.on,
            outcome=input.outcome,
            body=input.body,
            reviewers=input.reviewers,
            opinion=input.opinion,
            document_number=input.document_number,
            last_day=input.last_day,
            due_on=input.due_on,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(await take_over_review(info.context.viewer, act(info, input.reason), draft))

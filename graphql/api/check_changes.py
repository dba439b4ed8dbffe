"""Changes of checks: lists written anew, checks planned, recorded, published, corrected."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.access import act
from api.check_inputs import (
    CancelCheckInput,
    PlanCheckInput,
    PlanDrawnChecksInput,
    PublishCheckInput,
    RecordCheckInput,
    WriteCheckListInput,
)
from api.checks import CheckList, InspectionCheck
from api.context import Info
from api.evidence import evidence_rows
from api.nodes import row_id, shown
from api.problems import AccessDenied, InvalidValue, NotFound, StaleVersion, TransitionRefused
from registry import tables
from registry.checks import (
    OBJECTS,
    CheckDraft,
    CheckListDraft,
    InspectorDraft,
    ItemDraft,
    cancel_check,
    correct_check,
    plan_check,
    plan_drawn_checks,
    publish_check,
    record_check,
    write_check_list,
)


@strawberry.type(description="The checks planned for a draw, in its order.")
class DrawnChecks:
    """What `planDrawnChecks` did."""

    checks: list[InspectionCheck] = strawberry.field(description="One for each object with inspectors.")


WriteCheckListPayload = Annotated[
    CheckList | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("WriteCheckListPayload", description="The new edition, or why not."),
]
PlanCheckPayload = Annotated[
    InspectionCheck | NotFound | AccessDenied | InvalidValue,
    strawberry.union("PlanCheckPayload", description="The planned check, or why not."),
]
PlanDrawnChecksPayload = Annotated[
    DrawnChecks | NotFound | AccessDenied | InvalidValue,
    strawberry.union("PlanDrawnChecksPayload", description="The planned checks, or why not."),
]
RecordCheckPayload = Annotated[
    InspectionCheck | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("RecordCheckPayload", description="The check with what was found, or why not."),
]
CorrectCheckPayload = Annotated[
    InspectionCheck | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("CorrectCheckPayload", description="The new edition, or why not."),
]
CancelCheckPayload = Annotated[
    InspectionCheck | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("CancelCheckPayload", description="The cancelled check, or why not."),
]
PublishCheckPayload = Annotated[
    InspectionCheck | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("PublishCheckPayload", description="The published check, or why not."),
]


@strawberry.type
class CheckMutation:
    """Changes of checks."""

    @strawberry.mutation(description="Write a check list; the edition before ends and stays as it was.")
    async def write_check_list(
        self,
        info: Info,
        input: Annotated[WriteCheckListInput, strawberry.argument(description="The list.")],
    ) -> WriteCheckListPayload:
        """Write a list."""
        names = ("code", "object_kind", "title", "title_en", "from_day")
        draft = CheckListDraft(
            region_id=row_id(input.region_id, tables.Region),
            items=[ItemDraft(each.text, each.text_en, each.severity, each.basis) for each in input.items],
            **{name: getattr(input, name) for name in names},
        )
        made = await write_check_list(
            info.context.viewer,
            act(info, input.reason),
            draft,
            expected_version=input.expected_version,
        )
        return shown(made)

    @strawberry.mutation(description="Plan a routine check of an object.")
    async def plan_check(
        self, info: Info, input: Annotated[PlanCheckInput, strawberry.argument(description="The check.")]
    ) -> PlanCheckPayload:
        """Plan a check."""
        draft = CheckDraft(
            object_kind=input.object_kind,
            object_id=row_id(input.object_id, OBJECTS[input.object_kind]),
            check_list_id=row_id(input.check_list_id, tables.CheckList),
            planned_on=input.planned_on,
            inspectors=[
                InspectorDraft(
                    each.name,
                    None
                    if each.organization_id is None
                    else row_id(each.organization_id, tables.Organization),
                    each.third_party,
                )
                for each in input.inspectors
            ],
            note=input.note,
        )
        return shown(await plan_check(info.context.viewer, act(info, input.reason), draft))

    @strawberry.mutation(description="Plan a check of everything a draw chose, by the inspectors it gave.")
    async def plan_drawn_checks(
        self,
        info: Info,
        input: Annotated[PlanDrawnChecksInput, strawberry.argument(description="Which draw, and when.")],
    ) -> PlanDrawnChecksPayload:
        """Plan the checks of a draw."""
        made = await plan_drawn_checks(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.inspection_plan_id, tables.InspectionPlan),
            check_list_id=row_id(input.check_list_id, tables.CheckList),
            planned_on=input.planned_on,
        )
        return DrawnChecks(checks=shown(made))

    @strawberry.mutation(description="Record a check with its answers, evidence and findings at once.")
    async def record_check(
        self,
        info: Info,
        input: Annotated[RecordCheckInput, strawberry.argument(description="What was found.")],
    ) -> RecordCheckPayload:
        """Record a check."""
        held = await record_check(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.check_id, tables.InspectionCheck),
            input.record.record(),
            input.expected_version,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(held)

    @strawberry.mutation(
        description="Correct a check that was held by a further edition; it stays as it was."
    )
    async def correct_check(
        self,
        info: Info,
        input: Annotated[RecordCheckInput, strawberry.argument(description="What was found after all.")],
    ) -> CorrectCheckPayload:
        """Correct a check."""
        made = await correct_check(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.check_id, tables.InspectionCheck),
            input.record.record(),
            input.expected_version,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(made)

    @strawberry.mutation(description="Cancel a routine check that was not held.")
    async def cancel_check(
        self, info: Info, input: Annotated[CancelCheckInput, strawberry.argument(description="Which.")]
    ) -> CancelCheckPayload:
        """Cancel a check."""
        check_id = row_id(input.check_id, tables.InspectionCheck)
        cancelled = await cancel_check(
            info.context.viewer, act(info, input.reason), check_id, input.expected_version
        )
        return shown(cancelled)

    @strawberry.mutation(description="Record where and when the result of a check was published.")
    async def publish_check(
        self, info: Info, input: Annotated[PublishCheckInput, strawberry.argument(description="Where.")]
    ) -> PublishCheckPayload:
        """Publish a check."""
        published = await publish_check(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.check_id, tables.InspectionCheck),
            input.expected_version,
            publication=input.publication,
            published_on=input.published_on,
        )
        return shown(published)

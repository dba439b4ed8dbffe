"""Changes of checks: lists written anew, checks planned, recorded, published, corrected."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.checks import CheckList, InspectionCheck
from api.context import Info
from api.evidence import evidence_field, evidence_rows
from api.nodes import row_id, shown
from api.problems import AccessDenied, InvalidValue, NotFound, StaleVersion, TransitionRefused
from registry import tables
from registry.checks import (
    OBJECTS,
    Answered,
    CheckDraft,
    CheckListDraft,
    CheckRecord,
    Found,
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
from registry.codes import AnswerKind, CheckObject, CheckResult, FindingSeverity

_VERSION = "Version of the check the caller has seen."


@strawberry.input(description="One item of a check list.")
class CheckItemInput:
    """An item."""

    text: str = strawberry.field(description="What must be so, in Chinese, at most 200 characters.")
    text_en: str = strawberry.field(description="What must be so, in English, at most 200 characters.")
    severity: FindingSeverity = strawberry.field(description="How grave it is when not met.")
    basis: str = strawberry.field(default="", description="What it rests on, at most 300 characters.")


@strawberry.input(description="Writes a check list; a list of the region with the code is replaced.")
class WriteCheckListInput:
    """Input of `writeCheckList`."""

    region_id: strawberry.ID = strawberry.field(description="Where it holds, with everything below.")
    code: str = strawberry.field(description="Code, at most 40 characters; editions share it.")
    object_kind: CheckObject = strawberry.field(description="What is checked by it.")
    title: str = strawberry.field(description="Title in Chinese.")
    title_en: str = strawberry.field(description="Title in English.")
    items: list[CheckItemInput] = strawberry.field(description="1 to 200 items, in order.")
    reason: str = reason_field()
    from_day: date | None = strawberry.field(
        default=None, description="First day on which it holds, not past; today when absent."
    )
    expected_version: int | None = strawberry.field(
        default=None, description="Version of the list it replaces; absent when there is none."
    )


@strawberry.input(description="Who checks.")
class InspectorInput:
    """An inspector."""

    name: str = strawberry.field(description="Name, at most 80 characters; personal data.")
    organization_id: strawberry.ID | None = strawberry.field(
        default=None, description="Where the person comes from."
    )
    third_party: bool = strawberry.field(
        default=False, description="Whether the person comes from a third-party body."
    )


@strawberry.input(description="Plans a routine check.")
class PlanCheckInput:
    """Input of `planCheck`."""

    object_kind: CheckObject = strawberry.field(description="What kind of object.")
    object_id: strawberry.ID = strawberry.field(description="The object, of that kind.")
    check_list_id: strawberry.ID = strawberry.field(description="The list, in force on the day.")
    planned_on: date = strawberry.field(description="Day for which it is planned.")
    inspectors: list[InspectorInput] = strawberry.field(description="1 to 20 inspectors.")
    reason: str = reason_field()
    note: str = strawberry.field(default="", description="Remark, at most 1,000 characters.")


@strawberry.input(description="Plans the checks of everything a draw chose.")
class PlanDrawnChecksInput:
    """Input of `planDrawnChecks`."""

    inspection_plan_id: strawberry.ID = strawberry.field(description="The inspection, drawn.")
    check_list_id: strawberry.ID = strawberry.field(description="The list, in force on the day.")
    planned_on: date = strawberry.field(description="Day for which they are planned.")
    reason: str = reason_field()


@strawberry.type(description="The checks planned for a draw, in its order.")
class DrawnChecks:
    """What `planDrawnChecks` did."""

    checks: list[InspectionCheck] = strawberry.field(description="One for each object with inspectors.")


@strawberry.input(description="What one item was answered.")
class CheckAnswerInput:
    """An answer."""

    check_item_id: strawberry.ID = strawberry.field(description="The item.")
    answer: AnswerKind = strawberry.field(description="Whether it is met; a finding is opened when not.")
    note: str = strawberry.field(default="", description="Remark, at most 300 characters.")
    due_on: date | None = strawberry.field(
        default=None, description="Last day to put it right; by the severity when absent."
    )


@strawberry.input(description="A finding beside the list.")
class FoundInput:
    """A finding beside the list."""

    title: str = strawberry.field(description="What was found, at most 200 characters.")
    severity: FindingSeverity = strawberry.field(description="How grave it is.")
    description: str = strawberry.field(default="", description="More about it.")
    due_on: date | None = strawberry.field(
        default=None, description="Last day to put it right; by the severity when absent."
    )


@strawberry.input(description="What came of a check.")
class CheckRecordInput:
    """What came of a check."""

    held_on: date = strawberry.field(description="Day on which it was held, not in the future.")
    result: CheckResult = strawberry.field(description="What it ended with; it says what the answers say.")
    answers: list[CheckAnswerInput] = strawberry.field(
        description="Each item of the list once; may be empty for an uncooperative object."
    )
    findings: list[FoundInput] | None = strawberry.field(
        default=None, description="Findings beside the list; none when absent."
    )
    note: str = strawberry.field(default="", description="Remark, at most 1,000 characters.")

    def record(self) -> CheckRecord:
        """Return the record."""
        return CheckRecord(
            held_on=self.held_on,
            result=self.result,
            answers=[
                Answered(row_id(each.check_item_id, tables.CheckItem), each.answer, each.note, each.due_on)
                for each in self.answers
            ],
            findings=[
                Found(each.title, each.severity, each.description, each.due_on)
                for each in self.findings or ()
            ],
            note=self.note,
        )


@strawberry.input(description="Records a planned check as held, or corrects one that was held.")
class RecordCheckInput:
    """Input of `recordCheck` and `correctCheck`."""

    check_id: strawberry.ID = strawberry.field(description="The check.")
    record: CheckRecordInput = strawberry.field(description="What came of it.")
    expected_version: int = strawberry.field(description=_VERSION)
    reason: str = reason_field()
    evidence_ids: list[strawberry.ID] | None = evidence_field()


@strawberry.input(description="Cancels a routine check that was not held.")
class CancelCheckInput:
    """Input of `cancelCheck`."""

    check_id: strawberry.ID = strawberry.field(description="The check.")
    expected_version: int = strawberry.field(description=_VERSION)
    reason: str = reason_field()


@strawberry.input(description="Records that the result of a check was published.")
class PublishCheckInput:
    """Input of `publishCheck`."""

    check_id: strawberry.ID = strawberry.field(description="The check.")
    publication: str = strawberry.field(description="Where it was published, at most 300 characters.")
    expected_version: int = strawberry.field(description=_VERSION)
    reason: str = reason_field()
    published_on: date | None = strawberry.field(default=None, description="The day; today when absent.")


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

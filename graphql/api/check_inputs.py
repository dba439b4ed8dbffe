"""What changes of checks are given: lists, plans, records, publications."""

from __future__ import annotations

from datetime import date

import strawberry

from api.access import reason_field
from api.evidence import evidence_field
from api.nodes import row_id
from registry import tables
from registry.checks import Answered, CheckRecord, Found
from registry.codes import AnswerKind, CheckResult, FindingSeverity, InspectionObject

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
    object_kind: InspectionObject = strawberry.field(description="What is checked by it.")
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

    object_kind: InspectionObject = strawberry.field(description="What kind of object.")
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

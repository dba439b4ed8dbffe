"""The registers of what is known of centers: their reviews, their checklists, their verified outputs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import Field, model_validator

from registry.access import Viewer, rows
from registry.centers.reviews import OUTCOMES
from registry.codes import ChecklistItem, ChecklistResult, ReviewOutcome, ReviewStep, VerificationMethod
from registry.intake.files import CellKind
from registry.intake.histories import apart, not_ahead, together
from registry.intake.lookups import chunks
from registry.intake.register import Column, Refers, Register, RegisterRow, Text60, Text120, fault
from registry.tables import (
    CapabilityItem,
    CapabilityVerification,
    CenterCheck,
    CenterReview,
    MobilizationCenter,
)

if TYPE_CHECKING:
    from registry.intake.planned import Planned, Problem, Target

_CENTER = Refers(MobilizationCenter, ("code",))
_CAPABILITY = Refers(CapabilityItem, ("organization__credit_code", "product"), beside=("organization",))
_LONGEST = 4_000


class ReviewRow(RegisterRow):
    """A row of the register of reviews: a step of earlier years, which moves no center."""

    center: Annotated[str, Column("中心编码", "Center code", CellKind.ID_TEXT, _CENTER, own_act=True)]
    step: Annotated[ReviewStep, Column("环节", "Step", own_act=True)]
    valid_from: Annotated[date, Column("日期", "On", own_act=True)]
    outcome: Annotated[ReviewOutcome | None, Column("结论", "Outcome", own_act=True)] = None
    body: Annotated[str, Field(max_length=120), Column("实施单位", "Body", own_act=True)] = ""
    reviewers: Annotated[str, Field(max_length=300), Column("评审人员", "Reviewers", own_act=True)] = ""
    opinion: Annotated[str, Field(max_length=_LONGEST), Column("意见", "Opinion", own_act=True)] = ""
    document_number: Annotated[
        Text60 | None, Column("文号", "Document number", CellKind.ID_TEXT, own_act=True)
    ] = None
    last_day: Annotated[date | None, Column("公示截止日期", "Notice until", own_act=True)] = None
    objections: Annotated[int, Field(ge=0), Column("异议数", "Objections", own_act=True)] = 0
    objections_open: Annotated[int, Field(ge=0), Column("未处理异议数", "Objections open", own_act=True)] = 0
    due_on: Annotated[date | None, Column("整改期限", "Rectify by", own_act=True)] = None

    @model_validator(mode="after")
    def _fits_its_step(self) -> Self:
        if self.outcome not in OUTCOMES[self.step]:
            raise fault("OUTCOME", "该环节不能有此结论", "the step cannot have this outcome")
        is_notice = self.step is ReviewStep.PUBLIC_NOTICE
        late = self.last_day is not None and self.last_day < self.valid_from
        if is_notice != (self.last_day is not None) or late:
            raise fault(
                "NOTICE", "仅公示有截止日期，且须填写", "a public notice, and nothing else, has its last day"
            )
        if self.objections_open > self.objections:
            raise fault("OBJECTIONS", "未处理数不得大于异议数", "no more objections are open than came in")
        if self.due_on is not None and self.due_on <= self.valid_from:
            raise fault("DUE_ON", "整改期限应晚于该日", "the day to rectify by comes later")
        return self


class CheckRow(RegisterRow):
    """A row of the register of checklists: a look at one item, which holds until the next."""

    center: Annotated[str, Column("中心编码", "Center code", CellKind.ID_TEXT, _CENTER)]
    item: Annotated[ChecklistItem, Column("检查项", "Item")]
    valid_from: Annotated[date, Column("检查日期", "Looked at on")]
    valid_to: Annotated[
        date | None,
        Column(
            "下次检查日期",
            "Until",
            note_zh="同一检查项下次检查的日期；最后一条留空。",
            note_en="The day of the next look at the item; blank for the last one.",
        ),
    ] = None
    result: Annotated[ChecklistResult, Column("结果", "Result")]
    note: Annotated[str, Field(max_length=_LONGEST), Column("备注", "Note")] = ""


class VerificationRow(RegisterRow):
    """A row of the register of verifications: a look at a capability, and what was measured."""

    organization: Annotated[
        str,
        Column(
            "企业信用代码",
            "Organization's credit code",
            CellKind.ID_TEXT,
            via="capability__organization__credit_code",
            own_act=True,
        ),
    ]
    capability: Annotated[
        str, Column("产品或能力", "Product", CellKind.TEXT, _CAPABILITY, aliases=("产品",), own_act=True)
    ]
    valid_from: Annotated[date, Column("核验日期", "Verified on", own_act=True)]
    method: Annotated[VerificationMethod, Column("核验方式", "Method", own_act=True)]
    verifier: Annotated[Text120, Column("核验单位", "Verifier", own_act=True)]
    measured_per_day: Annotated[
        int | None, Field(ge=0), Column("实测日产量", "Measured per day", own_act=True)
    ] = None
    measured_conversion_hours: Annotated[
        int | None, Field(ge=0), Column("实测转产小时数", "Measured conversion hours", own_act=True)
    ] = None
    note: Annotated[str, Field(max_length=_LONGEST), Column("备注", "Note", own_act=True)] = ""


async def _since_known(
    viewer: Viewer, planned: Sequence[Planned], _today: date
) -> Sequence[tuple[Planned, Problem]]:
    """Refuse looks at a center before it was known."""
    new = [(row, row.targets.get("center")) for row in planned if row.matters]
    known: dict[Any, date] = {}
    for part in chunks(target.id for _, target in new if target is not None and target.id is not None):
        for center in await rows(viewer, MobilizationCenter).filter(id__in=part):
            known[center.id] = center.valid_from
    for row, target in new:
        since, day = known.get(target.id if target else None), row.told("valid_from")
        if since is not None and day is not None and day < since:
            zh, en = f"不得早于{since}。", f"The center is known since {since}."
            row.refuse("BEFORE_CENTER", zh, en, "valid_from", day)
    return ()


async def _not_after_what_is_shown(
    viewer: Viewer, planned: Sequence[Planned], _today: date
) -> Sequence[tuple[Planned, Problem]]:
    """Refuse a look later than the one its capability shows: that has its own act."""
    new = [(row, row.targets.get("capability")) for row in planned if row.stored is None]
    shown: dict[Any, date | None] = {}
    for part in chunks(target.id for _, target in new if target is not None and target.id is not None):
        for item in await rows(viewer, CapabilityItem).filter(id__in=part):
            shown[item.id] = item.verified_on
    for row, target in new:
        day = row.values.get("valid_from")
        latest = _latest(target, shown)
        if target is not None and day is not None and (latest is None or day > latest):
            zh = "晚于该能力现有的核验日期，须通过专门流程登记。"
            en = "It is later than the look the capability shows; record it by its own act."
            row.refuse("OWN_PROCEDURE", zh, en, "valid_from", day)
    return ()


def _latest(target: Target | None, shown: dict[Any, date | None]) -> date | None:
    """Return the day of the latest look that a capability shows, stored or a row of the batch."""
    if target is None:
        return None
    return shown.get(target.id) if target.row is None else target.row.told("verified_on")


REGISTERS = (
    Register(
        "center_reviews",
        "动员中心评审",
        "Center reviews",
        CenterReview,
        ReviewRow,
        ("center", "step", "valid_from"),
        judge=not_ahead("valid_from"),
    ),
    Register(
        "center_checks",
        "动员中心检查",
        "Center checks",
        CenterCheck,
        CheckRow,
        ("center", "item", "valid_from"),
        judge=together(not_ahead("valid_from"), _since_known, apart("center", "item")),
    ),
    Register(
        "capability_verifications",
        "能力核验",
        "Capability verifications",
        CapabilityVerification,
        VerificationRow,
        ("organization", "capability", "valid_from"),
        judge=together(not_ahead("valid_from"), _not_after_what_is_shown),
    ),
)

"""The register of decisions on the class of works: a work's history is taken over whole, by an approver."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, model_validator

from registry.access import Viewer, rows
from registry.codes import CertificateState, WorkClass
from registry.intake.files import CellKind
from registry.intake.histories import in_turn, not_ahead, together, whole_history
from registry.intake.lookups import chunks
from registry.intake.register import Column, Refers, Register, RegisterRow, Text120, Text200, fault
from registry.periods import Period
from registry.tables import ShelterOpening, UseCertificate, Work, WorkClassification
from registry.works.certificate_state import state_on
from registry.works.classes import CLASS_MOVES, OUT_OF_USE

if TYPE_CHECKING:
    from registry.intake.planned import Planned, Problem


class ClassificationRow(RegisterRow):
    """A row of the register of classifications; each decision holds until the next."""

    work: Annotated[
        str, Column("工程编码", "Work code", CellKind.ID_TEXT, Refers(Work, ("code",)), own_act=True)
    ]
    valid_from: Annotated[date, Column("决定日期", "Decided on", own_act=True)]
    valid_to: Annotated[
        date | None,
        Column(
            "下一决定日期",
            "Until",
            own_act=True,
            note_zh="同一工程下一决定的日期；最后一条留空。",
            note_en="The day of the work's next decision; blank for the last one.",
        ),
    ] = None
    usage_class: Annotated[WorkClass, Column("分类", "Class", initial=())]
    basis: Annotated[Text200, Column("依据文件", "Basis", own_act=True)]
    decided_by: Annotated[Text120, Column("决定单位", "Decided by", own_act=True)]
    disposal_plan: Annotated[
        str, Field(max_length=500), Column("处置方案", "Disposal plan", own_act=True)
    ] = ""

    @model_validator(mode="after")
    def _out_of_use_with_a_plan(self) -> Self:
        if self.usage_class in OUT_OF_USE and not self.disposal_plan.strip():
            raise fault(
                "DISPOSAL_PLAN",
                "退出利用或报废的工程须有处置方案",
                "a work that goes out of use needs a disposal plan",
            )
        return self


async def _idle(
    viewer: Viewer, planned: Sequence[Planned], _today: date
) -> Sequence[tuple[Planned, Problem]]:
    """Refuse to take stored works out of use that are certified or open to the public on the day."""
    closing = [row for row in planned if row.stored is None and row.values.get("usage_class") in OUT_OF_USE]
    for part in chunks(target.id for row in closing if (target := row.targets.get("work")) and target.id):
        certificates = await rows(viewer, UseCertificate).filter(work_id__in=part)
        openings = await rows(viewer, ShelterOpening).filter(work_id__in=part)
        for row in closing:
            target, day = row.targets.get("work"), row.values.get("valid_from")
            if target is None or target.id is None or day is None:
                continue
            in_use = any(
                each.work_id == target.id and state_on(each, day) is CertificateState.IN_FORCE
                for each in certificates
            ) or any(
                each.work_id == target.id and Period(each.valid_from, each.valid_to).contains(day)
                for each in openings
            )
            if in_use:
                zh, en = "该工程当日仍在使用或开放。", "The work is certified or open on that day."
                row.refuse("IN_USE", zh, en, "usage_class")
    return ()


REGISTERS = (
    Register(
        "work_classifications",
        "工程分类处置",
        "Work classifications",
        WorkClassification,
        ClassificationRow,
        ("work", "valid_from"),
        judge=together(
            whole_history("work"),
            not_ahead("valid_from"),
            in_turn("work", "usage_class", CLASS_MOVES, confirmed=True),
            _idle,
        ),
    ),
)

"""The registers of peacetime-use certificates and of the changes asked for during their validity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Self
from uuid import UUID

from pydantic import Field, model_validator

from registry.access import Viewer, rows
from registry.codes import PeacetimeUse
from registry.intake.files import CellKind
from registry.intake.histories import decided_stay, not_ahead, together
from registry.intake.lookups import chunks
from registry.intake.register import (
    ORGANIZATION,
    Column,
    Refers,
    Register,
    RegisterRow,
    Text40,
    Text60,
    fault,
)
from registry.intake.registers.works import out_of_use_periods
from registry.periods import Period
from registry.tables import CertificateChange, UseCertificate, Work

if TYPE_CHECKING:
    from registry.intake.planned import Planned, Problem, Target

_CERTIFICATE = Refers(UseCertificate, ("code",))
_USER = ("使用单位信用代码", "User's credit code")


class CertificateRow(RegisterRow):
    """A row of the register of certificates: an application, and the decision on it if there is one."""

    code: Annotated[Text40, Column("申请编码", "Application code", CellKind.ID_TEXT, aliases=("编码",))]
    work: Annotated[str, Column("工程编码", "Work code", CellKind.ID_TEXT, Refers(Work, ("code",)))]
    organization: Annotated[str, Column(*_USER, CellKind.ID_TEXT, ORGANIZATION)]
    use: Annotated[PeacetimeUse, Column("平时用途", "Use")]
    area_m2: Annotated[int, Field(ge=1), Column("使用面积(平方米)", "Area (m²)")]
    contract_on: Annotated[date, Column("合同签订日期", "Contract signed on")]
    contract_until: Annotated[date, Column("合同终止日期", "Contract until")]
    valid_from: Annotated[date, Column("申请日期", "Applied on")]
    renews: Annotated[
        str | None, Column("所续申请编码", "Renews application", CellKind.ID_TEXT, _CERTIFICATE)
    ] = None
    decided_on: Annotated[date | None, Column("决定日期", "Decided on", initial=())] = None
    decision: Annotated[str, Field(max_length=200), Column("决定", "Decision", own_act=True)] = ""
    number: Annotated[Text60 | None, Column("证书编号", "Number", CellKind.ID_TEXT, own_act=True)] = None
    issued_on: Annotated[date | None, Column("生效日期(证书)", "Issued on", own_act=True)] = None
    expires_on: Annotated[date | None, Column("到期日期", "Expires on", own_act=True)] = None
    revoked_on: Annotated[date | None, Column("撤销日期", "Revoked on", own_act=True)] = None

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.contract_until <= self.contract_on or self.valid_from < self.contract_on:
            raise fault(
                "CONTRACT_DAYS",
                "合同先签订、后申请，并晚于签订日终止",
                "a contract is signed before the application, and ends after it is signed",
            )
        if self.decided_on is not None and self.decided_on < self.valid_from:
            raise fault("DECISION_DAY", "决定日不得早于申请日", "a decision follows the application")
        return self

    @model_validator(mode="after")
    def _certificate_is_whole(self) -> Self:
        number, issued, expires = self.number, self.issued_on, self.expires_on
        if len({number is None, issued is None, expires is None}) > 1 or (number and not self.decided_on):
            raise fault(
                "CERTIFICATE",
                "证书编号、生效日期、到期日期与决定日期应一并填写",
                "number, first and last day of a certificate come together, with its decision",
            )
        if issued is not None and expires is not None and expires <= issued:
            raise fault("CERTIFICATE", "到期日应晚于生效日", "a certificate ends after it begins")
        if self.revoked_on is not None and (issued is None or self.revoked_on < issued):
            raise fault("CERTIFICATE", "只能撤销已生效的证", "only a certificate that began is revoked")
        if (self.decided_on is None) != (not self.decision.strip()):
            raise fault("DECISION", "决定与决定日期应一并填写", "a decision and its day come together")
        return self


class ChangeRow(RegisterRow):
    """A row of the register of changes of certificates; what is blank stays as it is."""

    certificate: Annotated[str, Column("申请编码", "Application code", CellKind.ID_TEXT, _CERTIFICATE)]
    valid_from: Annotated[date, Column("提出日期", "Asked for on")]
    wanted_on: Annotated[date, Column("变更日期", "Wanted on")]
    organization: Annotated[str | None, Column(*_USER, CellKind.ID_TEXT, ORGANIZATION)] = None
    use: Annotated[PeacetimeUse | None, Column("平时用途", "Use")] = None
    area_m2: Annotated[int | None, Field(ge=1), Column("使用面积(平方米)", "Area (m²)")] = None
    expires_on: Annotated[date | None, Column("到期日期", "Expires on")] = None
    accepted: Annotated[bool | None, Column("是否同意", "Accepted", initial=())] = None
    decided_on: Annotated[date | None, Column("决定日期", "Decided on", own_act=True)] = None
    decision: Annotated[str, Field(max_length=200), Column("决定", "Decision", own_act=True)] = ""
    entered_on: Annotated[date | None, Column("登记日期", "Entered on", own_act=True)] = None

    @model_validator(mode="after")
    def _says_something_in_order(self) -> Self:
        if all(each is None for each in (self.organization, self.use, self.area_m2, self.expires_on)):
            raise fault("NO_CHANGE", "至少填写一项变更", "name at least one thing to change")
        if self.wanted_on < self.valid_from:
            raise fault("CHANGE_DAYS", "变更日不得早于提出日", "a change follows the request")
        if (self.accepted is None) != (self.decided_on is None):
            raise fault("DECISION", "决定与决定日期应一并填写", "a decision and its day come together")
        if self.decided_on is not None and self.decided_on < self.valid_from:
            raise fault("DECISION_DAY", "决定日不得早于提出日", "a decision follows the request")
        if self.entered_on is not None and (not self.accepted or self.entered_on < self.wanted_on):
            raise fault(
                "ENTERED", "仅登记已同意且到期的变更", "only an accepted change is entered, from its day"
            )
        return self


async def _within_the_work(
    viewer: Viewer, planned: Sequence[Planned], _today: date
) -> Sequence[tuple[Planned, Problem]]:
    """Refuse areas beyond the work's, works out of use, and renewals of another work's certificate."""
    asking = [row for row in planned if row.matters]
    works, closed, renewed = await _known(viewer, asking)
    for row in asking:
        work, older = row.targets.get("work"), row.targets.get("renews")
        area = _area(work, works)
        if area is not None and row.values.get("area_m2", 0) > area:
            row.refuse(
                "BEYOND_WORK", f"不得超过工程面积{area}。", f"It is at most the work's {area} m².", "area_m2"
            )
        day = row.values.get("valid_from")
        if work is not None and day is not None and any(p.contains(day) for p in closed.get(work.id, ())):
            row.refuse("OUT_OF_USE", "该工程已退出利用。", "The work is out of use.", "work")
        if work is not None and older is not None and _work_of(older, renewed) != work.key:
            zh, en = "只能续期本工程的证。", "Only a certificate of the same work is renewed."
            row.refuse("RENEWAL", zh, en, "renews")
    return ()


async def _known(
    viewer: Viewer, asking: Sequence[Planned]
) -> tuple[dict[Any, int], dict[UUID | None, list[Period]], dict[Any, Any]]:
    """Return the areas of works, when they were out of use, and the works of certificates, by id."""
    areas: dict[Any, int] = {}
    closed: dict[UUID | None, list[Period]] = {}
    renewed: dict[Any, Any] = {}
    for part in chunks(target.id for row in asking if (target := row.targets.get("work")) and target.id):
        areas.update({work.id: work.area_m2 for work in await rows(viewer, Work).filter(id__in=part)})
        closed |= await out_of_use_periods(viewer, part)
    for part in chunks(target.id for row in asking if (target := row.targets.get("renews")) and target.id):
        renewed.update(
            {each.id: each.work_id for each in await rows(viewer, UseCertificate).filter(id__in=part)}
        )
    return areas, closed, renewed


def _area(target: Target | None, known: Mapping[Any, int]) -> int | None:
    """Return the area of a work, stored or a row of the batch."""
    if target is None:
        return None
    return known.get(target.id) if target.row is None else target.row.told("area_m2")


def _work_of(target: Target, known: Mapping[Any, Any]) -> Any:
    """Return what tells the work of a certificate, stored or a row of the batch."""
    if target.row is None:
        return known.get(target.id)
    work = target.row.targets.get("work")
    return work.key if work is not None else None


REGISTERS = (
    Register(
        "use_certificates",
        "平时使用证",
        "Use certificates",
        UseCertificate,
        CertificateRow,
        ("code",),
        judge=together(
            not_ahead("valid_from", "decided_on", "revoked_on"),
            decided_stay(lambda cells: cells["decided_on"] is not None),
            _within_the_work,
        ),
    ),
    Register(
        "certificate_changes",
        "平时使用证变更",
        "Certificate changes",
        CertificateChange,
        ChangeRow,
        ("certificate", "valid_from"),
        judge=together(
            not_ahead("valid_from", "decided_on", "entered_on"),
            decided_stay(lambda cells: cells["decided_on"] is not None),
        ),
    ),
)

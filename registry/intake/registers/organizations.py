"""The registers of organizations, of mobilization centers, and of what enterprises can produce."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from registry import credit_code as credit_codes
from registry.codes import CenterLevel, CenterState, IndustryField, OrganizationKind
from registry.intake.files import CellKind
from registry.intake.likeness import LIKE_ORGANIZATIONS
from registry.intake.register import (
    ORGANIZATION,
    REGION,
    Column,
    Refers,
    Register,
    RegisterRow,
    Text20,
    Text40,
    Text60,
    Text120,
    fault,
)
from registry.tables import CapabilityItem, MobilizationCenter, Organization

CENTER = Refers(MobilizationCenter, ("code",))


def checked_credit_code(code: str) -> str:
    """Return a unified social credit code in capitals; its form and check digit must be right."""
    upper = code.strip().upper()
    if not credit_codes.is_valid(upper):
        raise fault(
            "CREDIT_CODE",
            "统一社会信用代码应为18位，且校验位符合GB 32100",
            "a unified social credit code has 18 characters and the check digit of GB 32100",
        )
    return upper


CreditCode = Annotated[str, AfterValidator(checked_credit_code)]


class OrganizationRow(RegisterRow):
    """A row of the register of organizations."""

    credit_code: Annotated[
        CreditCode,
        Column(
            "统一社会信用代码",
            "Credit code",
            CellKind.ID_TEXT,
            aliases=("信用代码", "社会信用代码", "unified social credit code"),
            example="91510300M000000194",
            exact_length=18,
        ),
    ]
    name: Annotated[Text120, Column("单位名称", "Name", aliases=("名称", "企业名称", "organization"))]
    region: Annotated[
        str, Column("行政区划代码", "Region code", CellKind.REFERENCE, REGION, aliases=("区划代码", "region"))
    ]
    kind: Annotated[OrganizationKind, Column("单位类别", "Kind", aliases=("类别",))]
    field: Annotated[IndustryField, Column("行业领域", "Field", aliases=("行业",))] = IndustryField.OTHER
    parent: Annotated[
        str | None,
        Column(
            "上级单位信用代码", "Parent's credit code", CellKind.ID_TEXT, ORGANIZATION, aliases=("parent",)
        ),
    ] = None


class CenterRow(RegisterRow):
    """A row of the register of mobilization centers."""

    code: Annotated[Text40, Column("中心编码", "Center code", CellKind.ID_TEXT, aliases=("编码", "code"))]
    name: Annotated[Text120, Column("中心名称", "Name", aliases=("名称",))]
    region: Annotated[
        str, Column("行政区划代码", "Region code", CellKind.REFERENCE, REGION, aliases=("区划代码", "region"))
    ]
    organization: Annotated[
        str, Column("依托单位信用代码", "Organization's credit code", CellKind.ID_TEXT, ORGANIZATION)
    ]
    field: Annotated[IndustryField, Column("行业领域", "Field", aliases=("行业",))]
    level: Annotated[CenterLevel, Column("级别", "Level")]
    state: Annotated[
        CenterState,
        Column(
            "状态",
            "State",
            initial=(CenterState.NURTURED, CenterState.APPLIED),
            note_zh="新增时填写；以后由专门流程变更，不随导入变更。",
            note_en="For new rows; later it is changed by its own procedure, not by import.",
        ),
    ] = CenterState.NURTURED
    designation_number: Annotated[
        Text60 | None, Column("命名文号", "Designation number", CellKind.ID_TEXT, own_act=True)
    ] = None
    designated_on: Annotated[date | None, Column("命名日期", "Designated on", initial=())] = None
    reinspection_due_on: Annotated[
        date | None, Column("复核到期日", "Re-inspection due on", own_act=True)
    ] = None

    @model_validator(mode="after")
    def _designated_with_its_day(self) -> Self:
        designated = (CenterState.DESIGNATED, CenterState.REINSPECTION, CenterState.RECTIFYING)
        if self.state in designated and self.designated_on is None:
            raise fault(
                "DESIGNATION_DAY",
                "已命名的动员中心须填写命名日期",
                "a designated center needs the day of its designation",
            )
        return self


class CapabilityRow(RegisterRow):
    """A row of the register of capability items; outputs count the unit per day."""

    organization: Annotated[
        str, Column("企业信用代码", "Organization's credit code", CellKind.ID_TEXT, ORGANIZATION)
    ]
    product: Annotated[Text120, Column("产品或能力", "Product", aliases=("产品", "能力"))]
    unit: Annotated[Text20, Column("计量单位", "Unit", aliases=("单位",))]
    center: Annotated[str | None, Column("中心编码", "Center code", CellKind.ID_TEXT, CENTER)] = None
    normal_per_day: Annotated[int, Field(ge=0), Column("平时日产量", "Normal per day")]
    surge_per_day: Annotated[int, Field(ge=0), Column("动员日产量", "Surge per day")]
    conversion_hours: Annotated[int, Field(ge=0), Column("转产小时数", "Conversion hours")]
    sustain_days: Annotated[int, Field(ge=0), Column("持续天数", "Sustain days")]
    reserve_stock: Annotated[int, Field(ge=0), Column("储备数量", "Reserve stock")] = 0
    verified_on: Annotated[date | None, Column("核验日期", "Verified on", own_act=True)] = None
    verifier: Annotated[Text120 | None, Column("核验单位", "Verifier", own_act=True)] = None

    @model_validator(mode="after")
    def _surge_is_more(self) -> Self:
        if self.surge_per_day < self.normal_per_day:
            raise fault(
                "SURGE_BELOW_NORMAL",
                "动员日产量不得低于平时日产量",
                "the surge output must not be below the normal output",
            )
        return self


REGISTERS = (
    Register(
        "organizations",
        "单位",
        "Organizations",
        Organization,
        OrganizationRow,
        ("credit_code",),
        names="name",
        judge=LIKE_ORGANIZATIONS,
    ),
    Register(
        "centers", "动员中心", "Mobilization centers", MobilizationCenter, CenterRow, ("code",), names="name"
    ),
    Register(
        "capabilities",
        "动员能力",
        "Capability items",
        CapabilityItem,
        CapabilityRow,
        ("organization", "product"),
    ),
)

"""The registers of inspectors and of the relations they have declared."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from registry.codes import InspectionObject, RelationKind
from registry.intake.files import CellKind
from registry.intake.histories import apart
from registry.intake.register import (
    ORGANIZATION,
    PERSON,
    REGION,
    Column,
    Refers,
    Register,
    RegisterRow,
    Text40,
    Text60,
    fault,
)
from registry.tables import Inspector, InspectorRelation

_UNTIL_ZH, _UNTIL_EN = "不再有效的第一天。", "The first day on which it no longer holds."


class InspectorRow(RegisterRow):
    """A row of the register of inspectors; the name is personal data."""

    code: Annotated[
        Text40, Column("检查员编号", "Inspector code", CellKind.ID_TEXT, aliases=("编号", "code"))
    ]
    region: Annotated[
        str, Column("行政区划代码", "Region code", CellKind.ID_TEXT, REGION, aliases=("区划代码", "region"))
    ]
    organization: Annotated[
        str, Column("所在单位信用代码", "Body's credit code", CellKind.ID_TEXT, ORGANIZATION)
    ]
    person: Annotated[
        str | None,
        Column(
            "人员编号",
            "Person reference",
            CellKind.ID_TEXT,
            PERSON,
            note_zh="本系统在册人员填编号，其他单位人员填姓名。",
            note_en="A person of the register; of other bodies give the name.",
        ),
    ] = None
    name: Annotated[Text60 | None, Column("姓名", "Name")] = None
    external: Annotated[bool, Column("第三方机构", "Third-party body")] = False
    specialty: Annotated[InspectionObject | None, Column("检查专业", "Specialty")] = None
    valid_from: Annotated[date, Column("入库日期", "On the register from")]
    valid_to: Annotated[
        date | None, Column("出库日期", "Off the register from", note_zh=_UNTIL_ZH, note_en=_UNTIL_EN)
    ] = None

    @model_validator(mode="after")
    def _one_identity(self) -> Self:
        if (self.name is None) == (self.person is None):
            raise fault(
                "IDENTITY",
                "人员编号与姓名须且仅须填写一项",
                "exactly one of person reference and name is given",
            )
        return self


class InspectorRelationRow(RegisterRow):
    """A row of the register of declared relations."""

    inspector: Annotated[
        str, Column("检查员编号", "Inspector code", CellKind.ID_TEXT, Refers(Inspector, ("code",)))
    ]
    organization: Annotated[
        str, Column("回避单位信用代码", "Organization's credit code", CellKind.ID_TEXT, ORGANIZATION)
    ]
    kind: Annotated[RelationKind, Column("关系类型", "Relation")]
    note: Annotated[str, Field(max_length=300), Column("说明", "Note")] = ""
    valid_from: Annotated[date, Column("起始日期", "From")]
    valid_to: Annotated[date | None, Column("终止日期", "Until", note_zh=_UNTIL_ZH, note_en=_UNTIL_EN)] = None


REGISTERS = (
    Register("inspectors", "检查人员", "Inspectors", Inspector, InspectorRow, ("code",)),
    Register(
        "inspector_relations",
        "检查人员回避关系",
        "Inspector relations",
        InspectorRelation,
        InspectorRelationRow,
        ("inspector", "organization", "kind", "valid_from"),
        judge=apart("inspector", "organization", "kind"),
    ),
)

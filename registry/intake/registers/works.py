"""The registers of civil-defence works, what was found out about them, and what they offer the public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from registry.access import Viewer, rows
from registry.codes import (
    ProtectionGrade,
    ShelterPurpose,
    StructuralGrade,
    StructuralMethod,
    SurveyMethod,
    WorkKind,
)
from registry.intake.files import CellKind
from registry.intake.histories import apart, together
from registry.intake.lookups import chunks
from registry.intake.register import (
    ORGANIZATION,
    REGION,
    Column,
    Refers,
    Register,
    RegisterRow,
    Text40,
    Text120,
    fault,
)
from registry.periods import Period
from registry.tables import (
    ParkingFact,
    ShelterOpening,
    StructuralTest,
    Work,
    WorkClassification,
    WorkSurvey,
)
from registry.works.classes import OUT_OF_USE
from registry.works.register import DECIMALS

if TYPE_CHECKING:
    from registry.intake.planned import Planned, Problem

_WORK = Refers(Work, ("code",))
#: Ways to write the unit of the heading; any other unit is refused.
_SQUARE_METERS = ("㎡", "平方米", "平米")


class WorkRow(RegisterRow):
    """A row of the register of works; a position has at most two decimals (about 1 km)."""

    code: Annotated[Text40, Column("工程编码", "Work code", CellKind.ID_TEXT, aliases=("编码", "code"))]
    name: Annotated[Text120, Column("工程名称", "Name", aliases=("名称",))]
    region: Annotated[
        str, Column("行政区划代码", "Region code", CellKind.ID_TEXT, REGION, aliases=("区划代码", "region"))
    ]
    kind: Annotated[WorkKind, Column("工程类别", "Kind", aliases=("类别",))]
    grade: Annotated[ProtectionGrade, Column("防护类别", "Protection class")] = ProtectionGrade.UNRATED
    area_m2: Annotated[int, Field(ge=1), Column("建筑面积(平方米)", "Area (m²)", units=_SQUARE_METERS)]
    built_year: Annotated[int | None, Field(ge=1900, le=2200), Column("建成年份", "Year built")] = None
    address: Annotated[str, Field(max_length=200), Column("地址", "Address")] = ""
    latitude: Annotated[float | None, Field(ge=-90, le=90), Column("纬度", "Latitude")] = None
    longitude: Annotated[float | None, Field(ge=-180, le=180), Column("经度", "Longitude")] = None
    owner: Annotated[
        str | None, Column("产权单位信用代码", "Owner's credit code", CellKind.ID_TEXT, ORGANIZATION)
    ] = None
    maintainer: Annotated[
        str | None, Column("维护单位信用代码", "Maintainer's credit code", CellKind.ID_TEXT, ORGANIZATION)
    ] = None

    @model_validator(mode="after")
    def _rough_position(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise fault("POSITION", "经纬度应成对填写", "latitude and longitude come together")
        if any(
            each is not None and round(each, DECIMALS) != each for each in (self.latitude, self.longitude)
        ):
            raise fault("POSITION", "经纬度最多两位小数", "a position has at most two decimals")
        return self


class SurveyRow(RegisterRow):
    """A row of the register of surveys."""

    work: Annotated[str, Column("工程编码", "Work code", CellKind.ID_TEXT, _WORK)]
    valid_from: Annotated[date, Column("测绘日期", "Surveyed on")]
    method: Annotated[SurveyMethod, Column("测绘方法", "Method")]
    surveyor: Annotated[Text120, Column("测绘单位", "Surveyor")]
    drawings: Annotated[str, Field(max_length=200), Column("图纸", "Drawings")] = ""
    area_m2: Annotated[
        int | None, Field(ge=1), Column("实测面积(平方米)", "Measured area (m²)", units=_SQUARE_METERS)
    ] = None


class StructuralTestRow(RegisterRow):
    """A row of the register of structural tests."""

    work: Annotated[str, Column("工程编码", "Work code", CellKind.ID_TEXT, _WORK)]
    valid_from: Annotated[date, Column("检测日期", "Tested on")]
    valid_to: Annotated[date | None, Column("失效日期", "Lapses on")] = None
    method: Annotated[StructuralMethod, Column("检测方法", "Method")]
    tester: Annotated[Text120, Column("检测单位", "Tester")]
    grade: Annotated[StructuralGrade, Column("检测结论", "Result")]
    report_number: Annotated[str, Field(max_length=60), Column("报告编号", "Report", CellKind.ID_TEXT)] = ""


class ShelterRow(RegisterRow):
    """A row of the register of works opened to the public."""

    work: Annotated[str, Column("工程编码", "Work code", CellKind.ID_TEXT, _WORK)]
    valid_from: Annotated[date, Column("开放日期", "Opened on")]
    valid_to: Annotated[date | None, Column("关闭日期", "Closed on")] = None
    purpose: Annotated[ShelterPurpose, Column("开放用途", "Purpose")]
    capacity_persons: Annotated[int, Field(ge=1), Column("容纳人数", "Capacity (persons)")]
    area_m2: Annotated[
        int | None, Field(ge=1), Column("开放面积(平方米)", "Opened area (m²)", units=_SQUARE_METERS)
    ] = None


class ParkingRow(RegisterRow):
    """A row of the register of parking bays."""

    work: Annotated[str, Column("工程编码", "Work code", CellKind.ID_TEXT, _WORK)]
    valid_from: Annotated[date, Column("起始日期", "From")]
    valid_to: Annotated[date | None, Column("终止日期", "Until")] = None
    bays: Annotated[int, Field(ge=1), Column("停车位数", "Bays")]


async def _in_use(
    viewer: Viewer, planned: Sequence[Planned], _today: date
) -> Sequence[tuple[Planned, Problem]]:
    """Refuse facts of works that are out of use on their first day."""
    named = [(row, target.id) for row in planned if (target := row.targets.get("work")) and row.matters]
    closed: dict[UUID | None, list[Period]] = {}
    for part in chunks(id_ for _, id_ in named if id_ is not None):
        closed |= await out_of_use_periods(viewer, part)
    for row, id_ in named:
        first: date | None = row.told("valid_from")
        if first is not None and any(period.contains(first) for period in closed.get(id_, ())):
            row.refuse("OUT_OF_USE", "该工程已退出利用", "the work is out of use", "work")
    return ()


async def out_of_use_periods(viewer: Viewer, ids: Sequence[UUID]) -> dict[UUID | None, list[Period]]:
    """Return when each of some works was out of use, by its id; works that never were are left out."""
    found: defaultdict[UUID | None, list[Period]] = defaultdict(list)
    decided = rows(viewer, WorkClassification).filter(work_id__in=list(ids), usage_class__in=list(OUT_OF_USE))
    for each in await decided:
        found[each.work_id].append(Period(each.valid_from, each.valid_to))
    return found


_WHILE_IN_USE = together(apart("work"), _in_use)

REGISTERS = (
    Register("works", "人防工程", "Civil-defence works", Work, WorkRow, ("code",), names="name"),
    Register("work_surveys", "工程测绘", "Work surveys", WorkSurvey, SurveyRow, ("work", "valid_from")),
    Register(
        "structural_tests",
        "结构性检测",
        "Structural tests",
        StructuralTest,
        StructuralTestRow,
        ("work", "valid_from"),
    ),
    Register(
        "shelter_openings",
        "对外开放工程",
        "Shelter openings",
        ShelterOpening,
        ShelterRow,
        ("work", "valid_from"),
        judge=_WHILE_IN_USE,
    ),
    Register(
        "parking_facts",
        "停车位",
        "Parking bays",
        ParkingFact,
        ParkingRow,
        ("work", "valid_from"),
        judge=_WHILE_IN_USE,
    ),
)

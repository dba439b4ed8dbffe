"""The registers of civil-defence works, what was found out about them, and what they offer the public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Self
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


async def _apart(
    viewer: Viewer, planned: Sequence[Planned], _today: date
) -> Sequence[tuple[Planned, Problem]]:
    """Refuse rows that overlap another fact of the same work, and those of works out of use."""
    dated = [(row, key) for row in planned if row.values.get("valid_from") and (key := _work_of(row))]
    ids = {key for _, key in dated if isinstance(key, UUID)}
    table: Any = planned[0].register.table if planned else ParkingFact
    stored = await rows(viewer, table).filter(work_id__in=list(ids)) if ids else []
    ends = {fact.id: fact.valid_to for fact in stored}
    named = {row.stored.id for row, _ in dated if row.stored is not None}
    taken: defaultdict[Any, list[Period]] = defaultdict(list)
    for fact in stored:
        if fact.id not in named:
            taken[fact.work_id].append(Period(fact.valid_from, fact.valid_to))
    closed = await _out_of_use(viewer, ids)
    for row, key in dated:
        days = _days(row, ends)
        if days is None:
            continue
        if any(days.overlaps(other) for other in taken[key]):
            row.refuse("OVERLAP", "与该工程的另一条记录日期重叠", "it overlaps another fact of the work")
        if any(period.contains(days.start) for period in closed.get(key, ())):
            row.refuse("OUT_OF_USE", "该工程已退出利用", "the work is out of use", "work")
        taken[key].append(days)
    return ()


def _work_of(row: Planned) -> UUID | int | None:
    """Return what tells the work a row names: its id, or the place of the row that adds it."""
    target = row.targets.get("work")
    if target is None:
        return None
    return target.id if target.id is not None else target.row.place if target.row is not None else None


def _days(row: Planned, ends: dict[UUID, date | None]) -> Period | None:
    """Return the days of a row; None when they are in the wrong order, which is refused elsewhere."""
    first: date = row.values["valid_from"]
    known = ends.get(row.stored.id) if row.stored is not None else None
    last: date | None = row.values.get("valid_to", known)
    return Period(first, last) if last is None or last > first else None


async def _out_of_use(viewer: Viewer, ids: set[UUID]) -> dict[Any, list[Period]]:
    """Return when each work was out of use."""
    found: defaultdict[Any, list[Period]] = defaultdict(list)
    decided = rows(viewer, WorkClassification).filter(work_id__in=list(ids), usage_class__in=list(OUT_OF_USE))
    for each in await decided:
        found[each.work_id].append(Period(each.valid_from, each.valid_to))
    return found


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
        judge=_apart,
    ),
    Register(
        "parking_facts",
        "停车位",
        "Parking bays",
        ParkingFact,
        ParkingRow,
        ("work", "valid_from"),
        judge=_apart,
    ),
)

"""The registers of sirens, of the tests in which they sounded, of their faults, and of population cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Self
from uuid import UUID

from pydantic import Field, model_validator

from registry.access import Viewer, rows
from registry.codes import ControlPath, SirenKind, SirenSignal, SirenState, SoundingOccasion
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
    Text200,
    fault,
)
from registry.sirens.soundings import MOUNTED
from registry.tables import PopulationCell, SirenFault, SirenPoint, SoundingTest

if TYPE_CHECKING:
    from registry.intake.planned import Planned, Problem

_SIREN = Refers(SirenPoint, ("code",))
#: States of a siren that need no day of installation.
_UNMOUNTED = (SirenState.PLANNED, SirenState.REMOVED)


class SirenRow(RegisterRow):
    """A row of the register of sirens; a stored siren changes its state by its own act only."""

    code: Annotated[Text40, Column("警报点编码", "Siren code", CellKind.ID_TEXT, aliases=("编码", "code"))]
    name: Annotated[Text120, Column("警报点名称", "Name", aliases=("名称",))]
    region: Annotated[
        str, Column("行政区划代码", "Region code", CellKind.ID_TEXT, REGION, aliases=("区划代码", "region"))
    ]
    organization: Annotated[
        str | None, Column("设点单位信用代码", "Host's credit code", CellKind.ID_TEXT, ORGANIZATION)
    ] = None
    kind: Annotated[SirenKind, Column("警报器型式", "Kind", aliases=("型式",))]
    control: Annotated[ControlPath, Column("控制方式", "Control path")]
    state: Annotated[
        SirenState,
        Column(
            "状态",
            "State",
            initial=tuple(SirenState),
            note_zh="仅用于新增；已登记警报点的状态须通过专门流程变更。",
            note_en="For new rows only; a registered siren changes its state by its own procedure.",
        ),
    ] = SirenState.PLANNED
    power_watts: Annotated[int | None, Field(ge=1, le=100_000), Column("功率(瓦)", "Power (W)")] = None
    audible_radius_m: Annotated[
        int, Field(ge=1, le=20_000), Column("可听半径(米)", "Audible radius (m)", aliases=("覆盖半径",))
    ]
    latitude: Annotated[float, Field(ge=-90, le=90), Column("纬度", "Latitude")]
    longitude: Annotated[float, Field(ge=-180, le=180), Column("经度", "Longitude")]
    installed_on: Annotated[date | None, Column("安装日期", "Installed on")] = None

    @model_validator(mode="after")
    def _installed_if_it_stands(self) -> Self:
        if self.installed_on is None and self.state not in _UNMOUNTED:
            raise fault(
                "NOT_INSTALLED",
                "已安装的警报点须填写安装日期",
                "a siren that stands has a day of installation",
            )
        return self


class SoundingRow(RegisterRow):
    """A row of the register of soundings: one siren, one day, one signal."""

    siren: Annotated[str, Column("警报点编码", "Siren code", CellKind.ID_TEXT, _SIREN)]
    held_on: Annotated[date, Column("试鸣日期", "Sounded on", aliases=("日期",))]
    occasion: Annotated[SoundingOccasion, Column("试鸣类别", "Occasion")] = SoundingOccasion.TRIAL
    signal: Annotated[SirenSignal, Column("信号", "Signal")]
    sounded: Annotated[bool, Column("是否鸣响", "Did it sound")]
    cause: Annotated[
        str,
        Field(max_length=200),
        Column("未鸣响原因", "Cause of silence", note_zh="未鸣响时必填。", note_en="Needed if it did not."),
    ] = ""
    measured_db: Annotated[
        float | None, Field(ge=0, le=200), Column("实测声级(分贝)", "Measured level (dB)")
    ] = None
    tester: Annotated[str, Field(max_length=120), Column("试鸣单位", "Tester")] = ""

    @model_validator(mode="after")
    def _silence_has_a_cause(self) -> Self:
        if not self.sounded and not self.cause.strip():
            raise fault("CAUSE", "未鸣响须说明原因", "say why it did not sound")
        return self


class FaultRow(RegisterRow):
    """A row of the register of faults; the last day of a fault is that of its repair."""

    siren: Annotated[str, Column("警报点编码", "Siren code", CellKind.ID_TEXT, _SIREN)]
    valid_from: Annotated[date, Column("故障日期", "Broken since")]
    valid_to: Annotated[
        date | None,
        Column(
            "故障终止日",
            "Broken until before",
            note_zh="修复日的次日；未修复留空。",
            note_en="The day after the repair; blank while it is broken.",
        ),
    ] = None
    description: Annotated[Text200, Column("故障情况", "What is broken")]
    repair: Annotated[str, Field(max_length=200), Column("修复情况", "What was repaired")] = ""
    repaired_by: Annotated[
        str | None, Column("修复单位信用代码", "Repairer's credit code", CellKind.ID_TEXT, ORGANIZATION)
    ] = None

    @model_validator(mode="after")
    def _repair_is_described(self) -> Self:
        if self.valid_to is not None and not self.repair.strip():
            raise fault("REPAIR", "已修复的故障须填写修复情况", "say what was repaired")
        return self


class CellRow(RegisterRow):
    """A row of the register of population cells: a settlement or a square of a grid."""

    code: Annotated[Text40, Column("网格编码", "Cell code", CellKind.ID_TEXT, aliases=("编码", "code"))]
    name: Annotated[str, Field(max_length=120), Column("网格名称", "Name", aliases=("名称",))] = ""
    region: Annotated[
        str, Column("行政区划代码", "Region code", CellKind.ID_TEXT, REGION, aliases=("区划代码", "region"))
    ]
    latitude: Annotated[float, Field(ge=-90, le=90), Column("中心纬度", "Latitude", aliases=("纬度",))]
    longitude: Annotated[float, Field(ge=-180, le=180), Column("中心经度", "Longitude", aliases=("经度",))]
    population: Annotated[int, Field(ge=0), Column("人口(人)", "People", aliases=("人口",))]
    area_km2: Annotated[float, Field(gt=0), Column("面积(平方千米)", "Area (km²)", aliases=("面积",))]


async def _states(viewer: Viewer, planned: Sequence[Planned]) -> dict[int, SirenState]:
    """Return the state of the siren each row names, by the row's place; of those known."""
    targets = {row.place: target for row in planned if (target := row.targets.get("siren")) is not None}
    ids: list[UUID] = [target.id for target in targets.values() if target.id is not None]
    stored = (
        {siren.id: siren.state for siren in await rows(viewer, SirenPoint).filter(id__in=ids)} if ids else {}
    )
    found: dict[int, SirenState] = {}
    for place, target in targets.items():
        state: Any = stored.get(target.id) if target.id is not None else None
        if state is None and target.row is not None:
            state = target.row.values.get("state", SirenState.PLANNED)
        if state is not None:
            found[place] = SirenState(state)
    return found


async def _sounded(
    viewer: Viewer, planned: Sequence[Planned], today: date
) -> Sequence[tuple[Planned, Problem]]:
    """Refuse tests yet to come and of sirens that do not stand; a test holds from its day on."""
    states = await _states(viewer, planned)
    for row in planned:
        held_on: date | None = row.values.get("held_on")
        if held_on is not None and held_on > today:
            row.refuse("YET_TO_COME", "试鸣日期不得晚于今日", "the test is yet to come", "held_on", held_on)
        if row.stored is None and states.get(row.place, MOUNTED[0]) not in MOUNTED:
            row.refuse("NOT_MOUNTED", "该警报点未安装", "the siren does not stand", "siren")
        if row.stored is None and held_on is not None and row.values.get("effective_on") is None:
            row.values["effective_on"] = held_on
    return ()


async def _broken(
    viewer: Viewer, planned: Sequence[Planned], today: date
) -> Sequence[tuple[Planned, Problem]]:
    """Refuse faults yet to come, and open ones of sirens that are not faulty."""
    states = await _states(viewer, planned)
    for row in planned:
        since: date | None = row.values.get("valid_from")
        if since is not None and since > today:
            row.refuse("YET_TO_COME", "故障日期不得晚于今日", "the fault is yet to come", "valid_from", since)
        state = states.get(row.place)
        if (
            row.stored is None
            and row.values.get("valid_to") is None
            and state not in (None, SirenState.FAULTY)
        ):
            row.refuse(
                "NOT_FAULTY",
                "未修复的故障只能登记在“故障”状态的警报点上，请用“报告故障”流程",
                "an open fault needs a siren that is faulty: report it by its own procedure",
                "siren",
            )
    return ()


REGISTERS = (
    Register("sirens", "警报点", "Sirens", SirenPoint, SirenRow, ("code",), names="name"),
    Register(
        "sounding_tests",
        "警报试鸣",
        "Sounding tests",
        SoundingTest,
        SoundingRow,
        ("siren", "held_on", "occasion", "signal"),
        judge=_sounded,
    ),
    Register(
        "siren_faults",
        "警报故障",
        "Siren faults",
        SirenFault,
        FaultRow,
        ("siren", "valid_from"),
        judge=_broken,
    ),
    Register("population_cells", "人口网格", "Population cells", PopulationCell, CellRow, ("code",)),
)

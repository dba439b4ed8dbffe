"""The registers of how often equipment is inspected, and of the inspections that were held."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from registry.access import SYSTEM, Viewer, rows
from registry.codes import InspectionResult, RowStatus, SourceMark
from registry.equipment.conditions import GONE
from registry.equipment.inspections import STATE_AFTER, settle_latest
from registry.equipment.schedules import MOST_INTERVAL_DAYS, next_due
from registry.intake.files import CellKind
from registry.intake.register import REGION, Column, Refers, Register, RegisterRow, Text60, Text120
from registry.periods import Period
from registry.tables import EquipmentInspection, EquipmentItem, InspectionSchedule, Team

if TYPE_CHECKING:
    from registry.intake.planned import Planned, Problem

_ITEM = Refers(EquipmentItem, ("serial",))


class InspectionRow(RegisterRow):
    """A row of the register of inspections; a lot without a serial is inspected in the application."""

    item: Annotated[
        Text60 | None,
        Column(
            "序列号",
            "Serial",
            CellKind.ID_TEXT,
            _ITEM,
            note_zh="新增行必填；无序列号的批量器材请在系统内登记检验。",
            note_en="Required for new rows; lots without a serial are inspected in the application.",
        ),
    ] = None
    inspected_on: Annotated[date, Column("检验日期", "Inspected on")]
    result: Annotated[InspectionResult, Column("检验结论", "Result")]
    inspector: Annotated[Text120, Column("检验单位", "Inspector")]
    next_due_on: Annotated[
        date | None,
        Column(
            "下次检验日期",
            "Next inspection on",
            note_zh="空白时按检验周期推算。",
            note_en="Reckoned by the schedule when blank.",
        ),
    ] = None
    note: Annotated[str, Field(max_length=300), Column("备注", "Note")] = ""


class ScheduleRow(RegisterRow):
    """A row of the register of inspection schedules; an office's own rows only."""

    region: Annotated[str, Column("行政区划代码", "Region code", CellKind.REFERENCE, REGION)]
    kind: Annotated[Text60, Column("装备名称", "Kind")]
    valid_from: Annotated[date, Column("起始日期", "From")]
    valid_to: Annotated[date | None, Column("终止日期", "Until")] = None
    interval_days: Annotated[
        int, Field(ge=1, le=MOST_INTERVAL_DAYS), Column("检验周期(天)", "Interval (days)")
    ]
    lead_days: Annotated[int, Field(ge=0, le=MOST_INTERVAL_DAYS), Column("提前提醒(天)", "Lead time (days)")]
    mark: Annotated[SourceMark, Column("依据性质", "Mark")] = SourceMark.ASSUMED
    citation: Annotated[str, Field(max_length=2_000), Column("依据", "Citation")] = ""


async def _judge_inspections(
    viewer: Viewer, planned: Sequence[Planned], today: date
) -> Sequence[tuple[Planned, Problem]]:
    """Refuse rows whose item or day does not fit; new ones get their next day by the nearest schedule."""
    ids = {target.id for row in planned if (target := row.targets.get("item")) is not None}
    items = {item.id: item for item in await rows(viewer, EquipmentItem).filter(id__in=list(ids))}
    serials = [item.serial for item in items.values()]
    listed: Any = (
        await rows(viewer, EquipmentItem).filter(serial__in=serials).values_list("serial", flat=True)
    )
    twice: set[str | None] = {serial for serial, times in Counter(listed).items() if times > 1}
    regions = dict(
        await rows(SYSTEM, Team)
        .filter(id__in=list({item.team_id for item in items.values()}))
        .values_list("id", "region_id")
    )
    for row in planned:
        day, target = row.values.get("inspected_on"), row.targets.get("item")
        item = items.get(target.id) if target is not None and target.id is not None else None
        _check_inspection(row, day, twice, today)
        if item is None or day is None:
            continue
        if row.stored is None and row.values.get("effective_on") is None:
            row.facts["valid_from"] = day.isoformat()
        after = STATE_AFTER.get(row.values["result"])
        reckoned = row.status is RowStatus.NEW and row.values.get("next_due_on") is None
        if reckoned and after is not None and after not in GONE:
            row.values["next_due_on"] = await next_due(item.kind, regions[item.team_id], day)
    return ()


def _check_inspection(row: Planned, day: date | None, twice: set[str | None], today: date) -> None:
    """Refuse a row whose item cannot be told, or whose days do not fit."""
    serial, due = row.values.get("item"), row.values.get("next_due_on")
    if serial is None and row.values.get("record") is None:
        row.refuse("SERIAL_MISSING", "须填写序列号。", "The serial tells which item was inspected.", "item")
    if serial in twice and row.values.get("record") is None:
        row.refuse(
            "SERIAL_TWICE", "该序列号对应多件装备。", "Several items have this serial.", "item", serial
        )
    if day is not None and day > today:
        row.refuse("INSPECTED_LATER", "检验日期不得晚于今日。", "It has not come yet.", "inspected_on", day)
    if day is not None and due is not None and due <= day:
        zh, en = "下次检验日期应晚于检验日期。", "The next inspection is after this one."
        row.refuse("NEXT_DUE", zh, en, "next_due_on", due)


async def _judge_schedules(
    viewer: Viewer, planned: Sequence[Planned], _today: date
) -> Sequence[tuple[Planned, Problem]]:
    """Refuse rows that overlap another schedule of the same region and kind, or announce too early."""
    regions = {target.id for row in planned if (target := row.targets.get("region")) is not None}
    stored = await rows(viewer, InspectionSchedule).filter(region_id__in=[each for each in regions if each])
    named = {row.stored.id for row in planned if row.stored is not None}
    ends = {each.id: each.valid_to for each in stored}
    taken: defaultdict[tuple[object, str], list[Period]] = defaultdict(list)
    for each in stored:
        if each.id not in named:
            taken[each.region_id, each.kind].append(Period(each.valid_from, each.valid_to))
    for row in planned:
        first, target = row.values.get("valid_from"), row.targets.get("region")
        known = ends.get(row.stored.id) if row.stored is not None else None
        last = row.values.get("valid_to", known)
        if first is None or target is None or (last is not None and last <= first):
            continue
        days, key = Period(first, last), (target.id, row.values.get("kind", ""))
        if any(days.overlaps(other) for other in taken[key]):
            row.refuse(
                "OVERLAP", "与同类装备的另一检验周期重叠。", "It overlaps another schedule of the kind."
            )
        if row.values.get("lead_days", 0) > row.values.get("interval_days", MOST_INTERVAL_DAYS):
            row.refuse(
                "LEAD_TIME", "提前提醒不得长于周期。", "It is announced within its interval.", "lead_days"
            )
        taken[key].append(days)
    return ()


REGISTERS = (
    Register(
        "equipment_inspections",
        "装备检验",
        "Equipment inspections",
        EquipmentInspection,
        InspectionRow,
        ("item", "inspected_on"),
        judge=_judge_inspections,
        settle=settle_latest,
    ),
    Register(
        "inspection_schedules",
        "检验周期",
        "Inspection schedules",
        InspectionSchedule,
        ScheduleRow,
        ("region", "kind", "valid_from"),
        judge=_judge_schedules,
    ),
)

"""Rules about equipment: counted twice, overdue, out of place."""

from __future__ import annotations

import pandas as pd

from registry.codes import EquipmentState, IssueSeverity, TeamState
from registry.consistency.frames import Frames
from registry.consistency.rule import Rule, finding
from registry.consistency.rules.joining import alike, found
from registry.frame import Frame

_GONE = (EquipmentState.RETIRED.value, EquipmentState.LOST.value)
_IN_USE = (EquipmentState.SERVICEABLE.value, EquipmentState.MONITOR.value)


def _items(frames: Frames) -> Frame:
    """Return the items in force that are neither retired nor lost, with their team."""
    return frames.once("items joined", lambda: _joined(frames))


def _joined(frames: Frames) -> Frame:
    """Put items and teams together."""
    items = frames.in_force("equipment_item")
    return found(
        items[~items["state"].isin(_GONE)],
        "team_id",
        frames["team"],
        team="code",
        region_id="region_id",
        team_type_id="team_type_id",
        team_state="state",
    )


def _serial_twice(frames: Frames, _: int) -> Frame:
    return finding(alike(_items(frames), "serial"), "team", "kind", "serial", "times")


def _overdue(frames: Frames, threshold: int) -> Frame:
    items = _items(frames)
    late = items["next_inspection_on"] + pd.Timedelta(days=threshold) <= frames.today
    in_use = items["state"].isin(_IN_USE)
    return finding(items[late & in_use], "team", "kind", "next_inspection_on")


def _without_day(frames: Frames, _: int) -> Frame:
    items = _items(frames)
    missing = items["key"] & items["next_inspection_on"].isna() & items["state"].isin(_IN_USE)
    return finding(items[missing], "team", "kind")


def _not_required(frames: Frames, _: int) -> Frame:
    required = frames.in_force("equipment_requirement")[["team_type_id", "kind"]].drop_duplicates()
    items = _items(frames).merge(required.assign(required=True), on=["team_type_id", "kind"], how="left")
    typed = items["team_type_id"].isin(required["team_type_id"])
    return finding(items[items["required"].isna() & typed], "team", "kind")


def _of_disbanded_team(frames: Frames, _: int) -> Frame:
    items = _items(frames)
    return finding(items[items["team_state"] == TeamState.DISBANDED.value], "team", "kind", "quantity")


def _owner_ended(frames: Frames, _: int) -> Frame:
    items = found(_items(frames), "owner_id", frames["organization"], ended="valid_to")
    return finding(items[items["ended"] <= frames.today], "team", "kind", "ended")


def _several_under_one_serial(frames: Frames, _: int) -> Frame:
    items = _items(frames)
    return finding(
        items[items["serial"].notna() & (items["quantity"] > 1)], "team", "kind", "serial", "quantity"
    )


_READS = ("equipment_item", "team")

RULES = (
    Rule(
        code="SERIAL_TWICE",
        subject="equipment_item",
        reads=_READS,
        severity=IssueSeverity.ERROR,
        title="Equipment in two places",
        title_zh="同一装备登记在多处",
        sentence="The serial {serial} ({kind}, team {team}) is registered {times} times.",
        sentence_zh="序列号 {serial}（队伍 {team} {kind}）登记了 {times} 次。",
        fix="Keep the item where it is, retire the other records, or correct the serial.",
        fix_zh="保留实际所在的记录，其余注销，或更正序列号。",
        find=_serial_twice,
    ),
    Rule(
        code="INSPECTION_OVERDUE",
        subject="equipment_item",
        reads=_READS,
        severity=IssueSeverity.WARNING,
        title="Inspection overdue",
        title_zh="装备检验超期",
        sentence="{kind} of team {team} is in use, its inspection was due before {next_inspection_on}.",
        sentence_zh="队伍 {team} 的{kind}仍在用，应于 {next_inspection_on} 前检验。",
        fix="Inspect it, or take it out of use.",
        fix_zh="安排检验，或停用。",
        find=_overdue,
        threshold=0,
        unit="days of grace",
    ),
    Rule(
        code="KEY_ITEM_WITHOUT_INSPECTION",
        subject="equipment_item",
        reads=_READS,
        severity=IssueSeverity.HINT,
        title="Key equipment without an inspection day",
        title_zh="关键装备未定检验日期",
        sentence="{kind} of team {team} is a key item, but no day is set for its inspection.",
        sentence_zh="队伍 {team} 的关键装备{kind}未设检验日期。",
        fix="Set the day of the next inspection.",
        fix_zh="登记下次检验日期。",
        find=_without_day,
    ),
    Rule(
        code="EQUIPMENT_NOT_REQUIRED",
        subject="equipment_item",
        reads=(*_READS, "equipment_requirement"),
        severity=IssueSeverity.HINT,
        title="Equipment no requirement names",
        title_zh="装备不在标准之列",
        sentence="The type of team {team} does not require {kind}: it counts nowhere.",
        sentence_zh="队伍 {team} 的类型标准中没有{kind}，不计入装备率。",
        fix="Correct the kind to the standard's wording, or leave it as an extra.",
        fix_zh="按标准用语更正种类，或作为附加装备保留。",
        find=_not_required,
    ),
    Rule(
        code="EQUIPMENT_OF_DISBANDED_TEAM",
        subject="equipment_item",
        reads=_READS,
        severity=IssueSeverity.WARNING,
        title="Equipment of a disbanded team",
        title_zh="撤编队伍仍有装备",
        sentence="Team {team} is disbanded but still holds {quantity} of {kind}.",
        sentence_zh="队伍 {team} 已撤编，仍有{kind} {quantity} 件。",
        fix="Hand the equipment over to another team, or retire it.",
        fix_zh="移交其他队伍，或退役。",
        find=_of_disbanded_team,
    ),
    Rule(
        code="EQUIPMENT_OWNER_ENDED",
        subject="equipment_item",
        reads=(*_READS, "organization"),
        severity=IssueSeverity.WARNING,
        title="Owner of the equipment no longer exists",
        title_zh="装备产权单位已注销",
        sentence="The owner of {kind} of team {team} ended on {ended}.",
        sentence_zh="队伍 {team} {kind}的产权单位已于 {ended} 注销。",
        fix="Register the present owner.",
        fix_zh="更新产权单位。",
        find=_owner_ended,
    ),
    Rule(
        code="SEVERAL_UNDER_ONE_SERIAL",
        subject="equipment_item",
        reads=_READS,
        severity=IssueSeverity.HINT,
        title="Several items under one serial",
        title_zh="一个序列号对应多件",
        sentence="The serial {serial} ({kind}, team {team}) stands for {quantity} items.",
        sentence_zh="序列号 {serial}（队伍 {team} {kind}）登记数量为 {quantity}。",
        fix="Register each item under its own serial, or remove the serial of the lot.",
        fix_zh="逐件登记序列号，或取消批量记录的序列号。",
        find=_several_under_one_serial,
    ),
)

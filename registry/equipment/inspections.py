"""Inspections of equipment: what was found settles the state, and the day of the next one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from registry.access import SYSTEM, Viewer, one, rows
from registry.codes import Capability, EquipmentState, InspectionResult
from registry.dated import filled, past_day
from registry.equipment.conditions import GONE
from registry.equipment.schedules import next_due
from registry.errors import InvalidValue, StaleVersion, TransitionRefused
from registry.evidence import attach
from registry.history import Act, Change, Revision, changing, day_of
from registry.tables import EquipmentInspection, EquipmentItem, Record, Team

STATE_AFTER: Mapping[InspectionResult, EquipmentState | None] = MappingProxyType(
    {
        InspectionResult.OPERATIONAL: EquipmentState.SERVICEABLE,
        InspectionResult.MONITOR: EquipmentState.MONITOR,
        InspectionResult.REPAIR_REQUIRED: EquipmentState.REPAIR_NEEDED,
        InspectionResult.UNSERVICEABLE: EquipmentState.REPAIR_NEEDED,
        InspectionResult.RETIRED: EquipmentState.RETIRED,
        InspectionResult.LOST: EquipmentState.LOST,
        InspectionResult.INCOMPLETE: None,
    }
)
"""The state an inspection settles; None leaves everything, the next day too, as it was. Assumed."""


@dataclass(frozen=True, slots=True)
class InspectionDraft:
    """
    What an inspection found.

    Parameters
    ----------
    inspected_on
        Day of the inspection, not in the future.
    inspector
        Who inspected, by office or trade, at most 120 characters.
    next_due_on
        First day on which the item is overdue again; by the nearest region's schedule when None.
    note
        At most 300 characters.

    """

    item_id: UUID
    inspected_on: date
    result: InspectionResult
    inspector: str
    next_due_on: date | None = None
    note: str = ""


async def record_inspection(
    viewer: Viewer,
    act: Act,
    draft: InspectionDraft,
    expected_version: int,
    *,
    evidence_ids: Sequence[UUID] = (),
) -> EquipmentInspection:
    """
    Store what an inspection found, and settle the item's state and the day of its next inspection.

    A stored item found operational stays stored. An inspection recorded after a later one is kept, but
    leaves the item as that later one settled it.

    Parameters
    ----------
    viewer, act
        Who records it, and why.
    draft
        What was found.
    expected_version
        Version of the item the caller has seen.
    evidence_ids
        Files that prove it; they are attached to the inspection.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the item or a file, or may not register there.
    StaleVersion
        The item was changed since the viewer read it.
    TransitionRefused
        The item is retired.
    InvalidValue
        The day has not come or lies before the item's first, the inspector is blank, or the next day is not
        after the inspection.

    """
    item = await one(viewer, EquipmentItem, draft.item_id, Capability.WRITE_REGISTRY)
    if item.version != expected_version:
        raise StaleVersion(expected_version, item.version)
    _check(item, draft, day_of(act.at))
    team = await one(viewer, Team, item.team_id)
    row = EquipmentInspection(
        item_id=item.id,
        inspected_on=draft.inspected_on,
        result=draft.result,
        inspector=filled("inspector", draft.inspector),
        next_due_on=await _next(item, team, draft),
        note=draft.note.strip(),
        valid_from=draft.inspected_on,
    )
    async with changing(act) as change:
        later = rows(viewer, EquipmentInspection).filter(item_id=item.id)
        overtaken = await later.filter(inspected_on__gt=draft.inspected_on).exists()
        inspection = await change.add(row)
        if not overtaken:
            await settle_inspected(change, item, inspection)
        await attach(viewer, change, inspection, evidence_ids)
    return inspection


def _check(item: EquipmentItem, draft: InspectionDraft, today: date) -> None:
    """Refuse an inspection of what is retired, on a day that does not fit."""
    after = STATE_AFTER[draft.result] or item.state
    if item.state is EquipmentState.RETIRED:
        raise TransitionRefused(EquipmentItem.table_name(), item.state, after, ())
    day = past_day("inspected_on", draft.inspected_on, today)
    if day < item.valid_from:
        rule, rule_zh = f"the item is known since {item.valid_from}", f"装备自 {item.valid_from} 起登记"
        raise InvalidValue("inspected_on", day.isoformat(), rule, rule_zh=rule_zh)
    if draft.next_due_on is not None and draft.next_due_on <= day:
        rule, rule_zh = "it must be after the inspection", "应晚于检验日期"
        raise InvalidValue("next_due_on", draft.next_due_on.isoformat(), rule, rule_zh=rule_zh)


async def _next(item: EquipmentItem, team: Team, draft: InspectionDraft) -> date | None:
    """Return the day of the next inspection: as given, or by the nearest schedule; None for what is gone."""
    after = STATE_AFTER[draft.result]
    if after is None or after in GONE:
        return None
    return draft.next_due_on or await next_due(item.kind, team.region_id, draft.inspected_on)


async def settle_inspected(
    change: Change, item: EquipmentItem, inspection: EquipmentInspection
) -> EquipmentItem:
    """Give an item the state and the next day that its latest inspection settled."""
    if STATE_AFTER[inspection.result] is None:
        return item
    told = _settled(item, inspection, day_of(change.act.at))
    return await change.change(item, effective_on=told.effective_on, **told.values)


async def settle_latest(change: Change, inspections: Sequence[Record]) -> None:
    """Settle the items of inspections just stored, each by its latest one; what is retired stays so."""
    ids = {each.item_id for each in inspections if isinstance(each, EquipmentInspection)}
    listed = rows(SYSTEM, EquipmentInspection).filter(item_id__in=list(ids))
    latest = {each.item_id: each for each in await listed.order_by("inspected_on", "id")}
    stored = {each.id for each in inspections}
    items = await rows(SYSTEM, EquipmentItem).filter(id__in=list(ids)).order_by("id")
    revisions = [
        _settled(item, latest[item.id], day_of(change.act.at))
        for item in items
        if item.state is not EquipmentState.RETIRED
        and latest[item.id].id in stored
        and STATE_AFTER[latest[item.id].result] is not None
    ]
    await change.change_all(EquipmentItem, revisions)


def _settled(item: EquipmentItem, inspection: EquipmentInspection, today: date) -> Revision:
    """Return what an inspection makes of an item; a stored one found operational stays stored."""
    after = STATE_AFTER[inspection.result] or item.state
    stays = item.state is EquipmentState.STORED and after is EquipmentState.SERVICEABLE
    return Revision(
        item.id,
        item.version,
        {"state": item.state if stays else after, "next_inspection_on": inspection.next_due_on},
        min(inspection.inspected_on, today),
    )

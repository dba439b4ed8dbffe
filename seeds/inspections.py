"""Inspections of equipment that were held: the last one of each item, from its state and its next day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from registry.codes import EquipmentState, InspectionResult
from registry.tables import EquipmentInspection
from seeds.references import inspection_schedule_drafts
from seeds.worlds import Draft, World

#: What the last inspection found, by the state it left; states that came otherwise have none (assumed).
FOUND = MappingProxyType(
    {
        EquipmentState.SERVICEABLE: InspectionResult.OPERATIONAL,
        EquipmentState.INSPECTION_OVERDUE: InspectionResult.OPERATIONAL,
        EquipmentState.MONITOR: InspectionResult.MONITOR,
        EquipmentState.REPAIR_NEEDED: InspectionResult.REPAIR_REQUIRED,
    }
)


@cache
def interval_days(kind: str) -> int:
    """Return the days between inspections of a kind, by everybody's schedule."""
    return next(
        int(draft.values["interval_days"])
        for draft in inspection_schedule_drafts()
        if draft.values["kind"] == kind
    )


def inspection_drafts(world: World, items: tuple[Draft, ...]) -> Iterator[Draft]:
    """Yield the last inspection of each item whose state an inspection left, one interval before its day."""
    for item in items:
        found, due = FOUND.get(item.values["state"]), item.values["next_inspection_on"]
        if found is None or due is None:
            continue
        held: date = due - timedelta(days=interval_days(item.values["kind"]))
        yield Draft(
            EquipmentInspection,
            {
                "id": world.id("inspection", str(item.id)),
                "item_id": item.id,
                "inspected_on": held,
                "result": found,
                "inspector": "示例装备检验所",
                "next_due_on": due,
                "note": "",
                "valid_from": held,
            },
        )

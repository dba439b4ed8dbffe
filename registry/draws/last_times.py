"""When each object was last inspected and by whom: drawn before, or checked since, routinely too."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from registry.access import SYSTEM, rows
from registry.codes import DrawState
from registry.tables import (
    CheckInspector,
    DrawAssignment,
    DrawnObject,
    InspectionCheck,
    InspectionPlan,
    Inspector,
)

#: The day and the codes of the registered inspectors.
LastTime = tuple[date, list[str]]


async def last_times(plan: InspectionPlan) -> dict[UUID, dict[str, Any]]:
    """
    Return what a pool says of each object inspected before: the day and the inspectors of the last time.

    A check that was held counts from its day; an object drawn and not checked yet from the day of the draw.
    Inspectors who stand in no register cannot be drawn, so they are not named.
    """
    found = await _drawn(plan)
    for id_, time in (await _checked(plan)).items():
        if id_ not in found or found[id_][0] <= time[0]:
            found[id_] = time
    return {
        id_: {"last_inspected_on": str(day), "last_inspectors": sorted(codes)}
        for id_, (day, codes) in found.items()
    }


async def _drawn(plan: InspectionPlan) -> dict[UUID, LastTime]:
    """Return the last draw of each object."""
    done = {"plan__state__in": [DrawState.DRAWN, DrawState.PUBLISHED], "plan__object_kind": plan.object_kind}
    earlier = rows(SYSTEM, DrawnObject).filter(**done, undrawable__isnull=True).select_related("plan")
    last = {each.object_id: each for each in await earlier.order_by("plan__revealed_on", "id")}
    given: defaultdict[UUID, list[str]] = defaultdict(list)
    assigned = rows(SYSTEM, DrawAssignment).filter(drawn_id__in=[each.id for each in last.values()])
    for one in await assigned.select_related("inspector"):
        given[one.drawn_id].append(one.inspector.code)
    return {
        id_: (each.plan.revealed_on, given[each.id])
        for id_, each in last.items()
        if each.plan.revealed_on is not None
    }


async def _checked(plan: InspectionPlan) -> dict[UUID, LastTime]:
    """Return the last check of each object that was held."""
    held = rows(SYSTEM, InspectionCheck).filter(
        object_kind=plan.object_kind, held_on__isnull=False
    )  # a correction of a check follows it
    last = {each.object_id: each for each in await held.order_by("held_on", "edition", "id")}
    took_part = rows(SYSTEM, CheckInspector).filter(check_id__in=[each.id for each in last.values()])
    by_check: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for one in await took_part:
        if one.inspector_id is not None:
            by_check[one.check_id].append(one.inspector_id)
    wanted = [id_ for ids in by_check.values() for id_ in ids]
    codes = {each.id: each.code for each in await rows(SYSTEM, Inspector).filter(id__in=wanted)}
    return {
        id_: (each.held_on, [codes[inspector] for inspector in by_check[each.id] if inspector in codes])
        for id_, each in last.items()
        if each.held_on is not None
    }

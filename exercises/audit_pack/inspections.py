"""The topics about double-random draws: how each came about, and what it gave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from exercises.audit_pack.inspection_headings import DRAWN, DRAWS
from exercises.audit_pack.pack import Cell, Topic, both
from exercises.audit_pack.records import UNKNOWN, Reader, day_text
from registry.access import rows
from registry.codes import DrawState
from registry.draws.overdue import is_overdue
from registry.periods import in_force
from registry.tables import DrawAssignment, DrawnObject, InspectionPlan

OVERDUE = ("逾期未揭示", "not revealed in time")


async def draw_topics(reader: Reader) -> tuple[Topic, Topic]:
    """Return the draws from their frozen pools on, and the objects drawn; inspectors by published code."""
    listed = rows(reader.viewer, InspectionPlan).filter(in_force(reader.on), reader.within("region_id"))
    found = await listed.exclude(state=DrawState.DRAFT).select_related("region").order_by("frozen_on", "code")
    draws = replace(DRAWS, rows=tuple(_draw(plan, reader) for plan in found))
    return draws, replace(DRAWN, rows=await _drawn(reader, found))


def _draw(plan: InspectionPlan, reader: Reader) -> tuple[Cell, ...]:
    state = OVERDUE if is_overdue(plan, reader.on) else (plan.state.zh, plan.state.en)
    wanted = f"{plan.ratio_percent}%" if plan.ratio_percent is not None else str(plan.objects_wanted)
    return (
        plan.region.name,
        plan.code,
        plan.title,
        both((plan.object_kind.zh, plan.object_kind.en)),
        both(state),
        wanted,
        plan.objects_count,
        plan.inspectors_count,
        plan.exclusions_count,
        day_text(plan.frozen_on),
        day_text(plan.committed_on),
        f"{plan.public_value_name} ({plan.public_value_on})",
        plan.public_value,
        day_text(plan.reveal_by),
        day_text(plan.revealed_on),
        plan.shortfall,
        day_text(plan.published_on),
        plan.manifest_hash,
        plan.commitment,
        plan.seed,
    )


async def _drawn(reader: Reader, plans: Sequence[InspectionPlan]) -> tuple[tuple[Cell, ...], ...]:
    """Return a row for each object drawn, in the order of the draws; three statements with the plans."""
    ids = [plan.id for plan in plans]
    assigned = rows(reader.viewer, DrawAssignment).filter(drawn__plan_id__in=ids)
    inspectors: defaultdict[UUID, list[str]] = defaultdict(list)
    for each in await assigned.order_by("ordinal", "id"):
        inspectors[each.drawn_id].append(reader.kept.inspectors.get(each.inspector_id, UNKNOWN))
    listed = rows(reader.viewer, DrawnObject).filter(plan_id__in=ids).select_related("plan")
    found = await listed.order_by("plan__frozen_on", "plan__code", "ordinal")
    return tuple(
        (
            row.plan.code,
            row.ordinal,
            row.code,
            row.name,
            row.stratum,
            ", ".join(inspectors[row.id]),
            both((row.undrawable.zh, row.undrawable.en)) if row.undrawable else "",
        )
        for row in found
    )

"""What a draw gave, for those who go and inspect, and for those who check it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from registry.access import Viewer, one, rows
from registry.codes import DrawState, InspectionObject, Undrawable
from registry.draws.manifests import published_document, read_manifest
from registry.errors import NotReady
from registry.tables import DrawAssignment, DrawnObject, InspectionPlan, Inspector


@dataclass(frozen=True, slots=True)
class ObjectToInspect:
    """
    One drawn object with its inspectors, in the order assigned; none when `undrawable`.

    `object_id` is a row of the table that `kind` names (`registry.draws.pools.SOURCES`).
    """

    drawn_id: UUID
    ordinal: int
    kind: InspectionObject
    object_id: UUID
    code: str
    name: str
    stratum: str
    inspectors: tuple[Inspector, ...]
    undrawable: Undrawable | None


async def drawn_objects(viewer: Viewer, plan_id: UUID) -> list[ObjectToInspect]:
    """
    Return what a plan drew, in the order of the draw; nothing before it is drawn.

    Raises
    ------
    NotFound
        The viewer does not see the plan.

    """
    plan = await one(viewer, InspectionPlan, plan_id)
    given: defaultdict[UUID, list[Inspector]] = defaultdict(list)
    assigned = rows(viewer, DrawAssignment).filter(drawn__plan_id=plan.id).order_by("ordinal")
    for each in await assigned.select_related("inspector"):
        given[each.drawn_id].append(each.inspector)
    drawn = await rows(viewer, DrawnObject).filter(plan_id=plan.id).order_by("ordinal")
    return [
        ObjectToInspect(
            row.id,
            row.ordinal,
            plan.object_kind,
            row.object_id,
            row.code,
            row.name,
            row.stratum,
            tuple(given[row.id]),
            row.undrawable,
        )
        for row in drawn
    ]


async def document(viewer: Viewer, plan_id: UUID) -> str:
    """
    Return what is published of a draw as JSON text: the manifest from its commitment on, then the result.

    Raises
    ------
    NotFound
        The viewer does not see the plan.
    NotReady
        The draw is not committed yet.

    """
    plan = await one(viewer, InspectionPlan, plan_id)
    if plan.state in (DrawState.DRAFT, DrawState.FROZEN):
        raise NotReady(plan.code, ("the draw is not committed yet",), ("抽取尚未承诺",))
    # by the codes of the frozen pool: the register may have changed since
    published = {each["record"]: each["id"] for each in read_manifest(plan.manifest)["inspectors"]}
    drawn = [
        {
            "ordinal": each.ordinal,
            "object": each.code,
            "stratum": each.stratum,
            "inspectors": [published.get(str(inspector.id), inspector.code) for inspector in each.inspectors],
            "undrawable": each.undrawable,
        }
        for each in await drawn_objects(viewer, plan_id)
    ]
    return published_document(plan, drawn)

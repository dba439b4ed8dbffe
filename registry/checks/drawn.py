"""From a draw to checks: every object that was drawn is planned with the inspectors it was given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from registry.access import SYSTEM, Viewer, one, require, rows
from registry.checks.planning import CheckDraft, InspectorDraft, add_check
from registry.codes import Capability
from registry.draws.reading import ObjectToInspect, drawn_objects
from registry.errors import InvalidValue
from registry.history import Act, changing
from registry.tables import InspectionCheck, InspectionPlan, Inspector, Person


async def plan_drawn_checks(
    viewer: Viewer, act: Act, plan_id: UUID, *, check_list_id: UUID, planned_on: date
) -> list[InspectionCheck]:
    """
    Plan a check of every object that a draw chose, all for one day, and return them in the draw's order.

    Objects that could be given no inspectors are published as such by the draw and get no check.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the plan, the list or an object, or may not audit there.
    InvalidValue
        Nothing is drawn yet, its checks are planned already, or the list does not fit the objects or the day.

    """
    plan = await one(viewer, InspectionPlan, plan_id)
    await require(viewer, Capability.AUDIT, plan.region_id)
    drawn = [each for each in await drawn_objects(viewer, plan.id) if each.undrawable is None]
    if not drawn:
        raise InvalidValue("inspection_plan_id", plan.title, "nothing is drawn yet", rule_zh="尚未抽取")
    if await rows(viewer, InspectionCheck).filter(plan_id=plan.id).exists():
        rule, rule_zh = "its checks are planned already", "该抽查的检查已安排"
        raise InvalidValue("inspection_plan_id", plan.title, rule, rule_zh=rule_zh)
    names = await _names([inspector for each in drawn for inspector in each.inspectors])
    async with changing(act) as change:
        return [
            await add_check(viewer, change, _draft(each, names, plan.id, check_list_id, planned_on))
            for each in drawn
        ]


def _draft(
    drawn: ObjectToInspect, names: dict[UUID, str], plan_id: UUID, check_list_id: UUID, planned_on: date
) -> CheckDraft:
    """Return the check of one drawn object."""
    return CheckDraft(
        object_kind=drawn.kind,
        object_id=drawn.object_id,
        check_list_id=check_list_id,
        planned_on=planned_on,
        inspectors=[
            InspectorDraft(names[each.id], each.organization_id, each.external, each.id)
            for each in drawn.inspectors
        ],
        plan_id=plan_id,
    )


async def _names(inspectors: Sequence[Inspector]) -> dict[UUID, str]:
    """Return the name of each inspector: their own, or that of the person of the register."""
    ids = list({each.person_id for each in inspectors if each.person_id is not None})
    people = {each.id: each.name for each in await rows(SYSTEM, Person).filter(id__in=ids)}
    named = {each.id: each.name for each in inspectors}
    of_people = {each.id: people.get(each.person_id) for each in inspectors if each.person_id is not None}
    codes = {each.id: each.code for each in inspectors}
    return {key: named[key] or of_people.get(key) or codes[key] for key in named}

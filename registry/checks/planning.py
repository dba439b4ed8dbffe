"""Planning checks: routine ones by an auditor, drawn ones by the draw; who checks what, by which list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.access import Viewer, one, require
from registry.checks.lists import list_for
from registry.checks.objects import checked_object
from registry.codes import Capability, CheckState, InspectionObject
from registry.dated import filled
from registry.errors import InvalidValue, StaleVersion, TransitionRefused
from registry.history import Act, Change, changing, day_of
from registry.tables import CheckInspector, InspectionCheck, Organization

LEAST_DRAWN = 2
"""Least inspectors of a drawn check (rules on double-random checks: two or more)."""
MOST_INSPECTORS = 20


@dataclass(frozen=True, slots=True)
class InspectorDraft:
    """Who checks: a name of 1 to 80 characters, and where from; `inspector_id` is set by a draw."""

    name: str
    organization_id: UUID | None = None
    third_party: bool = False
    inspector_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDraft:
    """What is to be checked, when, by which list and by whom; `plan_id` names the draw it comes from."""

    object_kind: InspectionObject
    object_id: UUID
    check_list_id: UUID
    planned_on: date
    inspectors: Sequence[InspectorDraft]
    plan_id: UUID | None = None
    note: str = ""


async def plan_check(viewer: Viewer, act: Act, draft: CheckDraft) -> InspectionCheck:
    """
    Store a routine check that is to be held on a day; one held on the spot is planned for its own day.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see object, list or a body, or may not audit where the object is.
    InvalidValue
        The list does not fit the object or the day, there is no inspector (fewer than two for a drawn
        check) or more than 20, or a name is blank or twice there.

    """
    async with changing(act) as change:
        return await add_check(viewer, change, draft)


async def add_check(viewer: Viewer, change: Change, draft: CheckDraft) -> InspectionCheck:
    """Store a check as part of an open change, as a draw does for each object; raises as `plan_check`."""
    subject = await checked_object(viewer, draft.object_kind, draft.object_id)
    await require(viewer, Capability.AUDIT, subject.region_id)
    found = await list_for(viewer, draft.check_list_id, subject, draft.planned_on)
    check = InspectionCheck(
        region_id=subject.region_id,
        object_kind=subject.kind,
        object_id=subject.id,
        object_label=subject.label[:200],
        team_id=subject.team_id,
        plan_id=draft.plan_id,
        check_list_id=found.id,
        planned_on=draft.planned_on,
        note=draft.note.strip(),
        valid_from=min(draft.planned_on, day_of(change.act.at)),
    )
    await change.add(check)
    await add_inspectors(viewer, change, check, draft.inspectors)
    return check


async def add_inspectors(
    viewer: Viewer, change: Change, check: InspectionCheck, drafts: Sequence[InspectorDraft]
) -> None:
    """Store who checks; raises as `plan_check` of too few, too many, or one twice."""
    names = [filled("name", each.name) for each in drafts]
    least = 1 if check.plan_id is None else LEAST_DRAWN
    if not least <= len(names) <= MOST_INSPECTORS:
        rule, rule_zh = f"{least} to {MOST_INSPECTORS} inspectors", f"应有 {least} 至 {MOST_INSPECTORS} 人"
        raise InvalidValue("inspectors", len(names), rule, rule_zh=rule_zh)
    people = [(name, each.organization_id) for name, each in zip(names, drafts, strict=True)]
    if len(set(people)) < len(people):
        raise InvalidValue("inspectors", len(names), "nobody is named twice", rule_zh="人员不得重复")
    for organization_id in {each.organization_id for each in drafts if each.organization_id is not None}:
        await one(viewer, Organization, organization_id)
    await change.add_all(
        [
            CheckInspector(
                check_id=check.id,
                region_id=check.region_id,
                organization_id=each.organization_id,
                inspector_id=each.inspector_id,
                name=name,
                salt=change.new_id().hex,
                third_party=each.third_party,
            )
            for name, each in zip(names, drafts, strict=True)
        ]
    )


async def cancel_check(viewer: Viewer, act: Act, check_id: UUID, expected_version: int) -> InspectionCheck:
    """
    Cancel a routine check that was not held; the reason is that of the act.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the check, or may not audit there.
    StaleVersion, TransitionRefused
        It was changed since the viewer read it, or is no longer planned.
    InvalidValue
        It was drawn: what the draw chose is checked, or published as not checked.

    """
    check = await planned(viewer, check_id, expected_version, CheckState.CANCELLED)
    if check.plan_id is not None:
        raise InvalidValue("check_id", check.object_label, "it was drawn", rule_zh="抽取确定的检查不得取消")
    async with changing(act) as change:
        return await change.change(check, state=CheckState.CANCELLED)


async def planned(viewer: Viewer, check_id: UUID, expected_version: int, to: CheckState) -> InspectionCheck:
    """Return a check that is still to be held, at the version expected; raises as `cancel_check`."""
    check = await one(viewer, InspectionCheck, check_id)
    await require(viewer, Capability.AUDIT, check.region_id)
    if check.version != expected_version:
        raise StaleVersion(expected_version, check.version)
    if check.state is not CheckState.PLANNED:
        ways = (CheckState.PUBLISHED,) if check.state is CheckState.HELD else ()
        raise TransitionRefused(InspectionCheck.table_name(), check.state, to, ways)
    return check

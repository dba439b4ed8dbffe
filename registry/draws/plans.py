"""The draft of a double-random inspection: everything that is settled before its pools are frozen."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from registry.access import Viewer, one, require
from registry.codes import Capability, DrawState, InspectionMethod, InspectionObject, Strata
from registry.dated import filled
from registry.errors import InvalidValue, StaleVersion, TransitionRefused
from registry.history import Act, changing, day_of
from registry.tables import InspectionPlan

LEAST_INSPECTORS = 2
"""Fewest inspectors of one object (published practice; the administrative penalty law has the same)."""
MOST_RECENT_DAYS = 3_660
_NEXT = dict(zip(list(DrawState), [*list(DrawState)[1:], None], strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """
    What an office says about a double-random inspection.

    Exactly one of `ratio_percent` (1 to 100, of each stratum, rounded up) and `objects_wanted` (1 or
    more, in all). The public value is *named* here, with the day on which it becomes known; nobody may
    know it when the draw is committed. `recent_days` 0 keeps nothing out.
    """

    region_id: UUID
    code: str
    title: str
    item: str
    object_kind: InspectionObject
    method: InspectionMethod
    legal_basis: str
    public_value_name: str
    public_value_on: date
    reveal_by: date
    ratio_percent: int | None = None
    objects_wanted: int | None = None
    strata: Strata = Strata.NONE
    inspectors_per_object: int = LEAST_INSPECTORS
    recent_days: int = 0
    local_recusal: bool = False


async def plan_inspection(viewer: Viewer, act: Act, draft: PlanDraft) -> InspectionPlan:
    """
    Store the draft of a double-random inspection.

    Raises
    ------
    NotFound, AccessDenied
        The viewer may not audit in the region.
    CodeTaken
        Another plan has this code.
    InvalidValue
        A text is blank, a number out of bounds, or the days are out of order.

    """
    await require(viewer, Capability.AUDIT, draft.region_id)
    columns = _columns(draft, day_of(act.at))
    async with changing(act) as change:
        return await change.add(InspectionPlan(**columns))


async def revise_inspection(
    viewer: Viewer, act: Act, plan_id: UUID, draft: PlanDraft, expected_version: int
) -> InspectionPlan:
    """
    Replace everything a draft says; once its pools are frozen nothing of a plan changes any more.

    Raises
    ------
    TransitionRefused
        The plan is no draft any more.
    StaleVersion
        It was changed since the viewer read it.
    NotFound, AccessDenied, CodeTaken, InvalidValue
        As `plan_inspection`.

    """
    plan = await at_step(viewer, plan_id, DrawState.DRAFT, expected_version)
    await require(viewer, Capability.AUDIT, draft.region_id)
    columns = _columns(draft, day_of(act.at))
    async with changing(act) as change:
        return await change.change(plan, **columns)


async def at_step(viewer: Viewer, plan_id: UUID, state: DrawState, expected_version: int) -> InspectionPlan:
    """
    Return a plan that the viewer may take a step from `state` with.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the plan, or may not audit there.
    StaleVersion
        It was changed since the viewer read it.
    TransitionRefused
        It is in another state; the error names the only one it may move to.

    """
    plan = await one(viewer, InspectionPlan, plan_id)
    await require(viewer, Capability.AUDIT, plan.region_id)
    if plan.version != expected_version:
        raise StaleVersion(expected_version, plan.version)
    if plan.state is not state:
        following = _NEXT[plan.state]
        ways = () if following is None else (following,)
        raise TransitionRefused(InspectionPlan.table_name(), plan.state, state, ways)
    return plan


def _columns(draft: PlanDraft, today: date) -> dict[str, Any]:
    """Return the columns of a draft, or refuse it."""
    _check_numbers(draft)
    if draft.public_value_on <= today:
        rule, rule_zh = f"after {today.isoformat()}: nobody may know it yet", "应晚于今日,当时尚无人知晓"
        raise InvalidValue("public_value_on", draft.public_value_on.isoformat(), rule, rule_zh=rule_zh)
    if draft.reveal_by < draft.public_value_on:
        rule, rule_zh = "not before the public value is known", "不得早于公开数值公布日"
        raise InvalidValue("reveal_by", draft.reveal_by.isoformat(), rule, rule_zh=rule_zh)
    texts = ("code", "title", "item", "legal_basis", "public_value_name")
    return asdict(draft) | {name: filled(name, getattr(draft, name)) for name in texts}


def _check_numbers(draft: PlanDraft) -> None:
    """Refuse numbers out of their bounds."""
    if (draft.ratio_percent is None) == (draft.objects_wanted is None):
        rule, rule_zh = "exactly one of ratio and number is given", "抽查比例与数量须且仅须填写一项"
        raise InvalidValue("ratio_percent", draft.ratio_percent, rule, rule_zh=rule_zh)
    bounds = (
        ("ratio_percent", draft.ratio_percent, 1, 100),
        ("objects_wanted", draft.objects_wanted, 1, 100_000),
        ("inspectors_per_object", draft.inspectors_per_object, LEAST_INSPECTORS, 20),
        ("recent_days", draft.recent_days, 0, MOST_RECENT_DAYS),
    )
    for field, value, least, most in bounds:
        if value is not None and not least <= value <= most:
            raise InvalidValue(field, value, f"{least} to {most}", rule_zh=f"应在 {least} 至 {most} 之间")

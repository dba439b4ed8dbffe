"""Freezing the pools of a plan, and saying what is left out of them before anybody can know the seed."""

from __future__ import annotations

from uuid import UUID

from registry.access import SYSTEM, Viewer, one, rows
from registry.codes import DrawPool, DrawState, ExclusionReason
from registry.draws.drawing import recently_inspected
from registry.draws.manifests import STATED, frozen_manifest, read_manifest
from registry.draws.plans import at_step
from registry.draws.pools import inspector_pool, object_pool
from registry.errors import InvalidValue, NotFound
from registry.history import Act, changing, day_of
from registry.ledger import canonical
from registry.tables import DrawExclusion, InspectionPlan, Region


async def freeze_pools(viewer: Viewer, act: Act, plan_id: UUID, expected_version: int) -> InspectionPlan:
    """
    Freeze both pools as the registers have them on the day of the act; the plan changes no more.

    Objects that were inspected too recently are left out at once, each as an exclusion with its reason.

    Raises
    ------
    NotFound, AccessDenied, StaleVersion, TransitionRefused
        As `registry.draws.plans.at_step`: only a draft is frozen.
    InvalidValue
        There are no objects, fewer inspectors than one object needs, or fewer objects wanted than strata.

    """
    plan = await at_step(viewer, plan_id, DrawState.DRAFT, expected_version)
    today = day_of(act.at)
    objects, inspectors = await object_pool(plan, today), await inspector_pool(plan, today)
    _check_pools(plan, {str(each["stratum"]) for each in objects}, len(inspectors))
    region = await one(SYSTEM, Region, plan.region_id)
    stated = {name: getattr(plan, name) for name in STATED} | {"frozen_on": today}
    manifest = frozen_manifest(stated, region.code, objects, inspectors)
    recent = recently_inspected(objects, plan.recent_days, today)
    async with changing(act) as change:
        for code in recent:
            await change.add(
                DrawExclusion(
                    plan_id=plan.id,
                    pool=DrawPool.OBJECTS,
                    code=code,
                    reason=ExclusionReason.RECENTLY_INSPECTED,
                )
            )
        return await change.change(
            plan,
            state=DrawState.FROZEN,
            frozen_on=today,
            objects_count=len(objects),
            objects_hash=manifest["objects_hash"],
            inspectors_count=len(inspectors),
            inspectors_hash=manifest["inspectors_hash"],
            exclusions_count=len(recent),
            manifest=canonical(manifest),
        )


def _check_pools(plan: InspectionPlan, strata: set[str], inspectors: int) -> None:
    """Refuse pools that no draw can be made from."""
    if not strata:
        raise InvalidValue("object_kind", plan.object_kind.value, "no objects", rule_zh="没有检查对象")
    if inspectors < plan.inspectors_per_object:
        rule, rule_zh = f"only {inspectors} inspectors", f"检查人员仅 {inspectors} 名"
        raise InvalidValue("inspectors_per_object", plan.inspectors_per_object, rule, rule_zh=rule_zh)
    if plan.objects_wanted is not None and plan.objects_wanted < len(strata):
        rule = f"each of the {len(strata)} strata gives at least one object"
        rule_zh = f"共 {len(strata)} 层,每层至少抽取一个对象"
        raise InvalidValue("objects_wanted", plan.objects_wanted, rule, rule_zh=rule_zh)


async def exclude(
    viewer: Viewer,
    act: Act,
    plan_id: UUID,
    expected_version: int,
    *,
    pool: DrawPool,
    code: str,
    reason: ExclusionReason,
    note: str = "",
) -> DrawExclusion:
    """
    Leave an object or inspector out of a frozen pool; the pool keeps the entry, the exclusion says why.

    Possible until the commitment, while nobody can know the seed; never taken back. The plan's version
    goes up by one.

    Raises
    ------
    NotFound
        The pool has no such entry, or as `registry.draws.plans.at_step`.
    InvalidValue
        It is left out already, or the reason is one that only the freeze gives, or `OTHER` has no note.
    AccessDenied, StaleVersion, TransitionRefused
        As `registry.draws.plans.at_step`: only before the commitment.

    """
    plan = await at_step(viewer, plan_id, DrawState.FROZEN, expected_version)
    words = note.strip()
    if reason is ExclusionReason.RECENTLY_INSPECTED:
        rule, rule_zh = "only the freeze gives this reason", "该理由由冻结时自动产生"
        raise InvalidValue("reason", reason.value, rule, rule_zh=rule_zh)
    if reason is ExclusionReason.OTHER and not words:
        raise InvalidValue("note", note, "say which other reason", rule_zh="请说明其他理由")
    if code not in {each["id"] for each in read_manifest(plan.manifest)[pool.value]}:
        raise NotFound(DrawExclusion.table_name(), code)
    if await rows(SYSTEM, DrawExclusion).filter(plan_id=plan.id, pool=pool, code=code).exists():
        raise InvalidValue("code", code, "it is left out already", rule_zh="已排除")
    async with changing(act) as change:
        await change.change(plan, exclusions_count=plan.exclusions_count + 1)
        return await change.add(
            DrawExclusion(plan_id=plan.id, pool=pool, code=code, reason=reason, note=words)
        )

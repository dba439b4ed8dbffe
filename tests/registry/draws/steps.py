"""The steps of a draw in the small world, on their days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from registry.access import Viewer, viewer_of
from registry.codes import DrawPool, ExclusionReason, InspectionMethod, InspectionObject
from registry.draws.freezing import exclude, freeze_pools
from registry.draws.inspectors import InspectorDraft, register_inspector
from registry.draws.plans import PlanDraft, plan_inspection
from registry.draws.revealing import commit_draw, reveal_draw
from registry.history import Act
from registry.tables import InspectionPlan, Inspector
from tests.factories import SmallWorld

MakeAct = Callable[..., Act]
TODAY = date(2026, 1, 5)
VALUE_ON = date(2026, 1, 12)
REVEAL_BY = date(2026, 1, 20)
REVEALED = datetime(2026, 1, 13, 1, 0, tzinfo=UTC)
SECRET = b"\x5e" * 32
VALUE = "3 187.42"


async def auditor(world: SmallWorld) -> Viewer:
    """Return the auditor of the small world's city."""
    return await viewer_of(world.principals["auditor"].id, on=TODAY)


def plan_draft(world: SmallWorld, **given: Any) -> PlanDraft:
    """Return the draft of a draw of two of the city's teams."""
    stated: dict[str, Any] = {
        "region_id": world.city.id,
        "code": "SJ-2026-01",
        "title": "示例双随机抽查",
        "item": "队伍建设情况",
        "object_kind": InspectionObject.TEAM,
        "method": InspectionMethod.ON_SITE,
        "legal_basis": "示例依据",
        "public_value_name": "示例指数收盘点位",
        "public_value_on": VALUE_ON,
        "reveal_by": REVEAL_BY,
        "objects_wanted": 2,
    }
    return PlanDraft(**stated | given)


async def add_inspectors(world: SmallWorld, act: MakeAct, number: int = 4) -> list[Inspector]:
    """Register inspectors of the city's office, the last of them of a third-party body."""
    viewer = await auditor(world)
    found = []
    for index in range(number):
        third = index == number - 1
        draft = InspectorDraft(
            region_id=world.city.id,
            organization_id=world.organizations["510303" if third else "510300"].id,
            code=f"I-{index}",
            name=f"检查员{index}",
            external=third,
            valid_from=date(2025, 1, 1),
        )
        found.append(await register_inspector(viewer, act(), draft))
    return found


async def frozen(world: SmallWorld, act: MakeAct, **given: Any) -> InspectionPlan:
    """Return a plan with frozen pools."""
    viewer = await auditor(world)
    plan = await plan_inspection(viewer, act(), plan_draft(world, **given))
    return await freeze_pools(viewer, act(), plan.id, 1)


async def committed(world: SmallWorld, act: MakeAct, **given: Any) -> tuple[InspectionPlan, str]:
    """Return a committed plan and its secret; the first object of the pool is left out."""
    viewer = await auditor(world)
    plan = await frozen(world, act, **given)
    first = (await teams_of(world))[0]
    await exclude(
        viewer,
        act(),
        plan.id,
        plan.version,
        pool=DrawPool.OBJECTS,
        code=first,
        reason=ExclusionReason.UNDER_INVESTIGATION,
    )
    return await commit_draw(viewer, act(), plan.id, plan.version + 1, secret=SECRET)


async def drawn(world: SmallWorld, act: MakeAct, **given: Any) -> InspectionPlan:
    """Return a plan that was drawn on the day after its public value."""
    viewer = await auditor(world)
    plan, secret = await committed(world, act, **given)
    return await reveal_draw(
        viewer, act(at=REVEALED), plan.id, plan.version, secret=secret, public_value=VALUE
    )


async def teams_of(world: SmallWorld) -> list[str]:
    """Return the codes of the city's teams in the order of the pool."""
    return sorted(team.code for (code, _), team in world.teams.items() if code.startswith("5103"))

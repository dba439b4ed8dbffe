"""Who acts at the command line, and for which region: names turned into viewers and rows."""

from __future__ import annotations

from exercises.tables import TrainingPlan
from muster import clock
from registry import access
from registry.access import SYSTEM, Viewer, rows
from registry.errors import NotFound
from registry.tables import Principal, Region


async def principal_named(login: str) -> Principal:
    """Return the principal with this login; NotFound without one."""
    principal = await rows(SYSTEM, Principal).get_or_none(login=login)
    if principal is None:
        raise NotFound("principal", login)
    return principal


async def viewer_named(login: str) -> Viewer:
    """Return what the principal with this login may see and do today."""
    return await access.viewer_of((await principal_named(login)).id, on=clock.today())


async def region_coded(viewer: Viewer, code: str) -> Region:
    """Return the region with this six-digit code; NotFound when there is none in the viewer's scope."""
    region = await rows(viewer, Region).get_or_none(code=code)
    if region is None:
        raise NotFound("region", code)
    return region


async def plan_versioned(
    viewer: Viewer, region: Region, year: int, number: int | None = None
) -> TrainingPlan:
    """Return version `number` of the region's training year, or the latest; NotFound without one."""
    plans = rows(viewer, TrainingPlan).filter(region_id=region.id, year=year)
    plan = await (plans.order_by("-number").first() if number is None else plans.get_or_none(number=number))
    if plan is None:
        raise NotFound("training plan", f"{region.code} {year}" + (f" version {number}" if number else ""))
    return plan

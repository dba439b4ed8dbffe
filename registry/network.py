"""
The five-level network: city, district, street or town, community, property manager.

Each level is a level of the region tree, so a role granted on a street reaches its communities and
estates, and one granted on an estate nothing but the works of that property manager. A body is
responsible for one region, dated; one body at a time (assumed).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from tortoise.expressions import Q, Subquery

from registry.access import Viewer, one, require, rows
from registry.codes import Capability, NetworkLevel, RegionLevel
from registry.dated import end, filled, past_day
from registry.errors import InvalidValue, StaleVersion
from registry.history import Act, changing, day_of
from registry.periods import in_force
from registry.regions import rebuild_closure
from registry.tables import Organization, Region, RegionClosure, ResponsibleBody

LEVELS: Mapping[RegionLevel, NetworkLevel] = MappingProxyType(
    {
        RegionLevel.PREFECTURE: NetworkLevel.CITY,
        RegionLevel.COUNTY: NetworkLevel.DISTRICT,
        RegionLevel.TOWN: NetworkLevel.TOWN,
        RegionLevel.COMMUNITY: NetworkLevel.COMMUNITY,
        RegionLevel.ESTATE: NetworkLevel.PROPERTY,
    }
)
"""Which level of the network a region belongs to; provinces and the nation belong to none."""
BELOW: Mapping[RegionLevel, tuple[RegionLevel, int]] = MappingProxyType(
    {
        RegionLevel.COUNTY: (RegionLevel.TOWN, 9),
        RegionLevel.TOWN: (RegionLevel.COMMUNITY, 12),
        RegionLevel.COMMUNITY: (RegionLevel.ESTATE, 15),
    }
)
"""Level below, and length of its codes: nine and twelve digits (state codes), an estate adds `-NN` (ours)."""


async def add_network_region(
    viewer: Viewer,
    act: Act,
    parent_id: UUID,
    *,
    code: str,
    name: str,
    from_day: date,
    latitude: float | None = None,
    longitude: float | None = None,
) -> Region:
    """
    Store a street or town of a district, a community of a street, or an estate of a community.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the region above, or may not register there.
    CodeTaken
        Another region has this code.
    InvalidValue
        Nothing lies below that level, the code does not continue the one above, the name is blank, or the
        day has not come.

    """
    parent = await one(viewer, Region, parent_id)
    await require(viewer, Capability.WRITE_REGISTRY, parent_id)
    past_day("from_day", from_day, day_of(act.at))
    if parent.level not in BELOW:
        rule, rule_zh = "only districts, streets and communities are divided", "仅区县、镇街、社区可再划分"
        raise InvalidValue("parent_id", parent.code, rule, rule_zh=rule_zh)
    level, length = BELOW[parent.level]
    _check_code(code, parent.code, length)
    region = Region(code=code, name=filled("name", name), level=level, parent_id=parent.id)
    region.latitude, region.longitude, region.valid_from = latitude, longitude, from_day
    async with changing(act) as change:
        await change.add(region)
        await rebuild_closure()
    return region


def _check_code(code: str, above: str, length: int) -> None:
    """Refuse a code that does not continue the code above to its length."""
    tail = code.removeprefix(above)
    digits = tail.removeprefix("-") if length == 15 else tail
    hyphen = length != 15 or tail.startswith("-")
    if not (
        code.startswith(above) and len(code) == length and digits.isascii() and digits.isdigit() and hyphen
    ):
        rule = f"{length} characters that continue {above}"
        raise InvalidValue("code", code, rule, rule_zh=f"应为 {length} 位并以 {above} 开头")


async def assign_body(
    viewer: Viewer,
    act: Act,
    region_id: UUID,
    organization_id: UUID,
    *,
    from_day: date,
    duty_phone: str | None = None,
) -> ResponsibleBody:
    """
    Make an organization answer for a region of the network from a day on; who did so before is relieved.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see region or organization, or may not register there.
    InvalidValue
        The region is none of the five levels, or a body begins or will begin there on that day or later.

    """
    region = await one(viewer, Region, region_id)
    await require(viewer, Capability.WRITE_REGISTRY, region_id)
    organization = await one(viewer, Organization, organization_id)
    if region.level not in LEVELS:
        rule, rule_zh = "the network has five levels, from the city down", "五级网络自市级起"
        raise InvalidValue("region_id", region.code, rule, rule_zh=rule_zh)
    held = rows(viewer, ResponsibleBody).filter(region_id=region_id)
    if await held.filter(valid_from__gte=from_day).exists():
        rule, rule_zh = "a body begins there that day or later", "该日或其后已有责任单位"
        raise InvalidValue("from_day", from_day.isoformat(), rule, rule_zh=rule_zh)
    row = ResponsibleBody(
        region_id=region_id,
        organization_id=organization.id,
        level=LEVELS[region.level],
        duty_phone=(duty_phone or "").strip() or None,
        valid_from=from_day,
    )
    async with changing(act) as change:
        row.salt = change.new_id().hex
        for before in await held.filter(in_force(from_day)):
            await end(change, before, from_day)
        return await change.add(row)


async def end_body(
    viewer: Viewer, act: Act, body_id: UUID, expected_version: int, *, ended_on: date
) -> ResponsibleBody:
    """
    Relieve a body: `ended_on` is the first day on which it no longer answers for its region.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the body, or may not register there.
    StaleVersion
        It was changed since the viewer read it.
    InvalidValue
        The day is not after the first one.

    """
    row = await one(viewer, ResponsibleBody, body_id)
    await require(viewer, Capability.WRITE_REGISTRY, row.region_id)
    if row.version != expected_version:
        raise StaleVersion(expected_version, row.version)
    if ended_on <= row.valid_from:
        rule, rule_zh = f"after {row.valid_from.isoformat()}", "结束日应晚于开始日"
        raise InvalidValue("ended_on", ended_on.isoformat(), rule, rule_zh=rule_zh)
    async with changing(act) as change:
        return await end(change, row, ended_on)


@dataclass(frozen=True, slots=True)
class NetworkStep:
    """One level above or at a place: the region and the body that answers for it; None is a gap."""

    level: NetworkLevel
    region: Region
    body: ResponsibleBody | None


async def responsible_line(viewer: Viewer, region_id: UUID, on: date) -> list[NetworkStep]:
    """
    Return who answers for a place on a day, from the city down to the place itself.

    Levels above the viewer's reach are named all the same: who answers is no secret (bodies of regions
    above are inherited); their regions are shown only as far as the viewer sees them.

    Raises
    ------
    NotFound
        The viewer does not see the region.

    """
    await one(viewer, Region, region_id)
    above = RegionClosure.filter(descendant_id=region_id).values("ancestor_id")
    line = await rows(viewer, Region).filter(id__in=Subquery(above), level__in=list(LEVELS))
    bodies = await rows(viewer, ResponsibleBody).filter(in_force(on), region_id__in=Subquery(above))
    by_region = {body.region_id: body for body in bodies}
    ordered = sorted(line, key=lambda region: list(LEVELS).index(region.level))
    return [NetworkStep(LEVELS[region.level], region, by_region.get(region.id)) for region in ordered]


async def network_gaps(viewer: Viewer, region_id: UUID, on: date) -> list[Region]:
    """
    Return the regions at and below a place that nobody answers for on a day, by code.

    Raises
    ------
    NotFound
        The viewer does not see the region.

    """
    await one(viewer, Region, region_id)
    below = RegionClosure.filter(ancestor_id=region_id).values("descendant_id")
    held = rows(viewer, ResponsibleBody).filter(in_force(on), region_id__in=Subquery(below))
    inside = rows(viewer, Region).filter(in_force(on), id__in=Subquery(below), level__in=list(LEVELS))
    return await inside.filter(~Q(id__in=Subquery(held.values("region_id")))).order_by("code")

"""A street with a community, an estate and a work, added to the small world and to its foreign city."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import uuid5

from registry.access import SYSTEM, Viewer, viewer_of
from registry.codes import PrincipalKind, Role, WorkKind
from registry.history import Act, changing
from registry.network import add_network_region
from registry.tables import Grant, Organization, Principal, Region, Work
from registry.works.register import WorkDraft, register_work
from tests.conftest import SPACE
from tests.factories import SmallWorld

FROM = date(2025, 1, 6)
TODAY = date(2026, 1, 5)
AT = datetime(2025, 1, 6, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Town:
    """The regions below one district, its organization, and a work on the estate."""

    town: Region
    community: Region
    estate: Region
    organization: Organization
    work: Work


async def add_town(world: SmallWorld, district: Region, number: int = 1) -> Town:
    """Store a street, a community, an estate, and a work of 9,000 m² on the estate."""
    made = [district]
    for code, name in (
        (f"{district.code}90{number}", f"示例街道{number}"),
        (f"{district.code}90{number}901", f"示例社区{number}"),
        (f"{district.code}90{number}901-01", f"示例小区{number}"),
    ):
        act = Act(SYSTEM.principal_id, "town", AT, uuid5(SPACE, f"town {code}"))
        made.append(await add_network_region(SYSTEM, act, made[-1].id, code=code, name=name, from_day=FROM))
    _, town, community, estate = made
    organization = world.organizations[district.code]
    draft = WorkDraft(
        region_id=estate.id,
        code=f"W-{estate.code}",
        name="示例早期工程",
        kind=WorkKind.EARLY,
        area_m2=9_000,
        owner_id=organization.id,
    )
    work = await register_work(SYSTEM, Act(SYSTEM.principal_id, "w", AT, uuid5(SPACE, estate.code)), draft)
    return Town(town, community, estate, organization, work)


async def login(world: SmallWorld, name: str) -> Viewer:
    """Return a principal of the small world on the tests' day."""
    return await viewer_of(world.principals[name].id, on=TODAY)


async def newcomer(region: Region, role: Role) -> Viewer:
    """Return a new principal with one role over one region."""
    holder = Principal(kind=PrincipalKind.ACCOUNT, login=f"{role.value}-{region.code}", name="新账号")
    act = Act(SYSTEM.principal_id, "newcomer", AT, uuid5(SPACE, holder.login))
    async with changing(act) as change:
        await change.add(holder)
        await change.add(Grant(principal_id=holder.id, role=role, region_id=region.id))
    return await viewer_of(holder.id, on=TODAY)

"""Command facilities registered and given up, and the resources and stations that work from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from registry.access import Viewer, one, require, rows
from registry.codes import Capability, FacilityKind
from registry.dated import filled
from registry.errors import InvalidValue
from registry.history import Act, changing, day_of
from registry.periods import reaching
from registry.tables import (
    CommandFacility,
    FacilityResource,
    Organization,
    Region,
    SharedResource,
    Team,
)


@dataclass(frozen=True, slots=True)
class FacilityDraft:
    """A facility to register, standing `since` a day (today if None); `always_on` ones day and night."""

    region_id: UUID
    code: str
    name: str
    kind: FacilityKind
    organization_id: UUID | None = None
    always_on: bool = True
    since: date | None = None


async def register_facility(viewer: Viewer, act: Act, draft: FacilityDraft) -> CommandFacility:
    """
    Register a command facility and return it.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the region or the organization, or may not register there.
    CodeTaken
        Another facility has the code.
    InvalidValue
        Code or name is empty or too long.

    """
    await one(viewer, Region, draft.region_id)
    await require(viewer, Capability.WRITE_REGISTRY, draft.region_id)
    if draft.organization_id is not None:
        await one(viewer, Organization, draft.organization_id)
    async with changing(act) as change:
        return await change.add(
            CommandFacility(
                region_id=draft.region_id,
                organization_id=draft.organization_id,
                code=filled("code", draft.code),
                name=filled("name", draft.name),
                kind=draft.kind,
                always_on=draft.always_on,
                valid_from=draft.since or day_of(act.at),
            )
        )


async def change_facility(
    viewer: Viewer,
    act: Act,
    facility_id: UUID,
    expected_version: int,
    *,
    name: str | None = None,
    always_on: bool | None = None,
    given_up_on: date | None = None,
) -> CommandFacility:
    """
    Rename a facility, say whether it is always on, or give it up from a day; return it.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the facility, or may not change it.
    StaleVersion
        It was changed since the viewer read it.
    InvalidValue
        The name is empty, or the facility would end before it began.

    """
    facility = await one(viewer, CommandFacility, facility_id)
    await require(viewer, Capability.WRITE_REGISTRY, facility.region_id)
    given: dict[str, Any] = {
        "name": None if name is None else filled("name", name),
        "always_on": always_on,
        "valid_to": given_up_on,
    }
    values = {column: value for column, value in given.items() if value is not None}
    async with changing(act) as change:
        return await change.change(facility, expected_version=expected_version, **values)


async def link_facility(
    viewer: Viewer,
    act: Act,
    facility_id: UUID,
    *,
    resource_id: UUID | None = None,
    team_id: UUID | None = None,
    since: date | None = None,
) -> FacilityResource:
    """
    Store that a shared resource or a team works from a facility since a day (today if None).

    From then on an approved outage of the facility closes the resource, or blocks the team, in the plan.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see one of them, or may not write where the facility stands.
    InvalidValue
        None or both are named, or the link exists already.

    """
    facility = await one(viewer, CommandFacility, facility_id)
    await require(viewer, Capability.WRITE_REGISTRY, facility.region_id)
    if (resource_id is None) == (team_id is None):
        raise InvalidValue(
            "subject", "", "name exactly one resource or team", rule_zh="只能指定一项资源或队伍"
        )
    if resource_id is not None:
        await one(viewer, SharedResource, resource_id)
    if team_id is not None:
        await one(viewer, Team, team_id)
    first = since or day_of(act.at)
    held = rows(viewer, FacilityResource).filter(
        reaching(first),
        facility_id=facility_id,
        resource_id=resource_id,
        team_id=team_id,
    )
    if await held.exists():
        raise InvalidValue("since", first.isoformat(), "it works from there already", rule_zh="关联已存在")
    async with changing(act) as change:
        return await change.add(
            FacilityResource(
                facility_id=facility_id, resource_id=resource_id, team_id=team_id, valid_from=first
            )
        )


async def unlink_facility(
    viewer: Viewer, act: Act, link_id: UUID, expected_version: int, until: date | None = None
) -> FacilityResource:
    """
    End the link of a resource or team to a facility and return it; `until` is the first day without it.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the link, or may not change it.
    StaleVersion
        It was changed since the viewer read it.
    InvalidValue
        It has ended already, or would end before it began.

    """
    link = await one(viewer, FacilityResource, link_id)
    facility = await one(viewer, CommandFacility, link.facility_id)
    await require(viewer, Capability.WRITE_REGISTRY, facility.region_id)
    if link.valid_to is not None:
        raise InvalidValue("link_id", str(link_id), "it has ended already", rule_zh="关联已终止")
    async with changing(act) as change:
        return await change.change(link, expected_version=expected_version, valid_to=until or day_of(act.at))

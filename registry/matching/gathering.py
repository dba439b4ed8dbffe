"""Read the records that are to be compared, each kind with the columns that tell records apart."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from registry import tables
from registry.access import SYSTEM, Viewer, rows
from registry.codes import Capability, MatchKind
from registry.consistency.frames import answer, as_frame
from registry.erasure import ERASED_SALT
from registry.frame import Frame
from registry.matching.normalizing import places
from registry.periods import reaching
from registry.tables import Record, RegionClosure

#: Kind → its table and the columns compared.
COMPARED: dict[MatchKind, tuple[type[Record], tuple[str, ...]]] = {
    MatchKind.PERSON: (
        tables.Person,
        ("id", "region_id", "name", "phone", "birth_year", "sex", "employer_id", "valid_from"),
    ),
    MatchKind.ORGANIZATION: (
        tables.Organization,
        ("id", "region_id", "name", "credit_code", "kind", "field", "valid_from"),
    ),
    MatchKind.EQUIPMENT: (
        tables.EquipmentItem,
        ("id", "team_id", "serial", "kind", "owner_id", "valid_from"),
    ),
    MatchKind.RESOURCE: (
        tables.SharedResource,
        ("id", "region_id", "name", "kind", "organization_id", "latitude", "longitude", "valid_from"),
    ),
}


def reach(viewer: Viewer, region_id: UUID | None, capability: Capability) -> QuerySet[tables.Region]:
    """Return the regions in which the viewer has a capability, those of one subtree if one is named."""
    listed = rows(viewer, tables.Region, capability)
    if region_id is None:
        return listed
    below = RegionClosure.filter(ancestor_id=region_id).values("descendant_id")
    return listed.filter(id__in=Subquery(below))


async def compared(
    viewer: Viewer,
    kind: MatchKind,
    on: date,
    region_id: UUID | None = None,
    capability: Capability = Capability.WRITE_REGISTRY,
) -> Frame:
    """
    Return the records of a kind that have not ended by a day, where the viewer has a capability.

    People whose data was erased at their request are left out: their names are all the same.
    """
    table, columns = COMPARED[kind]
    owner = "team__region_id" if kind is MatchKind.EQUIPMENT else "region_id"
    listed = rows(viewer, table, capability).filter(reaching(on))
    if region_id is not None:
        listed = listed.filter(_within(owner, reach(viewer, region_id, capability)))
    if kind is MatchKind.PERSON:
        listed = listed.filter(~Q(salt=ERASED_SALT))
    told = await answer(listed.values_list(*columns))
    found = await asyncio.to_thread(as_frame, table, columns, told)
    return await _placed(found) if kind is MatchKind.EQUIPMENT else found


def _within(owner: str, regions: QuerySet[tables.Region]) -> Q:
    condition: dict[str, Any] = {f"{owner}__in": Subquery(regions.values("id"))}
    return Q(**condition)


async def _placed(items: Frame) -> Frame:
    """Return items of equipment with the region of their team."""
    teams = await answer(rows(SYSTEM, tables.Team).values_list("id", "region_id"))
    regions = {str(team): str(region) for team, region in teams}
    return items.assign(region_id=items["team_id"].map(regions))


async def place_names(viewer: Viewer) -> tuple[str, ...]:
    """Return the names of places a name may begin with."""
    return places(name for (name,) in await answer(rows(viewer, tables.Region).values_list("name")))

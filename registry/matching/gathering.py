"""Read the records that are to be compared, each kind with the columns that tell records apart."""

from __future__ import annotations

from tortoise.expressions import Q

from registry import tables
from registry.access import Viewer, rows
from registry.codes import MatchKind
from registry.consistency.frames import answer, as_frame
from registry.frame import Frame
from registry.matching.normalizing import places
from registry.tables import Record

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


async def compared(viewer: Viewer, kind: MatchKind) -> Frame:
    """Return the records of a kind that have not ended, as far as the viewer may read them."""
    table, columns = COMPARED[kind]
    listed = rows(viewer, table).filter(Q(valid_to__isnull=True))
    found = as_frame(table, columns, await answer(listed.values_list(*columns)))
    if kind is not MatchKind.EQUIPMENT:
        return found
    teams = await answer(rows(viewer, tables.Team).values_list("id", "region_id"))
    regions = {str(team): str(region) for team, region in teams}
    return found.assign(region_id=found["team_id"].map(regions)).dropna(subset=["region_id"])


async def place_names(viewer: Viewer) -> tuple[str, ...]:
    """Return the names of places a name may begin with."""
    return places(name for (name,) in await answer(rows(viewer, tables.Region).values_list("name")))

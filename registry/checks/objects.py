"""What can be checked: from a kind and an id to the record, its region, its label and who answers for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from registry.access import Viewer, one
from registry.codes import InspectionObject
from registry.draws.pools import SOURCES
from registry.tables import Record

#: The table of each kind of object: what can be drawn can be checked.
OBJECTS: Mapping[InspectionObject, type[Record]] = MappingProxyType(
    {kind: source.table for kind, source in SOURCES.items()}
)


@dataclass(frozen=True, slots=True)
class CheckedObject:
    """An object as a check names it; `owner_id` is the organization that puts right what is found."""

    kind: InspectionObject
    id: UUID
    label: str
    region_id: UUID
    owner_id: UUID | None

    @property
    def team_id(self) -> UUID | None:
        """Return the team's id where the object is one."""
        return self.id if self.kind is InspectionObject.TEAM else None


async def checked_object(viewer: Viewer, kind: InspectionObject, object_id: UUID) -> CheckedObject:
    """
    Return an object the viewer sees; NotFound otherwise.

    The owner is the forming unit of a team, the maintainer (or owner) of a work, the host of a siren, the
    operator of a facility, the enterprise of a center, an organization itself.
    """
    row: Any = await one(viewer, OBJECTS[kind], object_id)
    code = row.credit_code if kind is InspectionObject.ORGANIZATION else row.code
    return CheckedObject(kind, row.id, f"{code} {row.name}", row.region_id, _owner(kind, row))


def _owner(kind: InspectionObject, row: Any) -> UUID | None:
    """Return who answers for an object."""
    if kind is InspectionObject.ORGANIZATION:
        owner: UUID | None = row.id
    elif kind is InspectionObject.WORK:
        owner = row.maintainer_id or row.owner_id
    else:
        owner = row.organization_id
    return owner

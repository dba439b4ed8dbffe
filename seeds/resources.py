"""Grounds, halls, pools of instructors and evaluators, command vehicles and radio sets, near the seats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from registry.codes import ResourceKind
from registry.tables import SharedResource
from seeds.layout import matching
from seeds.organizations import REGISTER_OPENED, Unit
from seeds.places import City, Place
from seeds.sheets import Row, sheet
from seeds.worlds import Draft, World

FARTHEST_DEGREES = 0.06
"""How far a ground lies from the seat of its region: about 6 km (assumed)."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One shared resource before it is a record; `operator` is a key of `seeds.organizations`."""

    code: str
    place: Place
    row: Row
    operator: str

    @property
    def kind(self) -> ResourceKind:
        """Return what it is; `capacity` counts accordingly."""
        return ResourceKind(self.row["kind"])


def assets(city: City, members: tuple[Unit, ...]) -> tuple[Asset, ...]:
    """Return the shared resources of a city by the rows of `data/resources.csv`."""
    keys = {unit.key for unit in members}
    found: list[Asset] = []
    for row in sheet("resources"):
        for place in matching(row["at"], city):
            own = f"{place.code}/{row['operator']}"
            operator = own if own in keys else f"{city.code}/{row['operator']}"
            found.append(Asset(f"{place.code}-{row['code']}", place, row, operator))
    return tuple(found)


def resource_drafts(world: World, members: tuple[Asset, ...]) -> Iterator[Draft]:
    """Yield the shared resources."""
    for asset in members:
        chance = world.chance("resource", asset.code)
        yield Draft(
            SharedResource,
            {
                "id": world.id("resource", asset.code),
                "region_id": asset.place.id,
                "organization_id": world.id("organization", asset.operator),
                "code": asset.code,
                "name": f"{asset.place.short}示例{asset.row['name']}",
                "kind": asset.kind,
                "capacity": int(asset.row["capacity"]),
                "latitude": round(asset.place.latitude + chance.uniform(-1, 1) * FARTHEST_DEGREES, 6),
                "longitude": round(asset.place.longitude + chance.uniform(-1, 1) * FARTHEST_DEGREES, 6),
                "valid_from": REGISTER_OPENED,
            },
        )

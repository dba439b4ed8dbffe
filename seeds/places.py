"""Where the synthetic units live: the real tree of cities and districts, from `data/regions.csv`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from registry.codes import RegionLevel
from seeds.sheets import Row, sheet
from seeds.worlds import reference_id

NATION = "100000"
PROVINCE = "510000"
CITY = "510300"


@dataclass(frozen=True, slots=True)
class Place:
    """A region of the reference sheet; the seat's position is in degrees."""

    code: str
    name: str
    level: RegionLevel
    parent: str
    latitude: float
    longitude: float
    valid_from: date
    valid_to: date | None
    source: str

    @property
    def id(self) -> UUID:
        """Return the identifier of the region record."""
        return reference_id("region", self.code)

    @property
    def short(self) -> str:
        """Return the name without its last character, the level (区, 县, 市, 州)."""
        return self.name[:-1]

    def valid_on(self, day: date) -> bool:
        """Return whether the region exists on a day (half-open)."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class City:
    """A prefecture and its districts in the order of their codes."""

    place: Place
    districts: tuple[Place, ...]

    @property
    def code(self) -> str:
        """Return the region code of the city."""
        return self.place.code


@cache
def places() -> tuple[Place, ...]:
    """Return every region of the reference sheet, parents before children."""
    return tuple(
        sorted(
            map(_place, sheet("regions")),
            key=lambda place: (list(RegionLevel).index(place.level), place.code),
        )
    )


def _place(row: Row) -> Place:
    return Place(
        code=row["code"],
        name=row["name"],
        level=RegionLevel(row["level"]),
        parent=row["parent"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        source=row["source"],
    )


@cache
def cities(on: date) -> dict[str, City]:
    """Return the cities of the province by code, with the districts that exist on a day."""
    districts: dict[str, list[Place]] = defaultdict(list)
    for place in places():
        if place.level is RegionLevel.COUNTY and place.valid_on(on):
            districts[place.parent].append(place)
    return {
        place.code: City(place, tuple(districts[place.code]))
        for place in places()
        if place.level is RegionLevel.PREFECTURE and place.parent == PROVINCE
    }

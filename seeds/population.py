"""
Invented cells of people: a town around each real seat of a district, and settlements further out.

Cells of a town lie on one grid over the whole city, each belonging to the nearest seat, so that towns
that have grown together share no ground. Where people live and how many they are is invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import cos, exp, hypot, pi, radians, sin

from registry.tables import PopulationCell
from seeds.organizations import REGISTER_OPENED
from seeds.places import CITY, City, Place
from seeds.work_projects import dated
from seeds.worlds import Draft, World

KM_PER_DEGREE = 111.195
SIDE_KM = 0.5
"""Side of a cell of a town, in kilometers; a settlement is one cell of twice the side."""
DENSEST = 4_800
"""People in a cell at a seat, thinning out with the distance (assumed)."""
FROM_SEAT_KM = 4.5
"""Settlements lie further from every seat than this."""
APART_KM = 1.6
TRIES = 500
"""How often a place for a settlement is looked for: a district in the midst of a large city has none."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How many cells of a town and how many settlements a district has."""

    town: int
    settlements: int


PLANNED_CITY = Extent(town=48, settlements=12)
OTHER_CITY = Extent(town=12, settlements=4)


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell before it is a record; the position is that of its middle, in degrees."""

    code: str
    district: Place
    latitude: float
    longitude: float
    population: int
    in_town: bool

    @property
    def area_km2(self) -> float:
        """Return the area in square kilometers."""
        return SIDE_KM**2 if self.in_town else 4 * SIDE_KM**2

    def away_km(self, latitude: float, longitude: float) -> float:
        """Return the distance to a position in kilometers, as on a plane."""
        return away_km(self.latitude, self.longitude, latitude, longitude)


def away_km(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Return the distance between two near positions in kilometers, as on a plane."""
    east = (to_longitude - longitude) * cos(radians(latitude))
    return KM_PER_DEGREE * hypot(to_latitude - latitude, east)


@cache
def spots(world: World, city: City) -> tuple[Spot, ...]:
    """Return the cells of a city by district: its town from the seat outwards, then its settlements."""
    extent = PLANNED_CITY if city.code == CITY else OTHER_CITY
    found: list[Spot] = []
    for district in city.districts:
        found += _town(world, city, district, extent.town)
        found += _settlements(world, city, district, extent.settlements)
    return tuple(found)


def _town(world: World, city: City, district: Place, cells: int) -> list[Spot]:
    """Return the cells of the grid nearest to a seat, of those that are nearer to no other."""
    north = SIDE_KM / KM_PER_DEGREE
    east = north / cos(radians(city.place.latitude))
    row, column = round(district.latitude / north), round(district.longitude / east)
    reach = range(-8, 9)
    grid = [((row + i) * north, (column + j) * east) for i in reach for j in reach]
    own = sorted((distance, place) for place in grid if (distance := _own_km(city, district, place)) >= 0)
    chance = world.chance("town", district.code)
    return [
        Spot(
            f"{district.code}-G{number:03d}",
            district,
            round(latitude, 6),
            round(longitude, 6),
            round(DENSEST * exp(-distance / 1.5) * chance.uniform(0.75, 1.25)),
            in_town=True,
        )
        for number, (distance, (latitude, longitude)) in enumerate(own[:cells], 1)
    ]


def _own_km(city: City, district: Place, place: tuple[float, float]) -> float:
    """Return how far a place is from its district's seat, in kilometers; -1 if another seat is nearer."""
    distance = away_km(district.latitude, district.longitude, *place)
    nearest = min(away_km(d.latitude, d.longitude, *place) for d in city.districts)
    return distance if distance <= nearest else -1.0


def _settlements(world: World, city: City, district: Place, wanted: int) -> list[Spot]:
    """Return settlements around a seat, apart from each other and from every town."""
    chance = world.chance("settlements", district.code)
    found: list[Spot] = []
    for _ in range(TRIES):
        away, angle = chance.uniform(FROM_SEAT_KM, 14.0), chance.uniform(0, 2 * pi)
        latitude = district.latitude + away * sin(angle) / KM_PER_DEGREE
        longitude = district.longitude + away * cos(angle) / KM_PER_DEGREE / cos(radians(district.latitude))
        place = (round(latitude, 6), round(longitude, 6))
        if _own_km(city, district, place) < FROM_SEAT_KM or any(s.away_km(*place) < APART_KM for s in found):
            continue
        code = f"{district.code}-S{len(found) + 1:03d}"
        found.append(Spot(code, district, *place, chance.randint(300, 1_500), in_town=False))
        if len(found) == wanted:
            break
    return found


def cell_drafts(world: World, city: City) -> Iterator[Draft]:
    """Yield the cells of a city."""
    for spot in spots(world, city):
        word = "网格" if spot.in_town else "集镇"
        yield dated(
            world,
            PopulationCell,
            spot.code,
            REGISTER_OPENED,
            region_id=spot.district.id,
            code=spot.code,
            name=f"{spot.district.short}示例{word}{spot.code[-3:]}",
            latitude=spot.latitude,
            longitude=spot.longitude,
            population=spot.population,
            area_km2=spot.area_km2,
        )

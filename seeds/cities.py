"""
One city as drafts, table by table, in the order in which the tables refer to each other.

A neighbor of the planned city is seeded with its stations only: what joint and cross-region training
needs of it. The drafts of a station are the same either way, so a neighbor can be completed later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from registry.codes import ResourceKind, TeamCategory
from seeds.attendance import by_seat, named_drafts
from seeds.centers import center_drafts, centers_of
from seeds.checks import check_drafts
from seeds.closures import blackout_drafts, unavailability_drafts
from seeds.draws import draw_drafts
from seeds.duplicates import duplicate_drafts
from seeds.executions import Held, execution_drafts, held, link_drafts, part_drafts
from seeds.facilities import facility_drafts
from seeds.fixed_dates import external_drafts, held_on_given_dates
from seeds.hazards import hazard_drafts
from seeds.inspections import inspection_drafts
from seeds.layout import Seat, seats
from seeds.organizations import Unit, capability_drafts, organization_drafts, units
from seeds.people import Member, grant_drafts, members, membership_drafts, person_drafts
from seeds.places import CITY, City
from seeds.readiness import confirmation_drafts, finding_drafts
from seeds.reorganizations import reorganization_drafts
from seeds.resources import Asset, assets, resource_drafts
from seeds.service import letter_drafts, membership_rule_drafts, outside_service_drafts
from seeds.sirens import city_sirens
from seeds.teams import equipment_drafts, post_drafts, team_drafts
from seeds.works import city_works
from seeds.worlds import Draft, World

STATION_RESOURCES = frozenset({ResourceKind.COMMAND_VEHICLES, ResourceKind.SATELLITE_SETS})


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a city is seeded: all of it, or its stations only."""

    city: City
    stations_only: bool

    def seats(self, world: World) -> tuple[Seat, ...]:
        """Return the teams: all, or the city's command post and the first district's communications team."""
        return tuple(
            seat for seat in seats(world, self.city) if not self.stations_only or self._is_station(seat)
        )

    def units(self) -> tuple[Unit, ...]:
        """Return the organizations: all, or those of the city itself and of its first district."""
        return tuple(unit for unit in units(self.city) if not self.stations_only or self._is_near(unit))

    def assets(self) -> tuple[Asset, ...]:
        """Return the shared resources: all, or the city's command vehicles and satellite sets."""
        return tuple(
            asset
            for asset in assets(self.city, units(self.city))
            if not self.stations_only or (asset.kind in STATION_RESOURCES and asset.place is self.city.place)
        )

    def _is_station(self, seat: Seat) -> bool:
        if seat.place is self.city.place:
            return seat.category is TeamCategory.MCP
        return seat.category is TeamCategory.COM and seat.place is self.city.districts[0]

    def _is_near(self, unit: Unit) -> bool:
        region = unit.key.split("/")[0]
        own = region == self.city.code and unit.place is self.city.place
        return own or region == self.city.districts[0].code


def opening_drafts(world: World, share: Share) -> Iterator[Draft]:
    """Yield what the register of a city began with: its organizations, and its centers still nurtured."""
    yield from organization_drafts(world, share.units())
    if not share.stations_only:
        yield from center_drafts(world, centers_of(world, share.city))


def city_drafts(world: World, share: Share, cities: dict[str, City], *, known_on: date) -> Iterator[Draft]:
    """Yield everything else of a city as known on a day; rows a draft refers to come before it."""
    centers = {} if share.stations_only else {c.unit.key: c.id for c in centers_of(world, share.city)}
    places = share.seats(world)
    everyone = members(world, places)
    resources = share.assets()
    if not share.stations_only:
        yield from capability_drafts(world, share.units(), centers)
    yield from _serving(world, share.city, places, everyone, known_on)
    yield from resource_drafts(world, resources)
    if share.city.code == CITY and not share.stations_only:
        yield from duplicate_drafts(world, places, everyone, share.units())
        yield from draw_drafts(world, share.city, tuple(team_drafts(world, places)), known_on=known_on)
    if not share.stations_only:
        yield from blackout_drafts(world, share.city)
    yield from unavailability_drafts(world, places, everyone, resources)
    yield from external_drafts(world, share.city, places, cities)
    sessions = tuple(s for s in _sessions(world, share, places, cities) if s.last_day < known_on)
    if not share.stations_only:
        yield from _standing(world, share.city, known_on)
        yield from confirmation_drafts(world, places, known_on)
        yield from finding_drafts(world, places, known_on)
        yield from hazard_drafts(world, share.city, known_on)
    if share.city.code == CITY and not share.stations_only:
        yield from check_drafts(world, share.city, places, known_on)
    yield from execution_drafts(world, sessions)
    yield from part_drafts(world, sessions, by_seat(everyone))
    yield from named_drafts(world, sessions, everyone)
    yield from link_drafts(world, sessions)


def _serving(
    world: World, city: City, places: tuple[Seat, ...], everyone: tuple[Member, ...], known_on: date
) -> Iterator[Draft]:
    """Yield the teams of a city, who serves in them, and what they hold."""
    yield from team_drafts(world, places)
    yield from post_drafts(world, places)
    yield from person_drafts(world, everyone)
    yield from membership_drafts(world, everyone)
    yield from grant_drafts(world, everyone)
    yield from membership_rule_drafts(world, city)
    yield from outside_service_drafts(world, city, everyone)
    yield from letter_drafts(world, everyone)
    yield from reorganization_drafts(world, places, everyone, known_on=known_on)
    items = tuple(equipment_drafts(world, places))
    yield from items
    yield from inspection_drafts(world, items)


def _standing(world: World, city: City, known_on: date) -> Iterator[Draft]:
    """Yield what stands in a city: works, command facilities, sirens."""
    yield from city_works(world, city)
    yield from facility_drafts(world, city)
    yield from city_sirens(world, city, known_on)


def _sessions(
    world: World, share: Share, places: tuple[Seat, ...], cities: dict[str, City]
) -> Iterator[Held]:
    yield from held_on_given_dates(world, share.city, places, cities)
    if not share.stations_only:
        yield from held(world, share.city, places)

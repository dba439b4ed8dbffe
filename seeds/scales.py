"""How much of the world is seeded: one city with its neighbors' stations, or every city of the province."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, TypeAlias

from seeds import principals, references
from seeds.checks import check_list_drafts
from seeds.cities import Share, city_drafts, opening_drafts
from seeds.fixed_dates import area_codes
from seeds.network import network_region_drafts
from seeds.places import CITY, City, cities
from seeds.requirements import equipment_requirement_drafts, post_requirement_drafts
from seeds.worlds import Draft, World

Scale: TypeAlias = Literal["city", "province"]


def world_cities(world: World) -> dict[str, City]:
    """Return the cities of the province as they are divided at the beginning of the planned year."""
    return cities(date(world.year, 1, 1))


def shares(world: World, scale: Scale) -> tuple[Share, ...]:
    """Return which cities are seeded, and how much of each: the planned city comes first."""
    every = world_cities(world)
    if scale == "province":
        return tuple(Share(city, stations_only=False) for city in every.values())
    neighbors = (every[code] for code in area_codes() if code != CITY)
    return Share(every[CITY], stations_only=False), *(Share(city, stations_only=True) for city in neighbors)


def opening(world: World, scale: Scale) -> Iterator[Draft]:
    """Yield the register as it was opened: reference records, then organizations and nurtured centers."""
    yield from references.region_drafts()
    yield from network_region_drafts(tuple(s.city for s in shares(world, scale) if not s.stations_only))
    yield from references.area_drafts()
    yield from references.area_member_drafts()
    yield from references.source_drafts()
    yield from references.qualification_drafts()
    yield from references.team_type_drafts()
    yield from post_requirement_drafts()
    yield from equipment_requirement_drafts()
    yield from references.inspection_schedule_drafts()
    yield from references.syllabus_drafts()
    yield from references.rule_text_drafts()
    yield from references.rule_figure_drafts()
    yield from check_list_drafts()
    yield from principals.principal_drafts()
    yield from principals.grant_drafts()
    for share in shares(world, scale):
        yield from opening_drafts(world, share)


def takeover(world: World, scale: Scale, *, known_on: date) -> Iterator[Draft]:
    """
    Yield everything taken over on the day of loading: calendar, units, people, and the record so far.

    Exercises that end on `known_on` or later are no record yet and are left out.
    """
    yield from references.calendar_drafts(world.year)
    every = world_cities(world)
    for share in shares(world, scale):
        yield from city_drafts(world, share, every, known_on=known_on)

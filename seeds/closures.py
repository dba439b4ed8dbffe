"""When nobody trains, and who or what is out for some days of the planned year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from exercises.codes import DayKind
from exercises.workdays import days_of
from registry.codes import BlackoutKind, ResourceKind, TeamCategory, UnavailabilityReason
from registry.tables import Blackout, Unavailability
from seeds.layout import ALWAYS_ACTIVE, Seat, matching
from seeds.people import Member
from seeds.places import City, Place
from seeds.resources import Asset
from seeds.sheets import Row, sheet
from seeds.worlds import Draft, World

FESTIVAL_BEFORE_DAYS = 5
FESTIVAL_AFTER_DAYS = 4
TEAM_SHARE = 0.12
PERSON_SHARE = 0.05
CLOSED_KINDS = frozenset(
    {ResourceKind.BASE, ResourceKind.SCENARIO_GROUND, ResourceKind.SITE, ResourceKind.RANGE, ResourceKind.LAB}
)
"""Resources closed once a year for maintenance; vehicles and radio sets serve the joint training."""
TEAM_REASONS = (UnavailabilityReason.DUTY, UnavailabilityReason.DEPLOYED, UnavailabilityReason.OTHER)
PERSON_REASONS = (UnavailabilityReason.LEAVE, UnavailabilityReason.ILLNESS)


def blackout_drafts(world: World, city: City) -> Iterator[Draft]:
    """Yield the blackouts of a city: `data/blackouts.csv`, and the Spring Festival with its travel days."""
    for row in sheet("blackouts"):
        for place in matching(row["at"], city):
            yield _blackout(
                world,
                place,
                row,
                date.fromisoformat(f"{world.year}-{row['first']}"),
                date.fromisoformat(f"{world.year}-{row['last']}"),
            )
    first, last = spring_festival(world.year)
    yield Draft(
        Blackout,
        {
            "id": world.id("blackout", f"{world.year}/{city.code}/spring festival"),
            "region_id": city.place.id,
            "kind": BlackoutKind.FESTIVAL,
            "note": "春节前后",
            "valid_from": first - timedelta(days=FESTIVAL_BEFORE_DAYS),
            "valid_to": last + timedelta(days=FESTIVAL_AFTER_DAYS + 1),
        },
    )


def _blackout(world: World, place: Place, row: Row, first: date, last: date) -> Draft:
    category, unit = row["category"], row["unit"]
    return Draft(
        Blackout,
        {
            "id": world.id("blackout", f"{world.year}/{place.code}/{row['kind']}/{category}{unit}/{first}"),
            "region_id": place.id,
            "category": TeamCategory(category) if category else None,
            "organization_id": world.id("organization", f"{place.code}/{unit}") if unit else None,
            "kind": BlackoutKind(row["kind"]),
            "note": row["note"],
            "valid_from": first,
            "valid_to": last + timedelta(days=1),
        },
    )


def spring_festival(year: int) -> tuple[date, date]:
    """Return the first and the last day off of the Spring Festival, announced or estimated."""
    days = [
        fact.day
        for fact in days_of(year)
        if ("春节" in fact.name or "除夕" in fact.name) and fact.kind is DayKind.HOLIDAY
    ]
    return min(days), max(days)


def unavailability_drafts(
    world: World, seats: tuple[Seat, ...], everyone: tuple[Member, ...], members: tuple[Asset, ...]
) -> Iterator[Draft]:
    """Yield days on which teams, persons and grounds are out; stations stay free for the joint training."""
    for seat in seats:
        chance = world.chance("team out", f"{world.year}/{seat.code}")
        if seat.category not in ALWAYS_ACTIVE and chance.random() < TEAM_SHARE:
            reason = chance.choice(TEAM_REASONS)
            yield _out(
                world, seat.place, f"team/{seat.code}", chance, reason, team_id=world.id("team", seat.code)
            )
    for member in everyone:
        chance = world.chance("person out", f"{world.year}/{member.reference}")
        if chance.random() < PERSON_SHARE:
            reason, person_id = chance.choice(PERSON_REASONS), world.id("person", member.reference)
            yield _out(
                world, member.seat.place, f"person/{member.reference}", chance, reason, person_id=person_id
            )
    for asset in members:
        chance = world.chance("resource out", f"{world.year}/{asset.code}")
        if asset.kind in CLOSED_KINDS:
            reason, resource_id = UnavailabilityReason.MAINTENANCE, world.id("resource", asset.code)
            yield _out(world, asset.place, f"resource/{asset.code}", chance, reason, resource_id=resource_id)


def _out(
    world: World, place: Place, key: str, chance: Random, reason: UnavailabilityReason, **whom: object
) -> Draft:
    first = date(world.year, 1, 4) + timedelta(days=chance.randrange(330))
    return Draft(
        Unavailability,
        {
            "id": world.id("unavailability", f"{world.year}/{key}"),
            "region_id": place.id,
            "reason": reason,
            "note": "示例",
            **whom,
            "valid_from": first,
            "valid_to": first + timedelta(days=chance.randint(4, 18)),
        },
    )

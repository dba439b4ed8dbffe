"""What serves beside a job: the rule of each city, services in the militia, letters of commitment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from registry.codes import DoubleService, OutsideServiceKind, SourceMark
from registry.tables import CommitmentLetter, MembershipRule, OutsideService
from seeds.people import Member, employer_of, letter_signed_on
from seeds.places import CITY, City
from seeds.worlds import Draft, World

RULES_BEGAN = date(2022, 1, 10)
OUTSIDE_SHARE = 0.05
LAPSING_SHARE = 0.25
LETTER_DAYS = 3 * 365
"""Letters that lapse hold for three years (assumed)."""


def rule_of(world: World, city: City) -> DoubleService:
    """Return what else members of a city's teams may serve in: the militia in the planned city."""
    if city.code == CITY:
        return DoubleService.MILITIA
    return world.chance("membership rule", city.code).choice((DoubleService.FORBIDDEN, DoubleService.MILITIA))


def membership_rule_drafts(world: World, city: City) -> Iterator[Draft]:
    """Yield the rule of double service of a city."""
    yield Draft(
        MembershipRule,
        {
            "id": world.id("membership rule", city.code),
            "region_id": city.place.id,
            "double_service": rule_of(world, city),
            "mark": SourceMark.ASSUMED,
            "citation": "assumed",
            "valid_from": RULES_BEGAN,
        },
    )


def outside_service_drafts(world: World, city: City, everyone: tuple[Member, ...]) -> Iterator[Draft]:
    """Yield services in the militia or reserve of one member in twenty, where the city lets them."""
    if rule_of(world, city) is DoubleService.FORBIDDEN:
        return
    for member in everyone:
        chance = world.chance("outside service", member.reference)
        if not member.post or chance.random() >= OUTSIDE_SHARE:
            continue
        began = member.joined - timedelta(days=chance.randrange(30, 700))
        lasts = chance.random() < 0.7
        yield Draft(
            OutsideService,
            {
                "id": world.id("outside service", member.reference),
                "person_id": world.id("person", member.reference),
                "kind": chance.choice((*[OutsideServiceKind.MILITIA] * 3, OutsideServiceKind.RESERVE)),
                "unit": f"{member.seat.place.name}示例分队",
                "valid_from": began,
                "valid_to": None if lasts else began + timedelta(days=chance.randrange(365, 1_200)),
            },
        )


def letter_drafts(world: World, everyone: tuple[Member, ...]) -> Iterator[Draft]:
    """Yield a letter of commitment of five members in six; one in four of them lapses after three years."""
    for member in everyone:
        signed = letter_signed_on(world, member)
        if not member.post or signed is None:
            continue
        lapses = world.chance("letter", member.reference).random() < LAPSING_SHARE
        yield Draft(
            CommitmentLetter,
            {
                "id": world.id("letter", member.reference),
                "membership_id": world.id("membership", member.reference),
                "organization_id": employer_of(world, member),
                "signed_on": signed,
                "valid_from": signed,
                "valid_to": signed + timedelta(days=LETTER_DAYS) if lapses else None,
            },
        )

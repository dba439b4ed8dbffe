"""A second record of a person the small world knows, with a second membership, as two offices keep them."""

from __future__ import annotations

from uuid import uuid5

from registry.access import SYSTEM
from registry.codes import MatchKind
from registry.history import Act, changing
from registry.matching.pairs import propose
from registry.tables import MatchPair, Membership, Person, Team
from tests.conftest import NOW, SPACE
from tests.factories import FOUNDED


async def twin_of(person: Person, team: Team, key: str = "") -> Person:
    """Store a person with the same name and telephone number in another team, and its membership."""
    name = f"twin {person.reference} {team.code} {key}"
    twin = Person(
        region_id=team.region_id,
        reference=f"TW-{person.reference}-{team.code}{key}",
        name=f"{person.name} ",
        phone=f"+86 {person.phone}",
        salt="0b" * 16,
        birth_year=person.birth_year,
        sex=person.sex,
        valid_from=FOUNDED,
    )
    async with changing(Act(SYSTEM.principal_id, "twin", NOW, uuid5(SPACE, name))) as change:
        await change.add(twin)
        await change.add(Membership(team_id=team.id, person_id=twin.id, valid_from=FOUNDED))
    return twin


async def proposed(kind: MatchKind = MatchKind.PERSON) -> list[MatchPair]:
    """Search everywhere, as the server does at night, and return the pairs of a kind."""
    act = Act(
        SYSTEM.principal_id, "night", NOW, uuid5(SPACE, f"night {kind} {await MatchPair.all().count()}")
    )
    await propose(SYSTEM, act, kind)
    return await MatchPair.filter(kind=kind).order_by("id")

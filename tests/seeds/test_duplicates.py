"""Every duplicate planted in the synthetic city is found, and hardly anything else."""

from __future__ import annotations

from datetime import date

import pytest
from tortoise.context import TortoiseContext
from tortoise.expressions import Q

from registry.access import SYSTEM, rows
from registry.codes import MatchDecision, MatchKind, OverlapKind
from registry.history import Act
from registry.matching.deciding import decide
from registry.matching.normalizing import core_name, phone_number, places, serial_number
from registry.matching.pairs import alike, propose
from registry.overlaps import overlaps
from registry.regions import by_code
from registry.strength import strength
from registry.tables import MatchPair, Organization, Person, Principal
from seeds.places import CITY
from seeds.worlds import Draft
from tests.seeds.worlds import AT, WORLD, drafts

pytestmark = pytest.mark.anyio
PLACES = places(["四川省", "自贡市"])


def planted() -> set[frozenset[str]]:
    """Return the planted pairs as sets of two ids."""
    made = {str(draft.id): draft for draft in drafts()}
    found: set[frozenset[str]] = set()
    for kind, number in (("organization", 1), ("person", 1), ("person", 2), ("equipment", 1)):
        copy = str(WORLD.id(kind, f"duplicate/{number}"))
        table, told = made[copy].table, key_of(made[copy])
        (origin,) = (
            each
            for each, draft in made.items()
            if each != copy and draft.table is table and key_of(draft) == told
        )
        found.add(frozenset((copy, origin)))
    return found


def key_of(draft: Draft) -> object:
    """Return what the original and its copy share, however it is written."""
    values = draft.values
    if draft.table is Person:
        return values["name"], values["birth_year"], values["sex"], phone_number(str(values["phone"]))
    if draft.table is Organization:
        return core_name(str(values["name"]), PLACES), values["region_id"]
    return serial_number(values.get("serial"))


async def test_planted_duplicates_are_found_and_little_else(seeded: TortoiseContext) -> None:
    act = Act(SYSTEM.principal_id, "search", AT, WORLD.id("act", "search"))
    expected = planted()

    found = {
        frozenset((each.first_id, each.second_id))
        for kind in MatchKind
        for each in await alike(SYSTEM, act, kind)
    }

    assert len(expected) == 4
    assert expected <= found
    assert len(found) <= len(expected) + 1  # the two groups of evaluators of one name


async def test_planted_person_overlaps_and_is_counted_once_when_decided(seeded: TortoiseContext) -> None:
    city = await by_code(CITY)
    day = date(2026, 1, 5)
    registrar = await rows(SYSTEM, Principal).get(login="registrar")
    act = Act(registrar.id, "asked the employer", AT, WORLD.id("act", "decide"))
    await propose(SYSTEM, act, MatchKind.PERSON)
    ids = [WORLD.id("person", "duplicate/1")]
    pair = await rows(SYSTEM, MatchPair).get(Q(first_id__in=ids) | Q(second_id__in=ids))
    before = (await strength(SYSTEM, city.id, day))[0]

    await decide(SYSTEM, act, pair.id, MatchDecision.SAME, pair.version)

    whole = (await strength(SYSTEM, city.id, day))[0]
    found = await overlaps(SYSTEM, city.id, day, (OverlapKind.PERSON_TEAMS, OverlapKind.EQUIPMENT_TEAMS))
    assert (before.people, whole.people) == (before.people_named, before.people_named - 1)
    assert [(each.kind, each.allowed, len(each.teams)) for each in found] == [
        (OverlapKind.PERSON_TEAMS, False, 2),
        (OverlapKind.EQUIPMENT_TEAMS, False, 2),
    ]

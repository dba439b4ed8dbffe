"""Likely duplicates are proposed with reasons, decided by a person, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tortoise.context import TortoiseContext
from tortoise.expressions import Q

from registry import credit_code
from registry.access import SYSTEM, Viewer, viewer_of
from registry.codes import MatchDecision, MatchKind, MatchReason, OrganizationKind
from registry.erasure import erase_person
from registry.errors import AccessDenied, InvalidValue, NotFound, StaleVersion
from registry.history import Act, changing
from registry.matching.deciding import decide
from registry.matching.identities import grouped, identities, identity
from registry.matching.pairs import ProposeReport, alike, propose
from registry.strength import strength
from registry.tables import EquipmentItem, MatchPair, Membership, Organization, Person, SameAs
from tests.conftest import NOW
from tests.factories import FOUNDED, SmallWorld, small_world
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

Acts = Callable[..., Act]


async def twin(world: SmallWorld, act: Acts, person: Person, number: int, region_id: UUID) -> Person:
    """Store a person who looks like another."""
    made = Person(
        region_id=region_id,
        reference=f"TWIN-{number}",
        name=f" {person.name}",
        phone=f"+86 {person.phone}",
        salt=f"{number:032x}",
        birth_year=person.birth_year,
        sex=person.sex,
        valid_from=FOUNDED,
    )
    async with changing(act()) as change:
        return await change.add(made)


async def viewer(world: SmallWorld, login: str) -> Viewer:
    return await viewer_of(world.principals[login].id, on=NOW.date())


async def test_people_are_proposed_with_reasons(database: TortoiseContext, act: Acts) -> None:
    world = await small_world()
    person = world.people[world.team.id][0]
    other = await twin(world, act, person, 1, world.sibling.id)

    report = await propose(SYSTEM, act(), MatchKind.PERSON)
    again = await propose(SYSTEM, act(), MatchKind.PERSON)

    pair = await MatchPair.get()
    assert (report, again) == (ProposeReport(1, 1, 0, 0), ProposeReport(1, 0, 0, 0))
    assert {pair.first_id, pair.second_id} == {person.id, other.id}
    assert (pair.score, pair.decision) == (95, MatchDecision.OPEN)
    assert pair.reasons == [
        MatchReason.SAME_PHONE,
        MatchReason.SAME_NAME,
        MatchReason.SAME_BIRTH_YEAR,
        MatchReason.SAME_SEX,
    ]


async def test_organizations_and_equipment_are_proposed(database: TortoiseContext, act: Acts) -> None:
    world = await small_world()
    known = world.organizations["510302"]
    item = world.equipment[world.team.id]
    async with changing(act()) as change:
        await change.add(
            Organization(
                region_id=world.district.id,
                credit_code=credit_code.make("510302", 99),
                name=f"自贡市{known.name}有限公司",
                kind=OrganizationKind.ENTERPRISE,
                field=known.field,
            )
        )
        await change.add(
            EquipmentItem(
                team_id=world.foreign_team.id,
                owner_id=item.owner_id,
                kind=item.kind,
                kind_en=item.kind_en,
                quantity=1,
                serial=(item.serial or "").lower().replace("-", " "),
            )
        )

    organizations = await alike(SYSTEM, act(), MatchKind.ORGANIZATION)
    equipment = await alike(SYSTEM, act(), MatchKind.EQUIPMENT)

    assert [(each.score, each.reasons) for each in organizations] == [
        (65, (MatchReason.SAME_CORE_NAME, MatchReason.SAME_REGION, MatchReason.SAME_FIELD))
    ]
    assert [(each.score, each.reasons) for each in equipment] == [
        (100, (MatchReason.SAME_SERIAL, MatchReason.SAME_KIND, MatchReason.SAME_OWNER))
    ]
    assert await alike(SYSTEM, act(), MatchKind.RESOURCE) == []


async def test_same_is_counted_once_until_taken_back(database: TortoiseContext, act: Acts) -> None:
    world = await small_world()
    team, sibling = world.team, next(t for (code, _), t in world.teams.items() if code == "510303")
    person = world.people[team.id][0]
    other = await twin(world, act, person, 1, world.sibling.id)
    async with changing(act()) as change:
        await change.add(Membership(team_id=sibling.id, person_id=other.id, valid_from=FOUNDED))
    await propose(SYSTEM, act(), MatchKind.PERSON)
    pair = await MatchPair.get()
    registrar = await viewer(world, "registrar")
    before = (await strength(SYSTEM, world.city.id, date(2026, 1, 5)))[0].people

    mine = act("same phone, asked", author=registrar.principal_id)
    decided = await decide(registrar, mine, pair.id, MatchDecision.SAME, 1)

    assert (decided.decision, decided.note, decided.decided_on) == ("same", "same phone, asked", NOW.date())
    assert decided.decided_by_id == registrar.principal_id
    found = await strength(SYSTEM, world.city.id, date(2026, 1, 5))
    assert found[0].people == before - 1
    parts = [line for line in found if line.region_id is not None and line.category is None]
    assert sum(line.people for line in parts) == before
    undone = await decide(
        registrar, act(author=registrar.principal_id), pair.id, MatchDecision.DIFFERENT, decided.version
    )
    assert undone.decision is MatchDecision.DIFFERENT
    assert (await strength(SYSTEM, world.city.id, date(2026, 1, 5)))[0].people == before
    assert await SameAs.all().count() == 0
    assert await Person.all().count() == sum(map(len, world.people.values())) + 1


async def test_contradicting_decisions_are_refused(database: TortoiseContext, act: Acts) -> None:
    world = await small_world()
    person = world.people[world.team.id][0]
    for number in (1, 2):
        await twin(world, act, person, number, world.sibling.id)
    await propose(SYSTEM, act(), MatchKind.PERSON)
    registrar = await viewer(world, "registrar")
    first, second, third = await MatchPair.all().order_by("id")
    for pair in (first, second):
        await decide(registrar, act(author=registrar.principal_id), pair.id, MatchDecision.SAME, 1)

    async with unchanged():
        with pytest.raises(InvalidValue):
            await decide(registrar, act(author=registrar.principal_id), third.id, MatchDecision.DIFFERENT, 1)

    same = await identities(MatchKind.PERSON, NOW.date())
    assert len(same) == 3
    assert len(set(same.values())) == 1


async def test_decisions_need_both_sides(database: TortoiseContext, act: Acts) -> None:
    world = await small_world()
    person = world.people[world.team.id][0]
    await twin(world, act, person, 1, world.foreign_district.id)
    await propose(SYSTEM, act(), MatchKind.PERSON)
    pair = await MatchPair.get()
    registrar, reader = await viewer(world, "registrar"), await viewer(world, "viewer")

    async with unchanged():
        for who in (registrar, reader):
            with pytest.raises(AccessDenied):
                await decide(who, act(author=who.principal_id), pair.id, MatchDecision.SAME, 1)
        with pytest.raises(StaleVersion):
            await decide(SYSTEM, act(), pair.id, MatchDecision.SAME, 2)
        with pytest.raises(NotFound):
            await decide(SYSTEM, act(), person.id, MatchDecision.SAME, 1)


async def test_pair_that_is_no_longer_alike_leaves_the_list(database: TortoiseContext, act: Acts) -> None:
    world = await small_world()
    other = await twin(world, act, world.people[world.team.id][0], 1, world.sibling.id)
    await propose(SYSTEM, act(), MatchKind.PERSON)
    async with changing(act()) as change:
        await change.change(other, phone=None, name="别人")

    assert await propose(SYSTEM, act(), MatchKind.PERSON) == ProposeReport(0, 0, 0, 1)


def test_links_group_records_of_any_order() -> None:
    assert grouped([("c", "d"), ("a", "b"), ("b", "c")]) == dict.fromkeys("abcd", "a")


async def test_search_of_a_region_leaves_pairs_across_its_border(
    database: TortoiseContext, act: Acts
) -> None:
    world = await small_world()
    person = world.people[world.team.id][0]
    await twin(world, act, person, 1, world.sibling.id)
    await propose(SYSTEM, act(), MatchKind.PERSON)
    registrar, reader = await viewer(world, "registrar"), await viewer(world, "viewer")

    district = await propose(registrar, act(), MatchKind.PERSON, world.district.id)
    city = await propose(registrar, act(), MatchKind.PERSON)

    assert (district, city) == (ProposeReport(0, 0, 0, 0), ProposeReport(1, 0, 0, 0))
    async with unchanged():
        with pytest.raises(NotFound):
            await propose(registrar, act(), MatchKind.PERSON, world.foreign_city.id)
        for region in (None, world.district.id):
            with pytest.raises(AccessDenied):
                await propose(reader, act(), MatchKind.PERSON, region)


async def test_pair_follows_its_records_into_another_region(database: TortoiseContext, act: Acts) -> None:
    world = await small_world()
    other = await twin(world, act, world.people[world.team.id][0], 1, world.sibling.id)
    await propose(SYSTEM, act(), MatchKind.PERSON)
    pair = await MatchPair.get()
    author = world.principals["admin"].id
    await decide(SYSTEM, act("asked", author=author), pair.id, MatchDecision.SAME, 1)
    async with changing(act()) as change:
        await change.change(other, region_id=world.foreign_district.id)

    report = await propose(SYSTEM, act(), MatchKind.PERSON)

    assert report == ProposeReport(1, 0, 1, 0)
    sides = {world.district.id, world.foreign_district.id}
    for row in (await MatchPair.get(), await SameAs.get()):
        assert {row.region_id, row.other_region_id} == sides


async def test_erased_people_and_missing_numbers_are_not_alike(database: TortoiseContext, act: Acts) -> None:
    world = await small_world()
    first = world.people[world.team.id][0]
    for number, region in enumerate((world.district.id, world.district.id, world.sibling.id), start=1):
        other = await twin(world, act, first, number, region)
        if number < 3:
            await erase_person(SYSTEM, act(), other.id, 1)
        else:
            async with changing(act()) as change:
                await change.change(other, phone=None, employer_id=first.employer_id)

    found = await alike(SYSTEM, act(), MatchKind.PERSON)

    assert [each.score for each in found] == [65]


async def test_identity_names_regions_of_records_out_of_reach(database: TortoiseContext, act: Acts) -> None:
    world = await small_world()
    person = world.people[world.team.id][0]
    foreign = await twin(world, act, person, 1, world.foreign_district.id)
    own = await twin(world, act, person, 2, world.sibling.id)
    await propose(SYSTEM, act(), MatchKind.PERSON)
    author = world.principals["admin"].id
    for pair in await MatchPair.filter(Q(first_id=foreign.id) | Q(second_id=foreign.id)):
        await decide(SYSTEM, act("asked", author=author), pair.id, MatchDecision.SAME, 1)
    registrar = await viewer(world, "registrar")

    found = await identity(registrar, MatchKind.PERSON, person.id, NOW.date())

    assert {row.id for row in found.records} == {person.id, own.id}
    assert found.elsewhere == (world.foreign_district.id,)
    with pytest.raises(NotFound):
        await identity(registrar, MatchKind.PERSON, foreign.id, NOW.date())


LINKS = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=12)


@given(LINKS)
def test_grouping_is_an_equivalence(links: list[tuple[str, str]]) -> None:
    one_of = grouped(links)
    ends = {end for link in links for end in link}

    assert one_of.keys() == ends
    assert all(one_of[a] == one_of[b] for a, b in links)
    reached = {end: {end} for end in ends}
    for _ in ends:
        for a, b in links:
            both = reached[a] | reached[b]
            for end in both:
                reached[end] = both
    assert all((one_of[a] == one_of[b]) == (b in reached[a]) for a in ends for b in ends)
    assert all(root == min(reached[end]) for end, root in one_of.items())
    assert grouped(reversed(links)) == one_of

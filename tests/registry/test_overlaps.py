"""What stands in two places is told by the rule of its region, whoever's records it is in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM, viewer_of
from registry.codes import (
    DoubleService,
    MatchDecision,
    MatchKind,
    OutsideServiceKind,
    OverlapKind,
    SourceMark,
)
from registry.errors import NotFound
from registry.history import Act, changing
from registry.matching.deciding import decide
from registry.matching.pairs import propose
from registry.overlap_words import said
from registry.overlaps import Overlap, overlaps
from registry.service import set_membership_rule
from registry.tables import EquipmentItem, MatchPair, Membership, OutsideService, Person, Team
from tests.conftest import NOW
from tests.factories import FOUNDED, SmallWorld, small_world

pytestmark = pytest.mark.anyio

Acts = Callable[..., Act]
TODAY = date(2026, 1, 5)
PERSONAL = (OverlapKind.PERSON_TEAMS, OverlapKind.PERSON_OUTSIDE)


async def serves_too(act: Acts, world: SmallWorld, team: Team) -> Person:
    """Let the first member of the world's team stand in another team too, under a second record."""
    person = world.people[world.team.id][0]
    twin = Person(
        region_id=team.region_id,
        reference=f"TWIN-{team.code}",
        name=person.name,
        phone=person.phone,
        salt="0a" * 16,
        birth_year=person.birth_year,
        sex=person.sex,
        valid_from=FOUNDED,
    )
    async with changing(act()) as change:
        await change.add(twin)
        await change.add(Membership(team_id=team.id, person_id=twin.id, valid_from=FOUNDED))
    await propose(SYSTEM, act(), MatchKind.PERSON)
    pair = await MatchPair.get()
    await decide(
        SYSTEM, act("asked", author=world.principals["admin"].id), pair.id, MatchDecision.SAME, pair.version
    )
    return twin


def brief(found: list[Overlap]) -> list[tuple[OverlapKind, int, int, DoubleService | None, bool, str]]:
    """Return what is said of each overlap, without rows."""
    return [
        (
            each.kind,
            len(each.teams),
            each.teams_elsewhere,
            each.rule,
            each.allowed,
            each.decider.code if each.decider else "",
        )
        for each in found
    ]


async def test_two_records_of_one_person_in_two_teams_are_told_by_the_rule(
    database: TortoiseContext, act: Acts
) -> None:
    world = await small_world()
    sibling = next(team for team in world.teams.values() if team.region_id == world.sibling.id)
    assert await overlaps(SYSTEM, world.city.id, TODAY, PERSONAL) == []
    twin = await serves_too(act, world, sibling)

    forbidden = await overlaps(SYSTEM, world.city.id, TODAY, PERSONAL)
    await set_membership_rule(
        SYSTEM,
        act(),
        world.city.id,
        DoubleService.TEAMS,
        mark=SourceMark.ASSUMED,
        citation="test",
        valid_from=TODAY,
    )
    allowed = await overlaps(SYSTEM, world.district.id, TODAY, PERSONAL)
    before = await overlaps(SYSTEM, world.city.id, date(2023, 1, 1), PERSONAL)

    teams = OverlapKind.PERSON_TEAMS
    assert brief(forbidden) == [(teams, 2, 0, DoubleService.FORBIDDEN, False, "510300")]
    assert brief(allowed) == [(teams, 2, 0, DoubleService.TEAMS, True, "510300")]
    assert before == []
    assert {row.id for row in forbidden[0].records} == {world.people[world.team.id][0].id, twin.id}
    english, chinese = said(forbidden[0])
    assert english.endswith("So it is not allowed. To be settled by whoever registers in 自贡市 (510300).")
    assert chinese.endswith("当地规定:不得重复编组，不允许。由自贡市 (510300)的登记人员处理。")


async def test_service_out_of_reach_counts_but_is_not_named(database: TortoiseContext, act: Acts) -> None:
    world = await small_world()
    await serves_too(act, world, world.foreign_team)
    registrar = await viewer_of(world.principals["registrar"].id, on=NOW.date())

    found = await overlaps(registrar, world.city.id, TODAY, PERSONAL)

    assert brief(found) == [(OverlapKind.PERSON_TEAMS, 1, 1, DoubleService.FORBIDDEN, False, "510000")]
    assert (len(found[0].records), found[0].records_elsewhere) == (1, 1)
    assert world.foreign_team.code not in said(found[0])[0]
    with pytest.raises(NotFound):
        await overlaps(registrar, world.foreign_city.id, TODAY)


async def test_militia_item_and_organization_overlap_by_their_own_rules(
    database: TortoiseContext, act: Acts
) -> None:
    world = await small_world()
    item = world.equipment[world.team.id]
    async with changing(act()) as change:
        person = world.people[world.team.id][0]
        await change.add(
            OutsideService(person_id=person.id, kind=OutsideServiceKind.MILITIA, valid_from=FOUNDED)
        )
        await change.add(
            EquipmentItem(
                team_id=world.foreign_team.id,
                owner_id=item.owner_id,
                kind=item.kind,
                kind_en=item.kind_en,
                quantity=1,
                serial=item.serial,
                valid_from=FOUNDED,
            )
        )

    found = await overlaps(SYSTEM, world.district.id, TODAY)

    assert brief(found) == [
        (OverlapKind.PERSON_OUTSIDE, 1, 0, DoubleService.FORBIDDEN, False, "510302"),
        (OverlapKind.EQUIPMENT_TEAMS, 2, 0, None, False, "510000"),
        (OverlapKind.ORGANIZATION_CATEGORIES, 3, 0, None, True, "510302"),
    ]
    await propose(SYSTEM, act(), MatchKind.EQUIPMENT)
    pair = await MatchPair.get()
    author = world.principals["admin"].id
    await decide(SYSTEM, act("two plates", author=author), pair.id, MatchDecision.DIFFERENT, 1)
    assert await overlaps(SYSTEM, world.district.id, TODAY, (OverlapKind.EQUIPMENT_TEAMS,)) == []


async def test_ids_of_nowhere_are_not_found(database: TortoiseContext) -> None:
    with pytest.raises(NotFound):
        await overlaps(SYSTEM, UUID(int=1), TODAY)

"""Who may serve, where, in which post, and until when."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tortoise.context import TortoiseContext

from registry.access import Viewer, viewer_of
from registry.codes import Exemption, MemberRole, Sex, TeamCategory, TeamState
from registry.errors import (
    AccessDenied,
    AlreadyAssigned,
    InvalidValue,
    NotEligible,
    NotFound,
    RegistryError,
    StaleVersion,
)
from registry.history import Act, changing
from registry.memberships import assign_member, check_eligible, release_member
from registry.tables import Membership, Person
from registry.teams import move_team
from tests.factories import SmallWorld, small_world
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
TODAY = date(2026, 1, 5)
START = date(2026, 2, 1)


async def _viewer(world: SmallWorld, login: str) -> Viewer:
    return await viewer_of(world.principals[login].id, on=TODAY)


async def _newcomer(world: SmallWorld, act: MakeAct, **values: Any) -> Person:
    facts: dict[str, Any] = {
        "region_id": world.district.id,
        "reference": "P-NEW",
        "name": "新人",
        "salt": "0" * 32,
        "birth_year": 1990,
        "sex": Sex.FEMALE,
    }
    async with changing(act("newcomer")) as change:
        return await change.add(Person(**{**facts, **values}))


@pytest.mark.parametrize(
    ("sex", "age", "reason"),
    [
        (Sex.MALE, 17, "AGE"),
        (Sex.MALE, 18, None),
        (Sex.MALE, 60, None),
        (Sex.MALE, 61, "AGE"),
        (Sex.FEMALE, 55, None),
        (Sex.FEMALE, 56, "AGE"),
    ],
)
def test_age_limits_are_inclusive(sex: Sex, age: int, reason: str | None) -> None:
    person = Person(reference="P", sex=sex, birth_year=2026 - age)

    try:
        check_eligible(person, START)
        found = None
    except NotEligible as error:
        found = error.reason

    assert found == reason


@pytest.mark.parametrize("exemption", Exemption)
def test_every_exemption_excuses(exemption: Exemption) -> None:
    person = Person(reference="P", sex=Sex.MALE, birth_year=1990, exemption=exemption)

    with pytest.raises(NotEligible) as caught:
        check_eligible(person, START)

    assert caught.value.reason == "EXEMPTION"
    assert exemption.zh in caught.value.message_zh


async def test_member_is_assigned_to_a_free_post(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar, person = await _viewer(world, "registrar"), await _newcomer(world, act)
    post = world.posts[world.team.id][3]

    membership = await assign_member(
        registrar, act("joined"), world.team.id, person.id, post.id, MemberRole.MEMBER, START
    )

    assert await Membership.get(id=membership.id) == membership
    assert (membership.post_id, membership.valid_from, membership.valid_to) == (post.id, START, None)


async def test_member_serves_in_one_team_at_a_time(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar = await _viewer(world, "registrar")
    member = world.people[world.team.id][0]
    other = world.teams["510302", TeamCategory.COM]

    async with unchanged():
        for team in (world.team, other):
            with pytest.raises(AlreadyAssigned) as caught:
                await assign_member(registrar, act(), team.id, member.id, None, MemberRole.MEMBER, START)
            assert (caught.value.person, caught.value.team) == (member.reference, world.team.code)


async def test_member_changes_teams_on_the_day_of_release(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar = await _viewer(world, "registrar")
    old = world.memberships[world.team.id][0]
    other = world.teams["510302", TeamCategory.COM]

    ended = await release_member(registrar, act(), old.id, START, old.version)
    begun = await assign_member(registrar, act(), other.id, old.person_id, None, MemberRole.MEMBER, START)
    successor = await _newcomer(world, act)
    taken = await assign_member(
        registrar, act(), world.team.id, successor.id, old.post_id, MemberRole.LEADER, START
    )

    assert (ended.valid_to, begun.valid_from, taken.post_id) == (START, START, old.post_id)


async def test_wrong_assignment_is_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar, person = await _viewer(world, "registrar"), await _newcomer(world, act)
    exempt = await _newcomer(world, act, reference="P-EX", exemption=Exemption.CARE)
    team, held = world.team, world.posts[world.team.id][0]
    elsewhere = world.posts[world.teams["510303", TeamCategory.MED].id][3]
    foreign = world.people[world.foreign_team.id][0]
    cases: list[tuple[type[RegistryError], Any, Any, Any, date]] = [
        (InvalidValue, team.id, person.id, held.id, START),
        (InvalidValue, team.id, person.id, elsewhere.id, START),
        (InvalidValue, team.id, person.id, None, date(2023, 12, 31)),
        (NotEligible, team.id, exempt.id, None, START),
        (NotFound, team.id, foreign.id, None, START),
        (NotFound, world.foreign_team.id, person.id, None, START),
        (NotFound, team.id, team.id, None, START),
    ]

    async with unchanged():
        for error, team_id, person_id, post_id, day in cases:
            with pytest.raises(error):
                await assign_member(registrar, act(), team_id, person_id, post_id, MemberRole.MEMBER, day)


async def test_disbanded_team_takes_no_members(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar, person = await _viewer(world, "registrar"), await _newcomer(world, act)
    await move_team(registrar, act(), world.team.id, TeamState.SUSPENDED, 1)
    await move_team(registrar, act(), world.team.id, TeamState.DISBANDED, 2)

    async with unchanged():
        with pytest.raises(InvalidValue):
            await assign_member(registrar, act(), world.team.id, person.id, None, MemberRole.MEMBER, START)


async def test_two_registrars_cannot_fill_one_post(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar = await _viewer(world, "registrar")
    people = [await _newcomer(world, act, reference=f"P-{number}") for number in (1, 2)]
    post = world.posts[world.team.id][3]

    async def assign(person: Person) -> str:
        try:
            await assign_member(registrar, act(), world.team.id, person.id, post.id, MemberRole.MEMBER, START)
        except InvalidValue as error:
            return error.field
        return "stored"

    assert sorted(await asyncio.gather(*map(assign, people))) == ["post_id", "stored"]


async def test_release_is_refused_when_it_makes_no_sense(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar = await _viewer(world, "registrar")
    membership = world.memberships[world.team.id][0]
    ended = await release_member(registrar, act(), membership.id, START, 1)

    async with unchanged():
        for day in (membership.valid_from, START, date(2027, 1, 1)):
            with pytest.raises(InvalidValue):
                await release_member(registrar, act(), membership.id, day, ended.version)
        with pytest.raises(StaleVersion):
            await release_member(registrar, act(), membership.id, date(2026, 1, 20), 1)


async def test_members_are_not_touched_by_those_who_may_not(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    person, membership = await _newcomer(world, act), world.memberships[world.team.id][0]
    planner, foreigner = await _viewer(world, "planner"), await _viewer(world, "foreigner")

    async with unchanged():
        for viewer, error in ((planner, AccessDenied), (foreigner, NotFound)):
            with pytest.raises(error):
                await assign_member(viewer, act(), world.team.id, person.id, None, MemberRole.MEMBER, START)
            with pytest.raises(error):
                await release_member(viewer, act(), membership.id, START, 1)

"""The life of a team, step by step, and every step refused to those who may not take it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from tortoise.context import TortoiseContext

from registry.access import Viewer, viewer_of
from registry.codes import Capability, TeamCategory, TeamState
from registry.errors import AccessDenied, CodeTaken, InvalidValue, NotFound, StaleVersion, TransitionRefused
from registry.history import Act, changing, rebuild
from registry.ledger import recorded
from registry.reorganization import cancel_reorganization, open_reorganization
from registry.tables import Membership, Post, Team
from registry.teams import TeamDraft, form_team, move_team
from tests.factories import SmallWorld, small_world
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
TODAY = date(2026, 1, 5)


async def _viewer(world: SmallWorld, login: str) -> Viewer:
    return await viewer_of(world.principals[login].id, on=TODAY)


def _draft(world: SmallWorld) -> TeamDraft:
    return TeamDraft(
        region_id=world.sibling.id,
        code="510303-RRP-01",
        name="贡井区抢险抢修测试队",
        team_type_id=world.types[TeamCategory.RRP].id,
        organization_id=world.organizations["510303"].id,
        lead_department_id=world.departments["510300"].id,
    )


async def test_formed_team_has_the_posts_its_type_requires(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()

    team = await form_team(await _viewer(world, "registrar"), act("founded"), _draft(world))

    assert (team.state, team.category, team.authorized_strength) == (TeamState.FORMING, TeamCategory.RRP, 4)
    posts = await Post.filter(team_id=team.id).order_by("ordinal")
    assert [(post.ordinal, post.title_en, post.key) for post in posts] == [
        (number, "operator", True) for number in (1, 2, 3, 4)
    ]
    assert (await rebuild(Team))[team.id] == recorded(team)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code": "510302-RRP-01"}, CodeTaken),
        ({"code": " "}, InvalidValue),
        ({"name": ""}, InvalidValue),
        ({"authorized_strength": 0}, InvalidValue),
        ({"importance": 11}, InvalidValue),
        ({"team_type_id": uuid4()}, NotFound),
        ({"organization_id": uuid4()}, NotFound),
        ({"lead_department_id": uuid4()}, NotFound),
        ({"region_id": uuid4()}, NotFound),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value.__name__,
)
async def test_wrong_draft_is_refused(
    database: TortoiseContext, act: MakeAct, changes: dict[str, object], error: type[Exception]
) -> None:
    world = await small_world()
    registrar = await _viewer(world, "registrar")

    async with unchanged():
        with pytest.raises(error):
            await form_team(registrar, act(), replace(_draft(world), **changes))  # type: ignore[arg-type]  # wrong on purpose


async def test_team_of_a_foreign_enterprise_is_refused_as_unknown(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    registrar = await _viewer(world, "registrar")
    foreign = world.organizations["511002"].id

    async with unchanged():
        with pytest.raises(NotFound) as caught:
            await form_team(registrar, act(), replace(_draft(world), organization_id=foreign))

    assert (caught.value.kind, caught.value.key) == ("organization", foreign)


async def test_team_lives_from_forming_to_disbanded(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar, approver = await _viewer(world, "registrar"), await _viewer(world, "approver")
    team = await form_team(registrar, act(), _draft(world))

    steps = [
        (registrar, TeamState.AWAITING_APPROVAL),
        (approver, TeamState.ACTIVE),
        (registrar, TeamState.SUSPENDED),
        (registrar, TeamState.ACTIVE),
        (registrar, TeamState.SUSPENDED),
        (registrar, TeamState.DISBANDED),
    ]
    for viewer, state in steps:
        team = await move_team(viewer, act(), team.id, state, team.version)

    assert (team.state, team.version, team.valid_to) == (TeamState.DISBANDED, 7, date(2026, 1, 6))


async def test_disbanding_ends_the_memberships(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar = await _viewer(world, "registrar")
    team = await move_team(registrar, act(), world.team.id, TeamState.SUSPENDED, 1)

    team = await move_team(
        registrar, act(at=datetime(2026, 3, 1, 1, tzinfo=UTC)), team.id, TeamState.DISBANDED, 2
    )

    ends = await Membership.filter(team_id=team.id).values_list("valid_to", flat=True)
    assert (team.valid_to, set(ends)) == (date(2026, 3, 1), {date(2026, 3, 1)})
    assert len(ends) == 3


async def test_team_is_not_moved_where_no_way_leads(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar = await _viewer(world, "registrar")

    async with unchanged():
        for state in (TeamState.DISBANDED, TeamState.ACTIVE, TeamState.FORMING, TeamState.REORGANIZING):
            with pytest.raises(TransitionRefused) as caught:
                await move_team(registrar, act(), world.team.id, state, 1)
            assert caught.value.allowed == (TeamState.SUSPENDED,)


async def test_reorganizing_team_is_moved_by_its_reorganization_alone(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    registrar = await _viewer(world, "registrar")
    opened = await open_reorganization(registrar, act(), world.team.id, 2026, 1)

    async with unchanged():
        for state in TeamState:
            with pytest.raises(TransitionRefused) as caught:
                await move_team(registrar, act(), world.team.id, state, 2)
            assert caught.value.allowed == ()

    await cancel_reorganization(registrar, act(), opened.id, opened.version)
    assert (await Team.get(id=world.team.id)).state is TeamState.ACTIVE


async def test_team_taken_over_as_reorganizing_is_made_active(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    async with changing(act("taken over from elsewhere")) as change:
        await change.change(world.team, state=TeamState.REORGANIZING)

    moved = await move_team(await _viewer(world, "registrar"), act(), world.team.id, TeamState.ACTIVE, 2)

    assert moved.state is TeamState.ACTIVE


async def test_team_is_not_moved_by_those_who_may_not(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar = await _viewer(world, "registrar")
    team = await form_team(registrar, act(), _draft(world))
    team = await move_team(registrar, act(), team.id, TeamState.AWAITING_APPROVAL, 1)

    async with unchanged():
        with pytest.raises(AccessDenied) as own_approval:
            await move_team(registrar, act(), team.id, TeamState.ACTIVE, 2)
        with pytest.raises(AccessDenied) as planner:
            await move_team(await _viewer(world, "planner"), act(), world.team.id, TeamState.SUSPENDED, 1)
        for login in ("foreigner", "viewer"):
            with pytest.raises(NotFound):
                await move_team(await _viewer(world, login), act(), team.id, TeamState.ACTIVE, 2)

    assert own_approval.value.capability is Capability.APPROVE
    assert planner.value.capability is Capability.WRITE_REGISTRY


async def test_team_is_not_moved_from_an_old_version(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar = await _viewer(world, "registrar")
    await move_team(registrar, act(), world.team.id, TeamState.SUSPENDED, 1)

    async with unchanged():
        with pytest.raises(StaleVersion) as caught:
            await move_team(registrar, act(), world.team.id, TeamState.ACTIVE, 1)

    assert (caught.value.expected, caught.value.actual) == (1, 2)

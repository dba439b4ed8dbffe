"""The gate: what a viewer may see is exactly what its grants reach, and nothing else answers."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM, Viewer, authenticate, issue_token, masked, one, require, rows, viewer_of
from registry.codes import Capability, Role
from registry.errors import AccessDenied, NotFound
from registry.history import Act, changing
from registry.roles import CAPABILITIES
from registry.scopes import SCOPES, Public, Scope, register_scope
from registry.tables import AccessToken, Grant, Principal, Record, Region, Team
from registry.tokens import PREFIX
from tests.conftest import NOW
from tests.factories import SmallWorld, small_world
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
TODAY = date(2026, 1, 5)
SECRET = bytes(range(32))
SCOPED = {table: scope for table, scope in SCOPES.items() if isinstance(scope, Scope)}


async def _viewer(world: SmallWorld, login: str) -> Viewer:
    return await viewer_of(world.principals[login].id, on=TODAY)


async def _ids(viewer: Viewer, table: type[Record]) -> set[UUID]:
    return {row.id for row in await rows(viewer, table)}


async def test_every_table_says_how_it_hangs_on_regions(database: TortoiseContext) -> None:
    assert database.apps is not None
    tables = {table for app in database.apps.values() for table in app.values() if issubclass(table, Record)}

    assert tables - set(SCOPES) == set()
    assert all(scope.reason.strip() for scope in SCOPES.values() if isinstance(scope, Public))


async def test_viewer_never_sees_what_a_foreign_region_owns(database: TortoiseContext) -> None:
    world = await small_world()
    city, foreigner = await _viewer(world, "planner"), await _viewer(world, "foreigner")

    for table in SCOPED:
        ours, theirs = await _ids(city, table), await _ids(foreigner, table)
        assert ours & theirs == set(), table.__name__
    assert await _ids(city, Team) == {
        team.id for (code, _), team in world.teams.items() if code.startswith("5103")
    }


@pytest.mark.parametrize("seed", range(4))
async def test_rows_are_those_whose_regions_lie_below_a_grant(database: TortoiseContext, seed: int) -> None:
    chance = random.Random(seed)
    world = await small_world()
    everything = {table: {row.id: row for row in await table.all()} for table in SCOPES}
    roots = frozenset(region.id for region in world.regions.values() if chance.random() < 0.4)
    viewer = Viewer(uuid4(), "x", "x", {Capability.READ: roots, Capability.PLAN: roots})

    for table, scope in SCOPED.items():
        for capability in (Capability.READ, Capability.PLAN):
            expected = {
                row_id
                for row_id, row in everything[table].items()
                if _reached(row, scope, roots, everything, capability is Capability.READ)
            }
            found = [row.id for row in await rows(viewer, table, capability)]
            assert sorted(found) == sorted(expected), (table.__name__, capability)


Everything = Mapping[type[Record], Mapping[UUID, Any]]


def _reached(row: Any, scope: Scope, roots: frozenset[UUID], everything: Everything, reading: bool) -> bool:
    """Tell by hand whether a row belongs to the subtree of a root."""
    regions = everything[Region]
    paths = scope.paths if reading else scope.paths[:1]
    owners = [owner for path in paths for owner in _owners(row, path.split("__"), everything)]
    if any(roots & set(_up(owner, regions)) for owner in owners if owner is not None):
        return True
    own = list(_owners(row, scope.paths[0].split("__"), everything))
    above = {region for root in roots for region in _up(root, regions)}
    return reading and (
        (scope.inherited and bool(above & set(own))) or (scope.null_is_public and None in own)
    )


def _owners(row: Any, hops: list[str], everything: Everything) -> Iterator[UUID | None]:
    """Follow a path from a row to the regions it ends in."""
    hop, *rest = hops
    if not rest:
        yield getattr(row, hop)
        return
    field = type(row)._meta.fields_map[hop]
    if hop in type(row)._meta.backward_fk_fields:
        for other in everything[field.related_model].values():
            if getattr(other, field.relation_source_field or field.relation_field) == row.id:
                yield from _owners(other, rest, everything)
    else:
        yield from _owners(everything[field.related_model][getattr(row, f"{hop}_id")], rest, everything)


def _up(region_id: UUID, regions: Mapping[UUID, Any]) -> Iterator[UUID]:
    above: UUID | None = region_id
    while above is not None:
        yield above
        above = regions[above].parent_id


async def test_unknown_and_foreign_ids_answer_alike(database: TortoiseContext) -> None:
    world = await small_world()
    viewer = await _viewer(world, "registrar")

    for table in SCOPED:
        hidden = {row.id for row in await table.all()} - await _ids(viewer, table)
        for row_id in [*sorted(hidden)[:1], uuid4()]:
            for capability in (Capability.READ, Capability.WRITE_REGISTRY, Capability.ADMINISTER):
                with pytest.raises(NotFound) as caught:
                    await one(viewer, table, row_id, capability)
                assert str(caught.value) == str(NotFound(table.table_name(), row_id))


async def test_one_tells_a_missing_capability_from_a_missing_row(database: TortoiseContext) -> None:
    world = await small_world()
    viewer = await _viewer(world, "planner")

    assert await one(viewer, Team, world.team.id) == world.team
    with pytest.raises(AccessDenied) as caught:
        await one(viewer, Team, world.team.id, Capability.APPROVE)
    assert caught.value.capability is Capability.APPROVE


async def test_require_answers_by_reach(database: TortoiseContext) -> None:
    world = await small_world()
    viewer = await _viewer(world, "planner")

    await require(viewer, Capability.PLAN, world.sibling.id)
    with pytest.raises(AccessDenied) as denied:
        await require(viewer, Capability.WRITE_REGISTRY, world.district.id)
    for hidden in (world.foreign_district.id, world.regions["510000"].id, uuid4()):
        with pytest.raises(NotFound):
            await require(viewer, Capability.PLAN, hidden)

    assert (denied.value.capability, denied.value.scope) == (Capability.WRITE_REGISTRY, world.district.id)


async def test_grant_holds_from_its_first_day_until_the_day_before_its_end(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    grant = world.grants["viewer"]
    async with changing(act()) as change:
        await change.change(grant, valid_from=TODAY, valid_to=TODAY + timedelta(days=2))

    seen = {
        offset: (await viewer_of(grant.principal_id, on=TODAY + timedelta(days=offset))).can(Capability.READ)
        for offset in (-1, 0, 1, 2)
    }

    assert seen == {-1: False, 0: True, 1: True, 2: False}


async def test_viewer_without_grants_sees_no_table(database: TortoiseContext) -> None:
    await small_world()
    nobody = Viewer(uuid4(), "nobody", "无", {})

    assert {table.__name__ for table in SCOPES if await _ids(nobody, table)} == set()


async def test_several_grants_add_up(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    principal = world.principals["viewer"]
    async with changing(act()) as change:
        await change.add(Grant(principal_id=principal.id, role=Role.PLANNER, region_id=world.foreign_city.id))

    viewer = await _viewer(world, "viewer")

    assert viewer.scopes == {
        Capability.READ: frozenset({world.district.id, world.foreign_city.id}),
        Capability.PLAN: frozenset({world.foreign_city.id}),
    }


async def test_personal_data_is_masked_by_region(database: TortoiseContext) -> None:
    world = await small_world()
    registrar, planner = await _viewer(world, "registrar"), await _viewer(world, "planner")

    assert not masked(registrar, world.district.id)
    assert masked(registrar, world.foreign_district.id)
    assert masked(planner, world.district.id)
    assert not masked(SYSTEM, world.district.id)


async def _token(world: SmallWorld, act: MakeAct, login: str = "registrar", **options: Any) -> str:
    async with changing(act()) as change:
        return await issue_token(change, world.principals[login], secret=SECRET, **options)


async def test_token_stands_for_its_principal_and_is_not_stored(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()

    token = await _token(world, act, label="laptop")

    assert token.startswith(PREFIX)
    assert await authenticate(token, at=NOW) == await _viewer(world, "registrar")
    stored = await AccessToken.get(principal_id=world.principals["registrar"].id)
    assert token not in str(dict(stored))


async def test_token_is_refused_when_wrong_late_elsewhere_or_disabled(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    token = await _token(world, act, expires_at=NOW + timedelta(hours=1))
    refusals = [
        await authenticate(token + "x", at=NOW),
        await authenticate(token, at=NOW + timedelta(hours=1)),
        await authenticate(token, at=NOW - timedelta(days=1)),
        await authenticate(token, at=NOW, purpose="calendar"),
    ]
    known = await authenticate(token, at=NOW + timedelta(minutes=59))
    async with changing(act()) as change:
        await change.change(world.principals["registrar"], disabled=True)
    refusals.append(await authenticate(token, at=NOW))

    assert known is not None
    assert refusals == [None] * 5


async def test_token_is_narrowed_to_its_region(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    token = await _token(world, act, region_id=world.district.id)

    viewer = await authenticate(token, at=NOW)

    assert viewer is not None
    assert viewer == replace(
        await _viewer(world, "registrar"),
        scopes={capability: frozenset({world.district.id}) for capability in CAPABILITIES[Role.REGISTRAR]},
        personal_regions=frozenset({world.district.id}),
    )


async def test_token_for_a_region_beyond_the_grants_opens_nothing(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    token = await _token(world, act, region_id=world.foreign_city.id)

    viewer = await authenticate(token, at=NOW)

    assert viewer is not None
    assert viewer.scopes == {}


async def test_calendar_token_only_reads(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    token = await _token(world, act, purpose="calendar")

    viewer = await authenticate(token, at=NOW, purpose="calendar")

    assert viewer is not None
    assert (set(viewer.scopes), viewer.personal_regions) == ({Capability.READ}, frozenset())


async def test_short_secret_is_a_mistake(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()

    async with unchanged():
        with pytest.raises(ValueError, match="16 bytes"):
            async with changing(act()) as change:
                await issue_token(change, world.principals["viewer"], secret=b"short")


async def test_disabled_and_unknown_principals_are_not_found(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    async with changing(act()) as change:
        await change.change(world.principals["viewer"], disabled=True)

    for principal_id in (world.principals["viewer"].id, uuid4()):
        with pytest.raises(NotFound) as caught:
            await viewer_of(principal_id, on=TODAY)
        assert (caught.value.kind, caught.value.key) == (Principal.table_name(), principal_id)


def test_scope_is_declared_once() -> None:
    register_scope(Team, Scope("region_id"))

    with pytest.raises(ValueError, match="another scope"):
        register_scope(Team, Public("for everyone"))


def test_each_role_reads_and_no_role_both_plans_and_approves() -> None:
    assert set(CAPABILITIES) == set(Role)
    assert all(Capability.READ in capabilities for capabilities in CAPABILITIES.values())
    assert not any({Capability.PLAN, Capability.APPROVE} <= kept for kept in CAPABILITIES.values())

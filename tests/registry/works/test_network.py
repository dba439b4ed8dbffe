"""The five-level network: levels as regions, who answers for what, and what each level reaches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tortoise.context import TortoiseContext

from registry.access import one, rows
from registry.codes import NetworkLevel, RegionLevel, Role
from registry.coverage import coverage
from registry.errors import AccessDenied, InvalidValue, NotFound, StaleVersion
from registry.history import Act
from registry.network import add_network_region, assign_body, end_body, network_gaps, responsible_line
from registry.tables import LedgerEntry, Region, Work
from tests.factories import small_world
from tests.registry.works.town import FROM, TODAY, add_town, login, newcomer
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]


async def test_street_reaches_its_works_and_a_property_manager_its_own(database: TortoiseContext) -> None:
    world = await small_world()
    first, second = await add_town(world, world.district), await add_town(world, world.district, 2)
    abroad = await add_town(world, world.foreign_district)

    seen = {}
    for name, viewer in {
        "city": await login(world, "registrar"),
        "street": await newcomer(first.town, Role.REGISTRAR),
        "estate": await newcomer(second.estate, Role.REGISTRAR),
        "abroad": await login(world, "foreigner"),
    }.items():
        seen[name] = set(await rows(viewer, Work).values_list("code", flat=True))

    assert seen == {
        "city": {first.work.code, second.work.code},
        "street": {first.work.code},
        "estate": {second.work.code},
        "abroad": {abroad.work.code},
    }


async def test_coverage_counts_no_street_as_a_gap(database: TortoiseContext) -> None:
    world = await small_world()
    viewer = await login(world, "planner")
    before = {
        region: [(c.region.code, c.category, c.teams) for c in await coverage(viewer, region.id)]
        for region in (world.city, world.district)
    }

    await add_town(world, world.district)

    assert before == {
        region: [(c.region.code, c.category, c.teams) for c in await coverage(viewer, region.id)]
        for region in (world.city, world.district)
    }


async def test_levels_follow_one_another(database: TortoiseContext) -> None:
    world = await small_world()
    made = await add_town(world, world.district)

    assert [region.level for region in (made.town, made.community, made.estate)] == [
        RegionLevel.TOWN,
        RegionLevel.COMMUNITY,
        RegionLevel.ESTATE,
    ]


@pytest.mark.parametrize(
    ("code", "name", "field"),
    [
        ("510302", "x", "code"),
        ("51030290", "x", "code"),
        ("510303901", "x", "code"),
        ("51030290x", "x", "code"),
        ("51030290٣", "x", "code"),
        ("510302901", " ", "name"),
    ],
)
async def test_wrong_region_is_not_added(
    database: TortoiseContext, act: MakeAct, code: str, name: str, field: str
) -> None:
    world = await small_world()
    registrar = await login(world, "registrar")

    async with unchanged():
        with pytest.raises(InvalidValue) as caught:
            await add_network_region(
                registrar, act(), world.district.id, code=code, name=name, from_day=TODAY
            )

    assert caught.value.field == field


async def test_region_is_added_only_where_one_may(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    made = await add_town(world, world.district)
    registrar, viewer = await login(world, "registrar"), await login(world, "viewer")

    async with unchanged():
        for parent in (world.city, made.estate):
            with pytest.raises(InvalidValue):
                await add_network_region(registrar, act(), parent.id, code="x", name="x", from_day=TODAY)
        with pytest.raises(AccessDenied):
            await add_network_region(
                viewer, act(), world.district.id, code="510302909", name="x", from_day=TODAY
            )
        with pytest.raises(NotFound):
            await add_network_region(
                registrar, act(), world.foreign_district.id, code="511002909", name="x", from_day=TODAY
            )


async def test_line_names_who_answers_at_each_level(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    made = await add_town(world, world.district)
    registrar = await login(world, "registrar")
    for region in (world.city, made.town, made.estate):
        await assign_body(registrar, act(), region.id, made.organization.id, from_day=FROM)

    line = await responsible_line(registrar, made.estate.id, TODAY)
    gaps = await network_gaps(registrar, world.district.id, TODAY)

    assert [(step.level, step.region.code, step.body is not None) for step in line] == [
        (NetworkLevel.CITY, "510300", True),
        (NetworkLevel.DISTRICT, "510302", False),
        (NetworkLevel.TOWN, "510302901", True),
        (NetworkLevel.COMMUNITY, "510302901901", False),
        (NetworkLevel.PROPERTY, "510302901901-01", True),
    ]
    assert [region.code for region in gaps] == ["510302", "510302901901"]


async def test_new_body_relieves_the_one_before(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    made = await add_town(world, world.district)
    registrar = await login(world, "registrar")
    first = await assign_body(
        registrar, act(), made.town.id, made.organization.id, from_day=FROM, duty_phone=" 000-1 "
    )

    handover = date(2025, 6, 1)
    second = await assign_body(
        registrar, act(), made.town.id, world.departments["510302"].id, from_day=handover
    )

    first = await one(registrar, type(first), first.id)
    assert (first.valid_to, first.duty_phone, second.valid_to) == (handover, "000-1", None)
    last = await LedgerEntry.filter(record_id=first.id).order_by("-sequence").first()
    assert last is not None
    assert last.effective_on == handover
    assert "000-1" not in str(last.after)
    async with unchanged():
        with pytest.raises(InvalidValue):
            await assign_body(registrar, act(), made.town.id, made.organization.id, from_day=FROM)
        with pytest.raises(InvalidValue):
            await assign_body(registrar, act(), made.town.id, made.organization.id, from_day=handover)


async def test_body_is_relieved(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    made = await add_town(world, world.district)
    registrar = await login(world, "registrar")
    body = await assign_body(registrar, act(), made.town.id, made.organization.id, from_day=FROM)

    async with unchanged():
        with pytest.raises(InvalidValue):
            await end_body(registrar, act(), body.id, 1, ended_on=FROM)
        with pytest.raises(StaleVersion):
            await end_body(registrar, act(), body.id, 2, ended_on=TODAY)
        with pytest.raises(AccessDenied):
            await end_body(await login(world, "planner"), act(), body.id, 1, ended_on=TODAY)
    ended = await end_body(registrar, act(), body.id, 1, ended_on=TODAY)

    assert ended.valid_to == TODAY
    assert made.town.code in {region.code for region in await network_gaps(registrar, world.city.id, TODAY)}


async def test_province_answers_for_no_level(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    admin = await newcomer(world.regions["510000"], Role.REGISTRAR)

    async with unchanged():
        with pytest.raises(InvalidValue) as caught:
            await assign_body(
                admin,
                act(),
                world.regions["510000"].id,
                world.organizations["510302"].id,
                from_day=TODAY,
            )

    assert caught.value.field == "region_id"
    assert await rows(admin, Region).filter(level=RegionLevel.TOWN).count() == 0

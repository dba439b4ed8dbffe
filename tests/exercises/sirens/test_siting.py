"""New sirens planned from the register: candidates, limits, upgrades and moves, and how the plan is shown."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook
from tortoise.context import TortoiseContext

from exercises.siren_geojson import geojson, summary
from exercises.siren_map import svg
from exercises.siren_siting import SirenPlan, SitingEffort, SitingInfeasible, plan_sirens
from exercises.siren_wish import Candidate, Offer, SitingWish
from exercises.siren_workbook import workbook
from registry.access import SYSTEM, viewer_of
from registry.codes import SirenKind, SirenState, SitingAction, SitingAim
from registry.errors import InvalidValue, NotFound
from registry.history import Act
from registry.intake.files import Language
from tests.conftest import NOW
from tests.factories import SmallWorld, small_world
from tests.registry.sirens.rows import LATITUDE, LONGITUDE, cell, siren, stored
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
TODAY = date(2026, 1, 5)
EFFORT = SitingEffort(seconds=5, seed=1)
OFFER = Offer(SirenKind.ELECTRIC, cost=3)
WISH = SitingWish(offers=(OFFER,), budget=6)


async def _town(act: MakeAct) -> SmallWorld:
    """Store a siren in the middle with its cell, four cells 2 km around it, and a planned siren."""
    world = await small_world()
    here, there = world.district.id, world.sibling.id
    await stored(
        act(),
        siren(here, "S-1"),
        siren(here, "S-9", state=SirenState.PLANNED, latitude=LATITUDE + 0.02),
        cell(here, "C-0", population=900),
        cell(here, "C-1", latitude=LATITUDE + 0.02, population=400),
        cell(here, "C-2", latitude=LATITUDE - 0.02, population=300, area_km2=0.04),
        cell(there, "C-3", longitude=LONGITUDE + 0.02, population=200),
        cell(there, "C-4", longitude=LONGITUDE - 0.02, population=100, area_km2=0.09),
    )
    return world


async def _plan(world: SmallWorld, **wish: Any) -> Any:
    return await plan_sirens(SYSTEM, world.city.id, replace(WISH, **wish), today=TODAY, effort=EFFORT)


def _sites(plan: SirenPlan) -> list[tuple[SitingAction, str, SirenKind]]:
    return [(place.action, place.candidate.code, place.kind) for place in plan.sites]


NEW = SitingAction.NEW


async def test_budget_reaches_most_people_from_generated_candidates(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await _town(act)

    async with unchanged():
        plan = await _plan(world)

    assert {code for _, code, _ in _sites(plan)} in ({"S-9", "C-2"}, {"C-1", "C-2"})
    assert (plan.value, plan.bound, plan.greedy, plan.outcome.proven) == (1600.0, 1600.0, 1600.0, True)
    assert (plan.before.covered_population, plan.after.covered_population) == (900, 1600)
    assert [
        (d.region.code, d.before.covered_population, d.after.covered_population) for d in plan.districts
    ] == [
        ("510302", 900, 1600),
        ("510303", 0, 0),
    ]


async def test_aim_decides_what_is_reached(database: TortoiseContext, act: MakeAct) -> None:
    world = await _town(act)

    area = await _plan(world, aim=SitingAim.AREA, generated=10)
    both = await _plan(world, aim=SitingAim.BOTH)

    assert {code for _, code, _ in _sites(area)} == {"C-4", "C-2"}
    assert (area.value, area.bound) == (0.14, 0.14)
    assert 0 < both.value <= both.bound <= 100


async def test_limits_by_district_hold_and_impossible_ones_are_told(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await _town(act)

    fair = await _plan(world, least={"510303": 1})
    equal = await _plan(world, every_floor_percent=60)
    never = await _plan(world, every_floor_percent=90)
    poor = await _plan(world, budget=2, required=frozenset({"C-2"}))

    assert {code for _, code, _ in _sites(fair)} in ({"S-9", "C-3"}, {"C-1", "C-3"})
    assert {code for _, code, _ in _sites(equal)} in ({"S-9", "C-3"}, {"C-1", "C-3"})
    assert isinstance(never, SitingInfeasible)
    assert never.reasons[0].en == "The other limits take at least 12; the budget is 6."
    assert isinstance(poor, SitingInfeasible)
    assert poor.reasons[0].en == "The required options cost at least 3, more than the budget of 2."


async def test_required_sites_are_taken_and_barred_ones_left(database: TortoiseContext, act: MakeAct) -> None:
    world = await _town(act)

    plan = await _plan(world, required=frozenset({"C-4"}), barred=frozenset({"S-9", "C-1"}))

    assert _sites(plan) == [(NEW, "C-2", SirenKind.ELECTRIC), (NEW, "C-4", SirenKind.ELECTRIC)]


async def test_given_candidates_are_the_only_ones(database: TortoiseContext, act: MakeAct) -> None:
    world = await _town(act)
    roof = Candidate("ROOF-1", "示例楼顶", "510303", LATITUDE, LONGITUDE + 0.021)

    plan = await _plan(world, candidates=(roof,), budget=None, most=3)

    assert _sites(plan) == [(NEW, "ROOF-1", SirenKind.ELECTRIC)]
    assert plan.after.covered_population == 1100


async def test_standing_siren_is_replaced_or_moved(database: TortoiseContext, act: MakeAct) -> None:
    world = await _town(act)
    strong = Offer(SirenKind.ELECTRO_ACOUSTIC, cost=5, radius_m=2_500)

    upgraded = await _plan(world, offers=(strong,), upgrade=True, budget=5)
    moved = await _plan(
        world,
        movable=frozenset({"S-1"}),
        budget=1,
        candidates=(Candidate("X", "x", "510302", LATITUDE + 0.002, LONGITUDE),),
    )
    stays = await _plan(world, movable=frozenset({"S-1"}), budget=1)

    assert _sites(upgraded) == [(SitingAction.UPGRADE, "S-1", SirenKind.ELECTRO_ACOUSTIC)]
    assert (upgraded.after.covered_population, upgraded.standing) == (1900, [])
    assert (moved.sites, stays.sites) == ((), ())


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"offers": ()}, "offers"),
        ({"offers": (OFFER, OFFER)}, "offers"),
        ({"offers": (Offer(SirenKind.HAND, cost=-1),)}, "offers"),
        ({"budget": None}, "budget"),
        ({"most": -1}, "most"),
        ({"generated": 1_001}, "candidates"),
        ({"every_floor_percent": 101}, "floor_percent"),
        ({"least": {"999999": 1}}, "least"),
        ({"floor_percent": {"999999": 1}}, "floor_percent"),
        ({"required": frozenset({"nobody"})}, "required"),
        ({"barred": frozenset({"nobody"})}, "barred"),
        ({"movable": frozenset({"S-9"})}, "movable"),
        ({"resolution_m": 1.0}, "resolution_m"),
    ],
)
async def test_wish_that_cannot_be_is_refused(
    database: TortoiseContext, act: MakeAct, wish: dict[str, Any], field: str
) -> None:
    world = await _town(act)

    with pytest.raises(InvalidValue) as refused:
        await _plan(world, **wish)

    assert refused.value.field == field


async def test_region_out_of_reach_is_unknown(database: TortoiseContext) -> None:
    world = await small_world()
    foreigner = await viewer_of(world.principals["foreigner"].id, on=TODAY)

    with pytest.raises(NotFound):
        await plan_sirens(foreigner, world.city.id, WISH, today=TODAY, effort=EFFORT)


async def test_site_is_worth_what_it_adds_in_its_turn(database: TortoiseContext, act: MakeAct) -> None:
    world = await _town(act)

    plan = await _plan(world)
    moved = await _plan(world, movable=frozenset({"S-1"}), offers=(replace(OFFER, radius_m=10),))

    assert [
        (share.place.candidate.code, share.added_population, share.added_area_km2, share.lost_population)
        for share in plan.contributions
    ] == [("C-1", 400, 0.01, 400), ("C-2", 300, 0.04, 300)]
    for each in (plan, moved):
        gained = sum(share.added_population for share in each.contributions)
        assert gained == each.after.covered_population - each.before.covered_population
        assert {share.place for share in each.contributions} == set(each.sites)


async def test_plan_is_shown_as_picture_map_and_workbook(database: TortoiseContext, act: MakeAct) -> None:
    world = await _town(act)
    plan = await _plan(world)

    pictures = {language: svg(plan, language) for language in Language}
    document = json.loads(geojson(plan))
    sheets = {
        language: CalamineWorkbook.from_filelike(io.BytesIO(workbook(plan, NOW, language)))
        for language in Language
    }

    assert all(ElementTree.fromstring(picture).tag.endswith("svg") for picture in pictures.values())
    assert ("已证最优" in pictures[Language.ZH], "proven best" in pictures[Language.EN]) == (True, True)
    assert pictures[Language.ZH] == svg(await _plan(world))
    layers = [feature["properties"]["layer"] for feature in document["features"]]
    assert {name: layers.count(name) for name in layers} == {"site": 2, "siren": 1, "cell": 5}
    assert [f["properties"]["order"] for f in document["features"][:2]] == [1, 2]
    assert (
        document["muster"]
        == summary(plan)
        == {
            "region": "510300",
            "aim": "population",
            "resolution_m": 500.0,
            "sites": 2,
            "cost": 6,
            "value": 1600.0,
            "bound": 1600.0,
            "gap_percent": 0.0,
            "proven": True,
            "greedy": 1600.0,
            "population_percent": [47.37, 84.21],
            "area_percent": [6.25, 37.5],
        }
    )
    assert sheets[Language.ZH].sheet_names == ["点位", "各区", "说明"]
    assert sheets[Language.EN].sheet_names == ["Sites", "Districts", "Figures"]
    first = sheets[Language.EN].get_sheet_by_name("Sites").to_python()[1]
    assert first[:7] == [1, "new siren", "C-1", "社区C-1", "510302", "electric siren", 500]
    total = sheets[Language.ZH].get_sheet_by_name("各区").to_python()[-1]
    assert total[:5] == ["510300", "合计", 1900, 47.37, 84.21]


async def test_region_without_cells_has_an_empty_picture(database: TortoiseContext) -> None:
    world = await small_world()

    plan = await _plan(world)

    assert (plan.sites, plan.value) == ((), 0.0)
    assert ElementTree.fromstring(svg(plan)).tag.endswith("svg")

"""Sounding tests and the sounding rate; coverage by people and area, by district, within a scope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM, Viewer, viewer_of
from registry.codes import SirenSignal, SirenState, SoundingOccasion
from registry.errors import AccessDenied, CodeTaken, InvalidValue, NotFound
from registry.history import Act
from registry.sirens.coverage import Figures, siren_coverage
from registry.sirens.soundings import SoundingDraft, record_sounding, sounding_rate
from registry.tables import SirenPoint
from tests.factories import SmallWorld, small_world
from tests.registry.sirens.rows import LATITUDE, LONGITUDE, cell, siren, stored
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
TODAY = date(2026, 1, 5)
TRIAL = date(2025, 9, 18)


async def _viewer(world: SmallWorld, login: str) -> Viewer:
    return await viewer_of(world.principals[login].id, on=TODAY)


def _draft(row: SirenPoint, **values: Any) -> SoundingDraft:
    draft = SoundingDraft(
        siren_id=row.id,
        held_on=TRIAL,
        occasion=SoundingOccasion.TRIAL,
        signal=SirenSignal.ATTACK,
        sounded=True,
        tester="示例值班员",
    )
    return replace(draft, **values)


async def test_rate_counts_sirens_due_and_names_the_silent_and_the_untested(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    here, there = world.district.id, world.sibling.id
    rows = [siren(here, f"S-{n}") for n in (1, 2, 3)] + [siren(there, "S-4")]
    late = siren(here, "S-5", installed_on=date(2025, 10, 1))
    off = siren(here, "S-6", state=SirenState.OUT_OF_SERVICE)
    await stored(act(), *rows, late, off)
    for row in rows[:2]:
        await record_sounding(SYSTEM, act(), _draft(row))
    silent = _draft(rows[1], signal=SirenSignal.ALL_CLEAR, sounded=False, cause="断电")
    await record_sounding(SYSTEM, act(), silent)

    lines = await sounding_rate(await _viewer(world, "planner"), world.city.id, TRIAL, SoundingOccasion.TRIAL)

    assert [
        (line.region.code, line.due, line.tested, line.sounded, line.rate_percent, line.tested_percent)
        for line in lines
    ] == [
        ("510300", 4, 2, 1, 25.0, 50.0),
        ("510302", 3, 2, 1, 33.33, 66.67),
        ("510303", 1, 0, 0, 0.0, 0.0),
    ]
    assert (lines[0].silent, lines[0].untested) == (("S-2",), ("S-3", "S-4"))


async def test_rate_without_sirens_is_unknown(database: TortoiseContext) -> None:
    world = await small_world()

    (line,) = await sounding_rate(SYSTEM, world.city.id, TRIAL, SoundingOccasion.TRIAL)

    assert (line.due, line.rate_percent, line.tested_percent) == (0, None, None)


@pytest.mark.parametrize(
    ("login", "values", "error"),
    [
        ("registrar", {"held_on": date(2026, 1, 6)}, InvalidValue),
        ("registrar", {"sounded": False}, InvalidValue),
        ("registrar", {"measured_db": 201.0}, InvalidValue),
        ("registrar", {"siren_id": uuid4()}, NotFound),
        ("viewer", {}, AccessDenied),
        ("foreigner", {}, NotFound),
    ],
)
async def test_result_is_refused_without_a_trace(
    database: TortoiseContext, act: MakeAct, login: str, values: dict[str, Any], error: type[Exception]
) -> None:
    world = await small_world()
    row = siren(world.district.id, "S-1")
    await stored(act(), row)
    viewer = await _viewer(world, login)

    async with unchanged():
        with pytest.raises(error):
            await record_sounding(viewer, act(), _draft(row, **values))


async def test_planned_siren_cannot_sound_and_nothing_sounds_twice(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    row, planned = siren(world.district.id, "S-1"), siren(world.district.id, "S-2", state=SirenState.PLANNED)
    await stored(act(), row, planned)
    made = await record_sounding(SYSTEM, act(), _draft(row, measured_db=98.5))

    assert (made.valid_from, made.measured_db) == (TRIAL, 98.5)
    async with unchanged():
        with pytest.raises(InvalidValue):
            await record_sounding(SYSTEM, act(), _draft(planned))
        with pytest.raises(CodeTaken):
            await record_sounding(SYSTEM, act(), _draft(row))


async def _ground(world: SmallWorld, act: MakeAct) -> None:
    """Store a siren with a cell beside it and one far off, a cell of the sibling, one given up."""
    here, there = world.district.id, world.sibling.id
    await stored(
        act(),
        siren(here, "S-1"),
        siren(here, "S-2", state=SirenState.PLANNED, latitude=LATITUDE + 0.02),
        siren(world.foreign_district.id, "S-3", longitude=LONGITUDE + 0.02),
        cell(here, "C-1", population=300),
        cell(here, "C-2", latitude=LATITUDE + 0.02, population=500),
        cell(there, "C-3", longitude=LONGITUDE + 0.02, population=200, area_km2=0.02),
        cell(here, "C-4", population=10_000, valid_to=date(2025, 1, 1)),
    )


async def test_coverage_tells_people_and_area_by_district_and_who_hears_nothing(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    await _ground(world, act)
    viewer = await _viewer(world, "planner")

    now = await siren_coverage(viewer, world.city.id, today=TODAY)
    hoped = await siren_coverage(viewer, world.city.id, today=TODAY, hoped_for=True)

    assert now.total == Figures(3, 1000, 300, 0.04, 0.01)
    assert (now.total.population_percent, now.total.area_percent) == (30.0, 25.0)
    assert [(each.region.code, each.figures) for each in now.districts] == [
        ("510302", Figures(2, 800, 300, 0.02, 0.01)),
        ("510303", Figures(1, 200, 0, 0.02, 0.0)),
    ]
    assert [(each.code, each.uncovered_population) for each in now.uncovered] == [("C-2", 500), ("C-3", 200)]
    assert (now.sirens, now.resolution_m) == (1, 250.0)
    assert (hoped.sirens, hoped.total.covered_population) == (2, 800)


async def test_sirens_beyond_the_border_count_for_whoever_may_see_them(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    await _ground(world, act)

    seen = await siren_coverage(SYSTEM, world.city.id, today=TODAY)

    assert (seen.sirens, seen.total.covered_population) == (2, 500)


async def test_coverage_out_of_reach_or_out_of_bounds_is_refused(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    await stored(act(), cell(world.district.id, "C-1", area_km2=9_000.0))
    planner = await _viewer(world, "planner")

    with pytest.raises(NotFound):
        await siren_coverage(planner, world.foreign_city.id, today=TODAY)
    for resolution in (10.0, 6_000.0, 50.0):
        with pytest.raises(InvalidValue):
            await siren_coverage(planner, world.city.id, today=TODAY, resolution_m=resolution)


async def test_region_without_cells_has_no_share(database: TortoiseContext) -> None:
    world = await small_world()

    empty = await siren_coverage(SYSTEM, world.city.id, today=TODAY)

    assert empty.total == Figures(0, 0, 0, 0.0, 0.0)
    assert (empty.total.population_percent, empty.total.area_percent, empty.districts) == (None, None, ())


async def test_reports_take_as_many_statements_for_many_sirens_as_for_one(
    database: TortoiseContext, act: MakeAct, statements: Any
) -> None:
    world = await small_world()
    await stored(act(), siren(world.district.id, "S-0"), cell(world.district.id, "C-0"))
    counts = []
    for number in (1, 2):
        with statements.counted() as seen:
            await siren_coverage(SYSTEM, world.city.id, today=TODAY)
            await sounding_rate(SYSTEM, world.city.id, TRIAL, SoundingOccasion.TRIAL)
        counts.append(len(seen))
        await stored(
            act(),
            *(siren(world.sibling.id, f"S-{number}-{n}") for n in range(3)),
            *(cell(world.sibling.id, f"C-{number}-{n}") for n in range(3)),
        )

    assert counts == [8, 8]

"""Shelters and parking bays as dated facts, the figures of a day, and rule texts an office fills in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from tortoise.context import TortoiseContext

from registry.codes import RuleSubject, ShelterPurpose, SourceMark, WorkClass
from registry.errors import AccessDenied, InvalidValue, NotFound, StaleVersion
from registry.history import Act, changing
from registry.rules import clocks_of, fill_rule, set_figure
from registry.tables import ParkingFact, RuleFigure, RuleText
from registry.works.classes import classify_work
from registry.works.clocks import Clocks
from registry.works.figures import work_figures
from registry.works.openings import close_shelter, open_shelter, set_parking_bays
from tests.conftest import Statements
from tests.factories import small_world
from tests.registry.works.test_certificates import issued
from tests.registry.works.town import FROM, TODAY, add_town, login
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
SUMMER, AUTUMN = date(2025, 7, 1), date(2025, 9, 1)
OPENING: dict[str, Any] = {"purpose": ShelterPurpose.COOLING, "capacity_persons": 300}


async def test_figures_are_sums_on_a_day(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar = await login(world, "registrar")
    towns = [await add_town(world, world.district, number) for number in (1, 2)]
    abroad = await add_town(world, world.foreign_district)
    await issued(world, towns[0], act)
    for number, town in enumerate(towns, start=1):
        await open_shelter(
            registrar, act(), town.work.id, opened_on=SUMMER, closes_on=AUTUMN, area_m2=500, **OPENING
        )
        await set_parking_bays(registrar, act(), town.work.id, bays=100 * number, from_day=FROM)
    foreigner = await login(world, "foreigner")
    await set_parking_bays(foreigner, act(), abroad.work.id, bays=7, from_day=FROM)
    await set_parking_bays(registrar, act(), towns[0].work.id, bays=150, from_day=AUTUMN)
    await set_parking_bays(registrar, act(), towns[1].work.id, bays=0, from_day=TODAY)
    await classify_work(
        await login(world, "approver"),
        act(),
        towns[0].work.id,
        WorkClass.RENOVATE,
        decided_on=AUTUMN,
        basis="x",
        decided_by="x",
    )

    told = {}
    for day in (FROM, SUMMER, AUTUMN, TODAY):
        figures = await work_figures(registrar, world.city.id, on=day, since=FROM)
        told[day] = (
            figures.works,
            figures.area_m2,
            figures.by_class[WorkClass.RENOVATE],
            figures.certificates_in_force,
            figures.shelters_open,
            figures.shelter_capacity_persons,
            figures.parking_bays,
        )

    assert told == {
        FROM: (2, 18_000, 0, 0, 0, 0, 300),
        SUMMER: (2, 18_000, 0, 1, 2, 600, 300),
        AUTUMN: (2, 18_000, 1, 1, 0, 0, 350),
        TODAY: (2, 18_000, 1, 1, 0, 0, 150),
    }
    with pytest.raises(NotFound):
        await work_figures(registrar, world.foreign_city.id, on=TODAY, since=FROM)
    with pytest.raises(InvalidValue):
        await work_figures(registrar, world.city.id, on=FROM, since=TODAY)


async def test_figures_take_the_same_statements_for_any_number_of_works(
    database: TortoiseContext, act: MakeAct, statements: Statements
) -> None:
    world = await small_world()
    registrar = await login(world, "registrar")
    counts = []
    for number in (1, 2, 3):
        await add_town(world, world.district, number)
        with statements.counted() as seen:
            await work_figures(registrar, world.city.id, on=TODAY, since=FROM)
        counts.append(len(seen))

    assert counts == [8, 8, 8]


async def test_shelter_is_open_once_at_a_time(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    town, registrar = await add_town(world, world.district), await login(world, "registrar")
    opening = await open_shelter(registrar, act(), town.work.id, opened_on=SUMMER, closes_on=None, **OPENING)

    async with unchanged():
        for wrong in (
            {"opened_on": AUTUMN},
            {"opened_on": FROM},
            {"opened_on": FROM, "closes_on": SUMMER + timedelta(days=1)},
            {"opened_on": FROM, "closes_on": FROM},
            {"opened_on": FROM, "closes_on": SUMMER, "capacity_persons": 0},
            {"opened_on": FROM, "closes_on": SUMMER, "area_m2": 9_001},
        ):
            with pytest.raises(InvalidValue):
                await open_shelter(registrar, act(), town.work.id, **{"closes_on": None, **OPENING, **wrong})
        with pytest.raises(InvalidValue):
            await close_shelter(registrar, act(), opening.id, 1, closed_on=SUMMER)
        with pytest.raises(StaleVersion):
            await close_shelter(registrar, act(), opening.id, 2, closed_on=AUTUMN)
        with pytest.raises(AccessDenied):
            await close_shelter(await login(world, "planner"), act(), opening.id, 1, closed_on=AUTUMN)
    closed = await close_shelter(registrar, act(), opening.id, 1, closed_on=AUTUMN)
    again = await open_shelter(registrar, act(), town.work.id, opened_on=AUTUMN, closes_on=None, **OPENING)

    assert (closed.valid_to, again.valid_from) == (AUTUMN, AUTUMN)


async def test_wrong_bays_are_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    town, registrar = await add_town(world, world.district), await login(world, "registrar")
    await set_parking_bays(registrar, act(), town.work.id, bays=10, from_day=SUMMER)

    async with unchanged():
        for bays, day in ((-1, TODAY), (5, SUMMER), (0, SUMMER), (0, FROM)):
            with pytest.raises(InvalidValue):
                await set_parking_bays(registrar, act(), town.work.id, bays=bays, from_day=day)
    early = await set_parking_bays(registrar, act(), town.work.id, bays=8, from_day=FROM)

    assert early is not None
    assert early.valid_to == SUMMER
    assert await ParkingFact.all().count() == 2


async def test_nothing_opens_in_a_work_out_of_use(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    town, registrar = await add_town(world, world.district), await login(world, "registrar")
    await classify_work(
        await login(world, "approver"),
        act(),
        town.work.id,
        WorkClass.DECOMMISSION,
        decided_on=SUMMER,
        basis="x",
        decided_by="x",
        disposal_plan="x",
    )

    async with unchanged():
        with pytest.raises(InvalidValue):
            await open_shelter(registrar, act(), town.work.id, opened_on=AUTUMN, closes_on=None, **OPENING)
        with pytest.raises(InvalidValue):
            await set_parking_bays(registrar, act(), town.work.id, bays=1, from_day=AUTUMN)


async def store_blank_rule(act: MakeAct) -> RuleText:
    """Store the blank rule behind the certificates, with one figure."""
    async with changing(act()) as change:
        rule = await change.add(
            RuleText(
                code="USE-CERTIFICATE",
                title="平时使用证管理规定",
                title_en="rule on peacetime-use certificates",
                subject=RuleSubject.CERTIFICATES,
                mark=SourceMark.ASSUMED,
                valid_from=FROM,
            )
        )
        await change.add(
            RuleFigure(
                rule_id=rule.id,
                code="use-certificate.decide-days",
                title="审批期限",
                title_en="days to decide",
                value=10,
                unit="days",
                mark=SourceMark.ASSUMED,
                valid_from=FROM,
            )
        )
    return rule


async def test_blank_rule_is_filled_for_a_region_only(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    blank = await store_blank_rule(act)
    approver = await login(world, "approver")

    own = await fill_rule(
        approver, act(author=approver.principal_id), world.city.id, blank.code, text=" 第一条 …… "
    )
    again = await fill_rule(
        approver,
        act(author=approver.principal_id),
        world.city.id,
        blank.code,
        text="第一条(修订)",
        expected_version=1,
    )

    assert (blank.blank, own.blank, own.text, own.filled_on) == (True, False, "第一条 ……", TODAY)
    assert (own.filled_by_id, own.region_id) == (approver.principal_id, world.city.id)
    assert (again.id, again.version, again.text) == (own.id, 2, "第一条(修订)")
    assert (await RuleText.get(id=blank.id)).blank
    async with unchanged():
        with pytest.raises(StaleVersion):
            await fill_rule(approver, act(), world.city.id, blank.code, text="x")
        with pytest.raises(InvalidValue):
            await fill_rule(approver, act(), world.city.id, blank.code, text=" ", expected_version=2)
        with pytest.raises(NotFound):
            await fill_rule(approver, act(), world.city.id, "NO-SUCH", text="x")
        with pytest.raises(NotFound):
            await fill_rule(approver, act(), world.foreign_city.id, blank.code, text="x")
        with pytest.raises(AccessDenied):
            await fill_rule(await login(world, "planner"), act(), world.city.id, blank.code, text="x")


async def test_figure_of_an_office_wins_over_the_default(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    assert await clocks_of(await login(world, "approver"), world.district.id, TODAY) == Clocks()
    await store_blank_rule(act)
    approver, foreigner = await login(world, "approver"), await login(world, "foreigner")
    code = "use-certificate.decide-days"

    await set_figure(approver, act(), world.city.id, code, value=20, mark=SourceMark.SOURCED)
    own = await set_figure(
        approver, act(), world.city.id, code, value=15, mark=SourceMark.SOURCED, expected_version=1
    )

    assert own.version == 2
    assert (await clocks_of(approver, world.district.id, TODAY)).decide_days == 15
    assert (await clocks_of(foreigner, world.foreign_district.id, TODAY)).decide_days == 10
    async with unchanged():
        with pytest.raises(InvalidValue):
            await set_figure(
                approver, act(), world.city.id, code, value=-1, mark=SourceMark.ASSUMED, expected_version=2
            )
        with pytest.raises(StaleVersion):
            await set_figure(approver, act(), world.city.id, code, value=1, mark=SourceMark.ASSUMED)

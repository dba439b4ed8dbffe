"""Demands put to the register: who counts, from where, in whose reach, and at what was measured."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tortoise.context import TortoiseContext

from exercises.center_demand import Question, Wanted, demand_coverage
from registry.access import SYSTEM, viewer_of
from registry.centers import Verification, verify_capability
from registry.codes import VerificationMethod
from registry.errors import InvalidValue, NotFound
from registry.history import Act, changing
from registry.migrating import migrate
from registry.tables import CapabilityItem, Region
from scheduling.demand import Covered, Objective, Short, WayKind
from tests.conftest import APPS
from tests.factories import SmallWorld, small_world
from tests.registry.centers.steps import TODAY, designated, later

pytestmark = pytest.mark.anyio
CARS = Wanted(product="移动电源车", unit="台", quantity=40, by_day=10)
ASK = Question(wanted=(CARS,))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty file: these tests store the small world themselves."""
    file = tmp_path_factory.mktemp("demand") / "muster.db"
    asyncio.run(migrate(f"sqlite://{file}", APPS))
    return file


async def _asked(world: SmallWorld, question: Question, login: str = "planner"):
    viewer = await viewer_of(world.principals[login].id, on=TODAY)
    return await demand_coverage(viewer, question, today=TODAY)


async def test_designated_center_covers_what_it_can_make(
    database: TortoiseContext, act: Callable[..., Act], statements
) -> None:
    world = await small_world()
    await designated(world, act)

    with statements.counted() as sent:
        answer = await _asked(world, ASK)

    assert isinstance(answer.outcome, Covered)
    (supplier,) = answer.suppliers.values()
    assert (supplier.code, supplier.travel_hours, supplier.titled) == (world.center.code, 0, True)
    # 2 a day on each of 10 days; the rest in surge, of which it could give 36.
    assert (answer.outcome.finish, answer.outcome.surge) == (10, 20)
    assert len(sent) <= 8


async def test_center_without_a_title_counts_only_when_asked(
    database: TortoiseContext, act: Callable[..., Act]
) -> None:
    world = await small_world()

    strict = await _asked(world, ASK)
    loose = await _asked(world, replace(ASK, others_too=True))

    assert isinstance(strict.outcome, Short)
    assert [(way.kind, way.centers) for way in strict.outcome.ways] == [
        (WayKind.RESERVE, ()),
        (WayKind.OTHERS, (world.center.code,)),
    ]
    assert isinstance(loose.outcome, Covered)


async def test_only_what_the_viewer_sees_and_the_region_holds_is_asked(
    database: TortoiseContext, act: Callable[..., Act]
) -> None:
    world = await small_world()
    every = replace(ASK, others_too=True)

    admin = await _asked(world, every, "admin")
    planner = await _asked(world, every)
    elsewhere = await _asked(world, replace(every, within_id=world.sibling.id))

    assert {s.code for s in admin.suppliers.values()} == {world.center.code, world.foreign_center.code}
    assert {s.code for s in planner.suppliers.values()} == {world.center.code}
    assert elsewhere.suppliers == {}
    for field in ("within_id", "to_region_id"):
        with pytest.raises(NotFound):
            await _asked(world, replace(every, **{field: world.foreign_city.id}))


async def test_way_is_reckoned_to_the_place_and_the_nearest_is_taken(
    database: TortoiseContext, act: Callable[..., Act]
) -> None:
    world = await small_world()
    near = replace(
        ASK,
        wanted=(replace(CARS, quantity=5),),
        others_too=True,
        to_region_id=world.foreign_district.id,
        objective=Objective.NEAREST,
    )

    answer = await _asked(world, near, "admin")

    assert isinstance(answer.outcome, Covered)
    assert answer.outcome.centers == (world.foreign_center.code,)
    hours = {s.code: s.travel_hours for s in answer.suppliers.values()}
    assert hours == {world.center.code: 2, world.foreign_center.code: 0}
    assert answer.outcome.contributions[0].arrivals[0].day == 1


async def test_region_without_a_position_is_left_out_and_no_place_to_go_to(
    database: TortoiseContext, act: Callable[..., Act]
) -> None:
    world = await small_world()
    async with changing(act()) as change:
        await change.change(await Region.get(code="510302"), latitude=None)
    asked = replace(ASK, others_too=True, to_region_id=world.sibling.id)

    answer = await _asked(world, asked)

    assert (answer.suppliers, [s.code for s in answer.left_out]) == ({}, [world.center.code])
    with pytest.raises(InvalidValue):
        await _asked(world, replace(asked, to_region_id=world.district.id))


async def test_verified_only_counts_fresh_capabilities_at_what_was_measured(
    database: TortoiseContext, act: Callable[..., Act]
) -> None:
    world = await small_world()
    await designated(world, act)
    strict = replace(ASK, verified_only=True)
    assert isinstance((await _asked(world, strict)).outcome, Short)
    item = await CapabilityItem.get(center_id=world.center.id)
    seen = Verification(
        method=VerificationMethod.DRILL, verifier="组", measured_per_day=4, measured_conversion_hours=30
    )
    await verify_capability(SYSTEM, act(), item.id, seen)

    answer = await _asked(world, replace(strict, wanted=(replace(CARS, quantity=36),)))
    more = await _asked(world, replace(strict, wanted=(replace(CARS, quantity=37),)))

    assert isinstance(answer.outcome, Covered)
    assert answer.outcome.surge == 16
    assert isinstance(more.outcome, Short)
    later_on = await demand_coverage(SYSTEM, strict, today=later(366).date())
    assert isinstance(later_on.outcome, Short)


@pytest.mark.parametrize(
    "wanted",
    [
        (),
        (CARS,) * 11,
        (replace(CARS, quantity=0),),
        (replace(CARS, by_day=3_661),),
        (replace(CARS, product=" "),),
    ],
    ids=["none", "many", "nothing", "late", "blank"],
)
async def test_impossible_question_is_refused(database: TortoiseContext, wanted: tuple[Wanted, ...]) -> None:
    with pytest.raises(InvalidValue):
        await demand_coverage(SYSTEM, Question(wanted=wanted), today=date(2026, 1, 5))

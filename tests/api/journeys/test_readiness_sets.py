"""Readiness of many teams through the API: added up, as joint units, as kept, and night by night."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from exercises.readiness.on_write import rate_written
from exercises.readiness.snapshots import keep_everything
from registry.history import Act, changing
from tests.api.harness import Api, gid
from tests.api.journeys.journey import Journey
from tests.conftest import NOW
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio

RUNS = {
    "JointReadinessShow",
    "ReadinessCurveShow",
    "ReadinessDashboardShow",
    "ReadinessSetsShow",
    "TeamReadinessCurveShow",
}
TODAY = NOW.date()


async def test_readiness_of_a_city_is_seen_at_a_glance_and_moves_with_its_facts(
    api: Api, world: SmallWorld, act: Callable[..., Act]
) -> None:
    journey = Journey(api)
    city = gid(world.city)

    await keep_everything(TODAY)
    await _added_up(journey, world)
    await _as_units(journey, world)
    before = await journey.run("ReadinessDashboardShow", regionId=city)
    leaving = act("members leave")
    async with changing(leaving) as change:
        for membership in world.memberships[world.team.id]:
            await change.change(membership, valid_to=TODAY)
    await rate_written(leaving.id, TODAY)
    after = await journey.run("ReadinessDashboardShow", regionId=city)
    await _night_by_night(journey, world)

    assert (before["ratedOn"], before["teams"], len(before["cells"])) == (TODAY.isoformat(), 5, 5)
    assert [_of(each["fractions"], "AVAILABLE") for each in (before, after)] == [(15, 20), (12, 20)]
    assert journey.ran == RUNS


def _of(fractions: list[dict[str, Any]], measure: str) -> tuple[int, int]:
    (found,) = (each for each in fractions if each["measure"] == measure)
    return found["numerator"], found["denominator"]


async def _added_up(journey: Journey, world: SmallWorld) -> None:
    """Add up by region and category: 3 members for 4 posts in every team."""
    districts = await journey.run("ReadinessSetsShow", regionId=gid(world.city), by="REGION")
    told = {each["key"]: (each["name"]["zh"], each["teams"], each["levels"]["level4"]) for each in districts}
    assert told == {gid(world.district): ("自流井区", 3, 3), gid(world.sibling): ("贡井区", 2, 2)}
    assert [_of(each["fractions"], "AVAILABLE") for each in districts] == [
        {gid(world.district): (9, 12), gid(world.sibling): (6, 8)}[each["key"]] for each in districts
    ]
    categories = await journey.run("ReadinessSetsShow", regionId=gid(world.city), by="CATEGORY")
    assert {each["key"]: each["teams"] for each in categories} == {"COM": 2, "MCP": 1, "MED": 1, "RRP": 1}
    (area,) = await journey.run("ReadinessSetsShow", regionId=gid(world.city), by="AREA")
    (city,) = await journey.run("ReadinessSetsShow", regionId=gid(world.city), by="CITY")
    assert (area["key"], area["name"], area["teams"]) == (
        gid(world.area),
        {"zh": "川南片区", "en": "South Sichuan area"},
        5,
    )
    assert (city["key"], city["rated"], city["ready"], city["worst"], city["median"]) == (
        gid(world.city),
        5,
        0,
        4,
        4,
    )


async def _as_units(journey: Journey, world: SmallWorld) -> None:
    """Rate the two communications teams as one, and the area as far as the caller sees it."""
    units = await journey.run("JointReadinessShow", regionId=gid(world.city))
    told = {each["function"]: (each["teams"], _of(each["fractions"], "AVAILABLE")) for each in units}
    assert told == {
        "COM": (2, (6, 8)),
        "MCP": (1, (3, 4)),
        "MED": (1, (3, 4)),
        "RRP": (1, (3, 4)),
        None: (5, (15, 20)),
    }
    assert [each["area"] for each in units[0]["areas"]] == [
        "PEOPLE",
        "EQUIPMENT",
        "SERVICEABILITY",
        "TRAINING",
    ]
    assert await journey.run("JointReadinessShow", areaId=gid(world.area)) == units
    assert await journey.run("JointReadinessShow") is None


async def _night_by_night(journey: Journey, world: SmallWorld) -> None:
    """Read the curve: the night's snapshot does not move with what happened later that day."""
    days = {"firstDay": "2026-01-01", "lastDay": "2026-01-31"}
    (point,) = await journey.run("ReadinessCurveShow", regionId=gid(world.city), **days)
    (own,) = await journey.run("TeamReadinessCurveShow", teamId=gid(world.team), **days)

    assert (point["day"], point["teams"], point["levels"]["level4"]) == (TODAY.isoformat(), 5, 5)
    assert (own["day"], own["level"], own["shownLevel"], own["unverified"]) == ("2026-01-05", 4, 4, True)
    assert _of(own["fractions"], "AVAILABLE") == (3, 4)

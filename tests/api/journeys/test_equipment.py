"""Equipment through the API: bought, inspected, repaired, handed over, replaced."""

from __future__ import annotations

import pytest

from registry.codes import TeamCategory
from tests.api.harness import Api, gid
from tests.api.journeys.journey import Journey
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio

RUNS = {
    "EquipmentInspectionsList",
    "EquipmentItemShow",
    "EquipmentList",
    "EquipmentRegister",
    "EquipmentStateMove",
    "EquipmentTransfer",
    "InspectionRecord",
    "InspectionScheduleSet",
    "InspectionSchedulesList",
    "InspectionsDueShow",
}


async def test_equipment_is_kept_ready(api: Api, world: SmallWorld) -> None:
    journey = Journey(api)

    await _schedule(journey, world)
    pump = await _bought(journey, world)
    await _handed_over(journey, world, pump)
    await _replaced(journey, world)

    assert journey.ran == RUNS


async def _schedule(journey: Journey, world: SmallWorld) -> None:
    """Set how often pumps are inspected; the nearest office's figure holds."""
    for region, days in ((world.city, 365), (world.district, 180)):
        made = await journey.change(
            "InspectionScheduleSet",
            "registrar",
            regionId=gid(region),
            kind="水泵",
            intervalDays=days,
            leadDays=30,
            fromDay="2025-01-01",
        )
        assert made["intervalDays"] == days
    listed = await journey.run("InspectionSchedulesList", first=5, kind="水泵")
    assert sorted(each["intervalDays"] for each in listed["nodes"]) == [180, 365]


async def _bought(journey: Journey, world: SmallWorld) -> str:
    """Register pumps, let them fall due, find one wanting, repair it."""
    team = world.team
    pump = await journey.change(
        "EquipmentRegister",
        "registrar",
        teamId=gid(team),
        ownerId=gid(world.organizations["510302"]),
        kind="水泵",
        kindEn="pump",
        quantity=5,
        fromDay="2025-08-01",
    )
    assert (pump["nextInspectionOn"], pump["version"]) == ("2026-01-28", 1)
    due = await journey.run("InspectionsDueShow", withinId=gid(world.city))
    assert [(each["item"]["id"], each["daysLeft"]) for each in due] == [(pump["id"], 23)]
    assert await journey.run("InspectionsDueShow", withinId=gid(world.foreign_city)) is None
    item = {"itemId": pump["id"]}
    found = await journey.change(
        "InspectionRecord",
        "registrar",
        inspectedOn="2026-01-04",
        result="REPAIR_REQUIRED",
        inspector="示例检验所",
        expectedVersion=1,
        **item,
    )
    assert found["item"]["state"] == "REPAIR_NEEDED"
    refused = await journey.change(
        "EquipmentStateMove", "registrar", to="SERVICEABLE", expectedVersion=2, **item
    )
    assert refused["code"] == "TRANSITION_REFUSED"
    for version, to in ((2, "IN_REPAIR"), (3, "SERVICEABLE")):
        moved = await journey.change(
            "EquipmentStateMove", "registrar", to=to, expectedVersion=version, **item
        )
        assert moved["condition"] == to
    inspections = await journey.run("EquipmentInspectionsList", first=5, result="REPAIR_REQUIRED")
    assert [each["nextDueOn"] for each in inspections["nodes"]] == ["2026-07-03"]
    return str(pump["id"])


async def _handed_over(journey: Journey, world: SmallWorld, pump: str) -> None:
    """Give two of the five pumps to another team; three stay."""
    other = world.teams["510303", TeamCategory.MED]
    facts = {"itemId": pump, "toTeamId": gid(other), "movedOn": "2026-01-05"}
    refused = await journey.change("EquipmentTransfer", "registrar", expectedVersion=4, quantity=6, **facts)
    assert refused["code"] == "INVALID_VALUE"
    given = await journey.change("EquipmentTransfer", "registrar", expectedVersion=4, quantity=2, **facts)
    assert (given["item"]["quantity"], given["received"]["quantity"]) == (3, 2)
    shown = await journey.run("EquipmentItemShow", id=pump)
    assert shown["transfersOut"][0]["toTeam"] == {"code": other.code}
    assert len(shown["inspections"]) == 1
    listed = await journey.run("EquipmentList", first=5, filter={"kind": "水泵", "teamId": gid(other)})
    assert [each["quantity"] for each in listed["nodes"]] == [2]


async def _replaced(journey: Journey, world: SmallWorld) -> None:
    """Replace the generator; the old one is retired, and filters tell the two apart."""
    old = world.equipment[world.team.id]
    facts = {
        "teamId": gid(world.team),
        "ownerId": gid(world.organizations["510302"]),
        "kind": old.kind,
        "serial": "N-1",
        "nextInspectionOn": "2026-01-05",
        "replacesId": gid(old),
    }
    stale = await journey.change("EquipmentRegister", "registrar", **facts)
    assert stale["code"] == "STALE_VERSION"
    new = await journey.change("EquipmentRegister", "registrar", replacedVersion=1, **facts)
    assert new["replaces"] == {"id": gid(old), "state": "RETIRED", "version": 2}
    here = {"withinId": gid(world.district), "kind": old.kind}
    for choice, ids in (
        ({"overdue": True}, [new["id"]]),
        ({"state": "INSPECTION_OVERDUE"}, [new["id"]]),
        ({"state": "RETIRED"}, [gid(old)]),
    ):
        listed = await journey.run("EquipmentList", first=5, filter={**here, **choice})
        assert [each["id"] for each in listed["nodes"]] == ids, choice
    fresh = await journey.run("EquipmentList", first=5, filter={**here, "overdue": False})
    assert (fresh["totalCount"], {each["condition"] for each in fresh["nodes"]}) == (
        3,
        {"RETIRED", "SERVICEABLE"},
    )

"""Sirens through the API: registered, put into service, sounded, broken, repaired; and new ones planned."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from registry.history import Act
from tests.api.harness import Api, gid
from tests.api.journeys.journey import Journey
from tests.factories import SmallWorld
from tests.registry.sirens.rows import LATITUDE, LONGITUDE, cell, siren, stored

pytestmark = pytest.mark.anyio

RUNS = {
    "PopulationCellsList",
    "SirenChange",
    "SirenCoverageShow",
    "SirenFaultRepair",
    "SirenFaultReport",
    "SirenMoveState",
    "SirenRegister",
    "SirenShow",
    "SirensList",
    "SirensPlan",
    "SoundingRatesShow",
    "SoundingRecord",
}
TRIAL = "2025-09-18"


async def test_sirens_are_looked_after(api: Api, world: SmallWorld, act: Callable[..., Act]) -> None:
    journey = Journey(api)
    here = world.district.id
    await stored(
        act(),
        siren(here, "S-0", longitude=LONGITUDE + 0.02),
        cell(here, "C-0", population=900),
        cell(here, "C-1", latitude=LATITUDE + 0.02, population=400),
        cell(world.sibling.id, "C-2", longitude=LONGITUDE + 0.02, population=300),
    )

    code = await _life(journey, world)
    await _sounded(journey, world, code)
    await _broken(journey, world, code)
    await _reached(journey, world)
    await _planned(journey, world)

    assert journey.ran == RUNS


async def _life(journey: Journey, world: SmallWorld) -> str:
    """Register a siren, correct it, and put it into service."""
    made = await journey.change(
        "SirenRegister",
        "registrar",
        regionId=gid(world.district),
        code="S-1",
        name="示例警报点",
        kind="ELECTRO_ACOUSTIC",
        control="RADIO",
        latitude=LATITUDE,
        longitude=LONGITUDE,
        organizationId=gid(world.organizations["510302"]),
    )
    assert (made["state"], made["audibleRadiusM"], made["version"]) == ("PLANNED", 700, 1)
    changed = await journey.change(
        "SirenChange", "registrar", sirenId=made["id"], audibleRadiusM=600, expectedVersion=1
    )
    assert (changed["audibleRadiusM"], changed["name"], changed["version"]) == (600, "示例警报点", 2)
    version = 2
    for state, day in (("INSTALLED", "2025-05-01"), ("IN_SERVICE", "2025-05-09")):
        moved = await journey.change(
            "SirenMoveState",
            "registrar",
            sirenId=made["id"],
            state=state,
            on=day,
            expectedVersion=version,
        )
        assert (moved["state"], moved["installedOn"]) == (state, "2025-05-01")
        version = moved["version"]
    again = await journey.change(
        "SirenMoveState", "registrar", sirenId=made["id"], state="PLANNED", expectedVersion=version
    )
    assert (again["code"], again["allowed"]) == ("TRANSITION_REFUSED", ["faulty", "out_of_service"])
    return str(made["id"])


async def _sounded(journey: Journey, world: SmallWorld, siren_id: str) -> None:
    """Sound it on the trial day; its last signal stays silent."""
    for signal, sounded, cause in (("PREPARATORY", True, ""), ("ATTACK", False, "供电中断")):
        test = await journey.change(
            "SoundingRecord",
            "registrar",
            sirenId=siren_id,
            heldOn=TRIAL,
            signal=signal,
            sounded=sounded,
            cause=cause,
        )
        assert (test["sounded"], test["cause"], test["siren"]["code"]) == (sounded, cause, "S-1")
    rates = await journey.run("SoundingRatesShow", regionId=gid(world.city), on=TRIAL)
    assert [(r["region"]["code"], r["due"], r["tested"], r["sounded"], r["ratePercent"]) for r in rates] == [
        ("510300", 2, 1, 0, 0.0),
        ("510302", 2, 1, 0, 0.0),
    ]
    assert (rates[0]["silent"], rates[0]["untested"]) == (["S-1"], ["S-0"])
    silent = await journey.run("SirensList", first=3, filter={"silent": True})
    assert [each["code"] for each in silent["nodes"]] == ["S-1"]


async def _broken(journey: Journey, world: SmallWorld, siren_id: str) -> None:
    """Report a fault and repair it."""
    version = (await journey.run("SirenShow", id=siren_id))["version"]
    fault = await journey.change(
        "SirenFaultReport",
        "registrar",
        sirenId=siren_id,
        description="功放故障",
        on=TRIAL,
        expectedVersion=version,
    )
    assert fault["siren"] == {"code": "S-1", "state": "FAULTY", "version": version + 1}
    listed = await journey.run("SirensList", first=3, filter={"openFault": True, "state": "FAULTY"})
    assert [each["openFault"]["description"] for each in listed["nodes"]] == ["功放故障"]
    closed = await journey.change(
        "SirenFaultRepair",
        "registrar",
        faultId=fault["id"],
        repair="更换功放",
        on="2025-10-08",
        repairedById=gid(world.organizations["510302"]),
        expectedVersion=fault["version"],
    )
    assert (closed["brokenUntil"], closed["siren"]["state"]) == ("2025-10-09", "IN_SERVICE")
    shown = await journey.run("SirenShow", id=siren_id)
    assert (len(shown["soundings"]), len(shown["faults"]), shown["openFault"]) == (2, 1, None)


async def _reached(journey: Journey, world: SmallWorld) -> None:
    """See whom the sirens reach."""
    coverage = await journey.run("SirenCoverageShow", regionId=gid(world.city))
    assert (coverage["sirenCount"], coverage["total"]["populationPercent"]) == (2, 75.0)
    assert [
        (each["region"]["code"], each["figures"]["coveredPopulation"]) for each in coverage["districts"]
    ] == [("510302", 900), ("510303", 300)]
    assert [(each["code"], each["uncoveredPopulation"]) for each in coverage["uncovered"]] == [("C-1", 400)]
    cells = await journey.run("PopulationCellsList", first=5, filter={"withinId": gid(world.sibling)})
    assert [each["code"] for each in cells["nodes"]] == ["C-2"]


async def _planned(journey: Journey, world: SmallWorld) -> None:
    """Plan a new siren; ask for what cannot be; ask wrongly."""
    region, offers = gid(world.city), [{"kind": "ELECTRIC", "cost": 3}]
    plan = await journey.run("SirensPlan", regionId=region, wish={"offers": offers, "budget": 5})
    assert (plan["reached"], plan["bound"], plan["proven"], plan["cost"]) == (1600, 1600, True, 3)
    (site,) = plan["sites"]
    assert (site["order"], site["code"], site["addedPopulation"], site["lostPopulation"]) == (
        1,
        "C-1",
        400,
        400,
    )
    assert [
        (each["region"]["code"], each["before"]["populationPercent"], each["after"]["populationPercent"])
        for each in plan["districts"]
    ] == [("510302", 69.23, 100.0), ("510303", 100.0, 100.0)]
    dear = await journey.run(
        "SirensPlan", regionId=region, wish={"offers": offers, "budget": 2, "required": ["C-1"]}
    )
    assert (dear["__typename"], len(dear["reasons"])) == ("SirenPlanInfeasible", 1)
    assert "3" in dear["reasons"][0]["zh"]
    wrong = await journey.run("SirensPlan", regionId=region, wish={"offers": offers})
    assert (wrong["__typename"], wrong["fieldName"]) == ("InvalidValue", "budget")
    assert await journey.run("SirensPlan", regionId="nonsense", wish={"offers": offers, "most": 1}) is None

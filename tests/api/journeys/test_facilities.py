"""Command facilities through the API: registered, linked, out and back, maintained under contract."""

from __future__ import annotations

from typing import Any

import pytest

from registry.codes import ResourceKind
from registry.tables import LedgerEntry
from tests.api.facilities_rows import facilities_rows
from tests.api.harness import OPERATIONS, Api, gid
from tests.api.journeys.journey import Journey
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio

RUNS = {
    "ContractConclude",
    "ContractsDueShow",
    "FacilitiesList",
    "FacilityAvailabilityShow",
    "FacilityChange",
    "FacilityLink",
    "FacilityReadinessShow",
    "FacilityRegister",
    "FacilityShow",
    "FacilityUnlink",
    "OutageDecide",
    "OutageEnd",
    "OutageReport",
}


async def test_facilities_are_kept_ready(api: Api, world: SmallWorld) -> None:
    journey = Journey(api)

    facility = await _registered(journey, world)
    await _linked(journey, world, facility)
    await _out(journey, world, facility)
    await _maintained(journey, world, facility)
    await _figures(journey, world)

    assert journey.ran == RUNS


async def _registered(journey: Journey, world: SmallWorld) -> str:
    """Register a center and a power supply, and change the latter."""
    host = gid(world.organizations["510300"])
    facts = {"regionId": gid(world.city), "organizationId": host, "since": "2025-01-01"}
    center = await journey.change(
        "FacilityRegister", "registrar", code="F-1", name="示例指挥中心", kind="COMMAND_CENTER", **facts
    )
    assert (center["kind"], center["alwaysOn"], center["version"]) == ("COMMAND_CENTER", True, 1)
    power = await journey.change(
        "FacilityRegister", "registrar", code="F-2", name="示例电源", kind="BACKUP_POWER", **facts
    )
    changed = await journey.change(
        "FacilityChange",
        "registrar",
        facilityId=power["id"],
        alwaysOn=False,
        name="示例备用电源",
        expectedVersion=1,
    )
    assert (changed["name"], changed["alwaysOn"], changed["version"]) == ("示例备用电源", False, 2)
    stale = await journey.change(
        "FacilityChange", "registrar", facilityId=power["id"], givenUpOn="2026-06-01", expectedVersion=1
    )
    assert (stale["code"], stale["expected"], stale["actual"]) == ("STALE_VERSION", 1, 2)
    taken = await journey.change(
        "FacilityRegister", "registrar", code="F-1", name="另一处", kind="BACKUP_POWER", **facts
    )
    assert taken["taken"] == "F-1"
    return str(center["id"])


async def _linked(journey: Journey, world: SmallWorld, facility: str) -> None:
    """Let the base and a team work from the center, then the team no longer."""
    base = world.resources["510300", ResourceKind.BASE]
    since = {"facilityId": facility, "since": "2025-01-01"}
    linked = await journey.change("FacilityLink", "registrar", resourceId=gid(base), **since)
    assert (linked["resource"], linked["team"]) == ({"code": base.code}, None)
    both = await journey.change(
        "FacilityLink", "registrar", resourceId=gid(base), teamId=gid(world.team), **since
    )
    assert both["code"] == "INVALID_VALUE"
    team = await journey.change("FacilityLink", "registrar", teamId=gid(world.team), **since)
    ended = await journey.change(
        "FacilityUnlink", "registrar", linkId=team["id"], until="2025-06-01", expectedVersion=1
    )
    assert (ended["until"], ended["version"]) == ("2025-06-01", 2)
    query = """query ($base: ID!, $team: ID!) { resource(id: $base) { facilityLinks { facility { code } } }
      team(id: $team) { facilityLinks { until facility { code } } } }"""
    seen = await journey.api.data(query, {"base": gid(base), "team": gid(world.team)})
    assert seen == {
        "resource": {"facilityLinks": [{"facility": {"code": "F-1"}}]},
        "team": {"facilityLinks": [{"until": "2025-06-01", "facility": {"code": "F-1"}}]},
    }


async def _out(journey: Journey, world: SmallWorld, facility: str) -> None:
    """Report a failure and end it; propose an upgrade, approve it, shorten it."""
    failure = await journey.change(
        "OutageReport",
        "registrar",
        facilityId=facility,
        kind="FAILURE",
        firstDay="2025-12-30",
        firstHour=12,
        description="示例故障",
    )
    assert (failure["state"], failure["until"]) == ("APPROVED", None)
    back = await journey.change(
        "OutageEnd",
        "registrar",
        outageId=failure["id"],
        lastDay="2025-12-31",
        untilHour=12,
        expectedVersion=1,
    )
    assert (back["until"], back["untilHour"]) == ("2026-01-01", 12)
    upgrade = await journey.change(
        "OutageReport",
        "registrar",
        facilityId=facility,
        kind="UPGRADE",
        firstDay="2026-05-11",
        lastDay="2026-05-15",
    )
    assert upgrade["state"] == "PROPOSED"
    decision = {"outageId": upgrade["id"], "state": "APPROVED", "expectedVersion": 1}
    denied = await journey.change("OutageDecide", "registrar", **decision)
    assert denied["code"] == "ACCESS_DENIED"
    approved = await journey.change("OutageDecide", "approver", **decision)
    assert (approved["state"], approved["decidedOn"]) == ("APPROVED", "2026-01-05")
    again = await journey.change("OutageDecide", "approver", **{**decision, "expectedVersion": 2})
    assert (again["code"], again["allowed"]) == ("TRANSITION_REFUSED", ["withdrawn"])
    longer = await journey.change(
        "OutageEnd", "registrar", outageId=upgrade["id"], lastDay="2026-05-18", expectedVersion=2
    )
    assert longer["code"] == "INVALID_VALUE"
    out = await journey.run("FacilitiesList", first=3, filter={"outOn": "2026-05-15"})
    assert [each["code"] for each in out["nodes"]] == ["F-1"]
    assert (await journey.run("FacilitiesList", first=3, filter={"outOn": "2026-05-16"}))["nodes"] == []


async def _maintained(journey: Journey, world: SmallWorld, facility: str) -> None:
    """Conclude a contract that runs out, see it due, and renew it."""
    facts = {
        "facilityId": facility,
        "contractorId": gid(world.organizations["510302"]),
        "scope": "示例维保",
        "responseHours": 4,
    }
    first = await journey.change(
        "ContractConclude",
        "registrar",
        number="WB-1",
        firstDay="2025-02-01",
        lastDay="2026-01-31",
        costYuan=120_000,
        **facts,
    )
    assert first["until"] == "2026-02-01"
    of_city: dict[str, Any] = {"regionId": gid(world.city), "days": 30}
    due = await journey.run("ContractsDueShow", **of_city)
    assert [(each["number"], each["facility"]["code"]) for each in due] == [("WB-1", "F-1")]
    renewed = await journey.change(
        "ContractConclude",
        "registrar",
        number="WB-2",
        firstDay="2026-02-01",
        lastDay="2027-01-31",
        olderContractId=first["id"],
        **facts,
    )
    assert renewed["renews"] == {"number": "WB-1"}
    assert await journey.run("ContractsDueShow", **of_city) == []
    shown = await journey.run("FacilityShow", id=facility)
    assert [each["number"] for each in shown["contracts"]] == ["WB-1", "WB-2"]
    assert shown["contracts"][0]["renewals"] == [{"number": "WB-2"}]
    assert [each["kind"] for each in shown["outages"]] == ["FAILURE", "UPGRADE"]
    assert [each["until"] for each in shown["provisions"]].count(None) == 1


async def _figures(journey: Journey, world: SmallWorld) -> None:
    """Look at the availability of the last four days of a year, and at two days' readiness."""
    listed = await journey.run(
        "FacilityAvailabilityShow", regionId=gid(world.city), until="2025-12-31", **{"from": "2025-12-28"}
    )
    assert [
        (each["facility"]["code"], each["hours"], each["plannedHours"], each["failedHours"], each["percent"])
        for each in listed
    ] == [("F-1", 96, 0, 24, 75.0), ("F-2", 96, 0, 0, 100.0)]
    (today,) = await journey.run("FacilityReadinessShow", regionId=gid(world.city))
    assert (today["facility"]["code"], today["up"], today["ready"]) == ("F-1", True, True)
    (out,) = await journey.run("FacilityReadinessShow", regionId=gid(world.city), on="2026-05-11")
    assert (out["up"], out["contracted"], out["ready"], len(out["outages"])) == (False, True, False, 1)
    assert await journey.run("ContractsDueShow", regionId="nonsense", days=30) is None


FIGURES = {
    "ContractsDueShow": ({"days": 90}, 8),
    "FacilityAvailabilityShow": ({"from": "2025-12-01", "until": "2025-12-31"}, 7),
    "FacilityReadinessShow": ({"on": "2026-01-05"}, 8),
}


async def test_figures_take_as_many_statements_for_three_facilities_as_for_one(
    api: Api, world: SmallWorld, statements
) -> None:
    base = world.resources["510300", ResourceKind.BASE]
    counts: dict[str, list[int]] = {name: [] for name in FIGURES}
    lengths: dict[str, list[int]] = {name: [] for name in FIGURES}

    for keys in ("a", "bc"):
        for key in keys:
            await facilities_rows(world.district, world.organizations["510302"], base, key)
        for name, (given, _) in FIGURES.items():
            query = (OPERATIONS / f"{name}.graphql").read_text()
            with statements.counted() as seen:
                (answer,) = (await api.data(query, {"regionId": gid(world.city), **given})).values()
            counts[name].append(len(seen))
            lengths[name].append(len(answer))

    assert counts == {name: [number, number] for name, (_, number) in FIGURES.items()}
    assert lengths == {name: [1, 3] for name in FIGURES}


async def test_refused_changes_leave_no_trace(api: Api, world: SmallWorld) -> None:
    rows = await facilities_rows(
        world.district, world.organizations["510302"], world.resources["510300", ResourceKind.BASE]
    )
    facility, outage = gid(rows["CommandFacility"]), gid(rows["FacilityOutage"])
    refused = [
        ("changeFacility", {"facilityId": facility, "expectedVersion": 1, "name": " "}, "INVALID_VALUE"),
        ("linkFacility", {"facilityId": facility}, "INVALID_VALUE"),
        ("unlinkFacility", {"linkId": gid(rows["FacilityResource"]), "expectedVersion": 9}, "STALE_VERSION"),
        (
            "reportOutage",
            {"facilityId": facility, "kind": "FAILURE", "firstDay": "2026-01-06"},
            "INVALID_VALUE",
        ),
        (
            "endOutage",
            {"outageId": outage, "lastDay": "2025-03-02", "expectedVersion": 1},
            "INVALID_VALUE",
        ),
        (
            "decideOutage",
            {"outageId": outage, "state": "PROPOSED", "expectedVersion": 1},
            "ACCESS_DENIED",
        ),
    ]
    entries = await LedgerEntry.all().count()

    codes = [
        (await api.change(name, {"reason": "test", **given}, "registrar"))["code"]
        for name, given, _ in refused
    ]

    assert codes == [code for _, _, code in refused]
    assert await LedgerEntry.all().count() == entries

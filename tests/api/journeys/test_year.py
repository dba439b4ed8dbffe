"""The year's work through the API, in its order: registry, plan, events, watching."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tortoise.context import TortoiseContext

from exercises.tables import PlannedEvent, PlanRun, TrainingPlan
from registry.codes import TeamCategory
from tests.api.harness import OPERATIONS, gid, make_api
from tests.api.journeys import planning
from tests.api.journeys.journey import Journey
from tests.exercises.years import store_year
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio


RUNS = {
    "AreasList",
    "BlackoutsList",
    "BottlenecksShow",
    "CalendarTokenCreate",
    "CenterMoveState",
    "CentersList",
    "CoverageShow",
    "DemandExplain",
    "DemandRemediesShow",
    "EnterprisesList",
    "EventCancel",
    "EventLock",
    "EventMove",
    "EventShow",
    "EventUnlock",
    "EventsList",
    "LinkCoverageShow",
    "LoadCheckShow",
    "MeShow",
    "MemberAssign",
    "MemberRelease",
    "MoveCheck",
    "NodeShow",
    "OrganizationShow",
    "OrganizationsList",
    "PeopleList",
    "PersonShow",
    "PlacesSuggest",
    "PlanApprove",
    "PlanClose",
    "PlanConflictsShow",
    "PlanConsult",
    "PlanDiscard",
    "PlanIssue",
    "PlanRepair",
    "PlanRunCancel",
    "PlanRunRequest",
    "PlanRunShow",
    "PlanRunWatch",
    "PlanRunsList",
    "PlanShow",
    "PlanSubmit",
    "PlanSuppose",
    "PlanVerificationShow",
    "PlansCompare",
    "PlansList",
    "QualificationTypesList",
    "RegionShow",
    "RegionsList",
    "ResourcesList",
    "SpacingWarningsShow",
    "SyllabusRuleSet",
    "SyllabusShow",
    "TeamForm",
    "TeamMoveState",
    "TeamShow",
    "TeamTypesList",
    "TeamsList",
    "UnavailabilitiesList",
    "UnavailabilityReport",
    "UnavailabilityWithdraw",
}
LISTS = [
    "RegionsList",
    "AreasList",
    "OrganizationsList",
    "EnterprisesList",
    "CentersList",
    "TeamTypesList",
    "PeopleList",
    "QualificationTypesList",
    "TeamsList",
    "ResourcesList",
    "UnavailabilitiesList",
    "BlackoutsList",
]


@pytest.fixture(scope="session")
def sqlite_template(sqlite_template: Path) -> Path:
    """Return the empty file: this journey stores a world of its own, with a syllabus."""
    return sqlite_template.with_name("muster.db")


async def test_year_is_planned_and_lived(database: TortoiseContext) -> None:
    world = await store_year()
    api = await make_api(world.principals)
    journey = Journey(api)

    await read_registry(journey, world)
    await change_registry(journey, world)
    await plan_the_year(journey, world)
    await planning.ask_about(journey, world)
    await planning.repair(journey)
    await live_the_year(journey, world)
    await watch(journey)

    assert journey.ran == RUNS


async def read_registry(journey: Journey, world: SmallWorld) -> None:
    for name in LISTS:
        answer = await journey.run(name, first=3)
        assert answer["totalCount"] > 0, name
        assert len(answer.get("nodes", answer.get("edges"))) == min(3, answer["totalCount"]), name
    assert (await journey.run("MeShow"))["login"] == "planner"
    assert (await journey.run("NodeShow", id=gid(world.team)))["__typename"] == "Team"
    assert (await journey.run("RegionShow", code="510300"))["areaMemberships"]
    assert await journey.run("OrganizationShow", id=gid(world.organizations["510302"]))
    assert (await journey.run("TeamShow", id=gid(world.team)))["posts"]
    assert await journey.run("PersonShow", id=gid(world.people[world.team.id][0]))
    assert await journey.run("CoverageShow", regionId=gid(world.city))
    assert [row["number"] for row in await journey.run("SyllabusShow")] == list(range(1, 18))
    own = {"regionId": gid(world.city), "number": 14, "validFrom": "2025-12-31"}
    ruled = await journey.change("SyllabusRuleSet", **own, months=[11], mark="ASSUMED")
    assert (ruled["months"], ruled["region"]) == ([11], {"code": "510300"})
    stale = await journey.change("SyllabusRuleSet", **own, months=[10])
    assert (stale["code"], stale["actual"]) == ("STALE_VERSION", 1)
    wrong = await journey.change("SyllabusRuleSet", **own, months=[13], expectedVersion=1)
    assert (wrong["code"], wrong["path"]) == ("INVALID_VALUE", ["input", "months"])
    again = await journey.change("SyllabusRuleSet", **own, months=[10, 11], expectedVersion=1)
    assert (again["months"], again["version"]) == ([10, 11], 2)
    of_city = {"regionId": gid(world.city), "year": 2026}
    lines = await journey.run("LoadCheckShow", **of_city)
    assert {line["category"] for line in lines} == {"RRP", "MED", "COM", "MCP"}
    odd = {row["number"]: row for row in await journey.run("SpacingWarningsShow", **of_city)}
    assert (odd[2]["longestDays"], odd[2]["periodicityDays"]) == (486, 456)


async def change_registry(journey: Journey, world: SmallWorld) -> None:
    made = await journey.change(
        "TeamForm",
        "registrar",
        regionId=gid(world.district),
        code="T-NEW",
        name="新队",
        teamTypeId=gid(world.types[TeamCategory.RRP]),
        organizationId=gid(world.organizations["510302"]),
        leadDepartmentId=gid(world.departments["510302"]),
    )
    assert made["__typename"] == "Team"
    moved = await journey.change(
        "TeamMoveState",
        "registrar",
        teamId=made["id"],
        state="AWAITING_APPROVAL",
        expectedVersion=made["version"],
    )
    assert moved["state"] == "AWAITING_APPROVAL"
    membership = world.memberships[world.team.id][-1]
    ended = await journey.change(
        "MemberRelease",
        "registrar",
        membershipId=gid(membership),
        on="2026-01-10",
        expectedVersion=1,
        leaveReason="EMPLOYER",
    )
    assert (ended["validTo"], ended["leaveReason"]) == ("2026-01-10", "EMPLOYER")
    person = await membership.person
    joined = await journey.change(
        "MemberAssign",
        "registrar",
        teamId=made["id"],
        personId=gid(person),
        validFrom="2026-01-10",
        specialExpertise="核化专家",
        evidenceIds=[],
    )
    assert joined["specialExpertise"] == "核化专家"
    report = await journey.change(
        "UnavailabilityReport",
        "registrar",
        absent={"teamId": gid(world.team)},
        firstDay="2026-12-28",
        lastDay="2026-12-30",
        why="DUTY",
    )
    gone = await journey.change(
        "UnavailabilityWithdraw", "registrar", unavailabilityId=report["id"], expectedVersion=1
    )
    assert gone["__typename"] == "UnavailabilityWithdrawn"
    center = await journey.change(
        "CenterMoveState",
        "registrar",
        centerId=gid(world.center),
        state=world.center.state.name,
        expectedVersion=world.center.version,
    )
    assert center["code"] == "TRANSITION_REFUSED"


async def plan_the_year(journey: Journey, world: SmallWorld) -> None:
    asked = {"regionId": gid(world.city), "year": 2026, "seed": 1}
    run = await journey.change("PlanRunRequest", **asked)
    assert run["__typename"] == "PlanRun", run
    done = await journey.run("PlanRunShow", id=run["id"])
    assert done["state"] == "PLANNED", done
    assert (await journey.run("PlanRunsList", first=5))["totalCount"] == 1
    late = await journey.change("PlanRunCancel", runId=run["id"])
    assert late["code"] == "TRANSITION_REFUSED"
    first = await journey.run("PlanShow", regionId=gid(world.city), year=2026)
    assert (first["number"], first["state"]) == (1, "DRAFT")
    assert [part["value"] >= part["bound"] for part in first["components"]] == [True] * 7
    judged = await journey.run("PlanVerificationShow", planId=first["id"])
    assert (judged["passed"], judged["violations"]) == (True, [])
    assert judged["cost"] == first["objective"]
    assert isinstance(await journey.run("LinkCoverageShow", planId=first["id"]), list)
    wrong = await journey.change("PlanRunRequest", **asked, weights={"lapseDays": -1})
    assert (wrong["code"], wrong["path"]) == ("INVALID_VALUE", ["input", "weights", "lapseDays"])
    again = await journey.change("PlanRunRequest", **asked, weights={"lapseDays": 500})
    second = (await journey.run("PlanRunShow", id=again["id"]))["plan"]
    assert (await journey.run("PlansList", first=5))["totalCount"] == 2
    gone = await journey.change("PlanDiscard", planId=second["id"], expectedVersion=1)
    assert gone["state"] == "DISCARDED"
    await issue(journey, first)


async def issue(journey: Journey, plan: dict[str, Any]) -> None:
    """Take a version all the way, its planner refused as its approver."""
    version = plan["version"]
    for name, state in (("PlanConsult", "CONSULTED"), ("PlanSubmit", "SUBMITTED")):
        step = await journey.change(name, planId=plan["id"], expectedVersion=version)
        assert step["state"] == state
        version = step["version"]
    denied = await journey.change("PlanApprove", planId=plan["id"], expectedVersion=version)
    assert denied["code"] == "ACCESS_DENIED"
    for name, state in (("PlanApprove", "APPROVED"), ("PlanIssue", "ISSUED")):
        step = await journey.change(name, "approver", planId=plan["id"], expectedVersion=version)
        assert step["state"] == state
        version = step["version"]


async def live_the_year(journey: Journey, world: SmallWorld) -> None:
    listed = await journey.run("EventsList", first=100, filter={"withinId": gid(world.city)})
    assert listed["totalCount"] == await PlannedEvent.filter(plan__state="issued").count()
    event = next(e for e in listed["nodes"] if not e["external"] and e["kind"] == "HANDS_ON")
    assert (await journey.run("EventShow", id=event["id"]))["plan"]["state"] == "ISSUED"
    broken = await journey.run("MoveCheck", eventId=event["id"], firstDay="2026-10-01")
    assert broken, "1 October is a holiday"
    refused = await journey.change(
        "EventMove", eventId=event["id"], firstDay="2026-10-01", expectedVersion=event["version"]
    )
    assert refused["code"] == "MOVE_REFUSED"
    assert [each["rule"] for each in refused["violations"]] == [each["rule"] for each in broken]
    locked = await journey.change("EventLock", eventId=event["id"], expectedVersion=event["version"])
    assert locked["locked"] is True
    free = await journey.change("EventUnlock", eventId=event["id"], expectedVersion=locked["version"])
    assert free["locked"] is False
    gone = await journey.change(
        "EventCancel", "approver", eventId=event["id"], expectedVersion=free["version"]
    )
    assert gone["state"] == "CANCELLED"
    address = await journey.change("CalendarTokenCreate", regionId=gid(world.city))
    assert address["feedPath"].startswith("/calendar/")
    plan = await TrainingPlan.get(state="issued")
    closed = await journey.change("PlanClose", planId=gid(plan), expectedVersion=plan.version)
    assert closed["state"] == "CLOSED"


async def watch(journey: Journey) -> None:
    """Follow a run that has ended, over server-sent events."""
    run = await PlanRun.filter(state="planned").first()
    assert run is not None
    body = {"query": (OPERATIONS / "PlanRunWatch.graphql").read_text(), "variables": {"runId": gid(run)}}
    headers = {**journey.api.headers("planner"), "accept": "text/event-stream"}
    async with journey.api.http() as client:
        answer = await client.post("/graphql/stream", json=body, headers=headers)
    journey.ran.add("PlanRunWatch")
    events = [part.split("\r\ndata: ") for part in answer.text.split("\r\n\r\n") if "data: " in part]
    assert [name for name, _ in events] == ["event: next", "event: complete"]
    told = json.loads(events[0][1])["data"]["planRunProgress"]
    assert (told["state"], told["runId"]) == ("PLANNED", gid(run))

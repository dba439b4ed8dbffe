"""Checks, findings and hazards through the API: planned, recorded, published, put right, closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from registry.history import Act
from tests.api.execution_rows import execution_rows
from tests.api.harness import Api, gid
from tests.api.journeys.journey import Journey
from tests.factories import SmallWorld
from tests.registry.checks.steps import a_file
from tests.registry.draws.steps import add_inspectors, drawn
from tests.registry.works.town import add_town

pytestmark = pytest.mark.anyio

RUNS = {
    "CheckCancel",
    "CheckCorrect",
    "CheckListShow",
    "CheckListWrite",
    "CheckListsList",
    "CheckPlan",
    "CheckPublish",
    "CheckRecord",
    "CheckShow",
    "ChecksDrawnPlan",
    "ChecksList",
    "FindingExtensionAsk",
    "FindingExtensionDecide",
    "FindingOpen",
    "FindingRectify",
    "FindingReopen",
    "FindingShow",
    "FindingVerify",
    "FindingWithdraw",
    "FindingsList",
    "HazardRegister",
    "HazardReportShow",
    "HazardShow",
    "HazardStepTake",
    "HazardsList",
}
#: Counted by the journey of works.
ELSEWHERE = {"ResponsibleBodyAssign"}


async def test_checks_find_what_is_put_right(api: Api, world: SmallWorld, act: Callable[..., Act]) -> None:
    journey = Journey(api)
    await add_inspectors(world, act)
    plan = await drawn(world, act)

    listed = await _list(journey, world)
    await _of_a_draw(journey, listed, gid(plan))
    findings = await _check(journey, world, listed)
    held = await execution_rows(world.team, world.people[world.team.id][0], world.city)
    await _findings(journey, world, findings, gid(held["Execution"]))
    await _hazard(journey, world)

    assert journey.ran - ELSEWHERE == RUNS


async def _list(journey: Journey, world: SmallWorld) -> dict[str, Any]:
    """Write a check list and look at it."""
    items = [
        {"text": "按规定编组", "textEn": "Members are assigned", "severity": "MINOR"},
        {"text": "装备在位", "textEn": "Equipment is on hand", "severity": "MAJOR", "basis": "示例依据"},
    ]
    facts = {"regionId": gid(world.city), "code": "CL-1", "objectKind": "TEAM", "title": "示例检查单"}
    made = await journey.change("CheckListWrite", "auditor", items=items, titleEn="Sample", **facts)
    assert (made["edition"], len(made["items"])) == (1, 2)
    refused = await journey.change("CheckListWrite", "registrar", items=items, titleEn="Sample", **facts)
    assert refused["code"] == "ACCESS_DENIED"
    assert (await journey.run("CheckListsList", first=3, filter={"current": True}))["totalCount"] == 1
    shown = await journey.run("CheckListShow", id=made["id"])
    assert [item["severityLabel"]["en"] for item in shown["items"]] == ["minor", "major"]
    return dict(made)


async def _of_a_draw(journey: Journey, listed: dict[str, Any], plan: str) -> None:
    """Plan the checks of everything a draw chose, once."""
    wanted = {"inspectionPlanId": plan, "checkListId": listed["id"], "plannedOn": "2026-01-20"}
    made = await journey.change("ChecksDrawnPlan", "auditor", **wanted)
    assert made["checks"]
    assert {(each["state"], each["drawn"], len(each["inspectors"]) >= 2) for each in made["checks"]} == {
        ("PLANNED", True, True)
    }
    assert (await journey.change("ChecksDrawnPlan", "auditor", **wanted))["code"] == "INVALID_VALUE"
    shown = await journey.run("CheckShow", id=made["checks"][0]["id"])
    assert shown["inspectionPlan"]["id"] == plan


async def _check(journey: Journey, world: SmallWorld, listed: dict[str, Any]) -> list[dict[str, Any]]:
    """Plan two checks, cancel one, record, publish and correct the other; return what was found."""
    planned: dict[str, Any] = {
        "objectKind": "TEAM",
        "objectId": gid(world.team),
        "checkListId": listed["id"],
        "plannedOn": "2026-01-05",
        "inspectors": [
            {"name": "检查员甲"},
            {"name": "检查员乙", "thirdParty": True, "organizationId": gid(world.organizations["510303"])},
        ],
    }
    gone = await journey.change("CheckPlan", "auditor", **planned)
    cancelled = await journey.change("CheckCancel", "auditor", checkId=gone["id"], expectedVersion=1)
    assert cancelled["state"] == "CANCELLED"
    check = await journey.change("CheckPlan", "auditor", **planned)
    first, second = (item["id"] for item in listed["items"])
    record: dict[str, Any] = {"heldOn": "2026-01-05", "result": "RECTIFY"}
    answers = [
        {"checkItemId": first, "answer": "NO"},
        {"checkItemId": second, "answer": "NO", "note": "缺一台"},
    ]
    held = await journey.change(
        "CheckRecord",
        "auditor",
        checkId=check["id"],
        expectedVersion=1,
        record={**record, "answers": answers},
    )
    assert [(each["severity"], each["dueOn"]) for each in held["findings"]] == [
        ("MAJOR", "2026-01-20"),
        ("MINOR", "2026-03-06"),
    ]
    published = await journey.change(
        "CheckPublish", "auditor", checkId=check["id"], publication="区政府网站", expectedVersion=2
    )
    assert (published["state"], published["daysToPublication"]) == ("PUBLISHED", 0)
    answers[0]["answer"] = "YES"
    corrected = await journey.change(
        "CheckCorrect",
        "auditor",
        checkId=check["id"],
        expectedVersion=3,
        record={**record, "answers": answers},
    )
    assert (corrected["edition"], [each["state"] for each in corrected["findings"]]) == (2, ["OPEN"])
    choice = {"latest": True, "objectKind": "TEAM", "drawn": False, "teamId": gid(world.team)}
    listed_checks = await journey.run("ChecksList", first=3, filter=choice)
    assert sorted(each["state"] for each in listed_checks["nodes"]) == ["CANCELLED", "HELD"]
    for login, names in (("auditor", [None, None]), ("registrar", ["检查员乙", "检查员甲"])):
        shown = await journey.run("CheckShow", login, id=corrected["id"])
        assert sorted((each["name"] for each in shown["inspectors"]), key=str) == names
    assert shown["object"] == {"id": gid(world.team)}
    assert [each["answerLabel"]["en"] for each in shown["answers"]] == ["met", "not met"]
    return list(corrected["findings"])


async def _findings(journey: Journey, world: SmallWorld, found: list[dict[str, Any]], execution: str) -> None:
    """Extend, put right, verify, open again and withdraw a finding."""
    finding = found[0]["id"]
    asked = await journey.change(
        "FindingExtensionAsk",
        "registrar",
        findingId=finding,
        wantedOn="2026-02-20",
        grounds="待采购",
        expectedVersion=2,
    )
    decided = await journey.change(
        "FindingExtensionDecide", "approver", extensionId=asked["id"], accepted=True, expectedVersion=1
    )
    assert decided["finding"]["dueOn"] == "2026-02-20"
    file = await a_file(world.district)
    bare = {"findingId": finding, "rectification": "已补齐", "expectedVersion": 3}
    refused = await journey.change("FindingRectify", "registrar", **bare)
    assert (refused["code"], refused["path"]) == ("INVALID_VALUE", ["input", "evidenceIds"])
    done = await journey.change("FindingRectify", "registrar", evidenceIds=[gid(file)], **bare)
    assert done["state"] == "RECTIFIED"
    closed = await journey.change("FindingVerify", "auditor", findingId=finding, expectedVersion=4)
    assert (closed["state"], closed["verifiedOn"]) == ("CLOSED", "2026-01-05")
    again = await journey.change("FindingReopen", "auditor", findingId=finding, expectedVersion=5)
    assert (again["state"], again["reopenings"]) == ("OPEN", 1)
    gone = await journey.change(
        "FindingWithdraw", "auditor", findingId=finding, withdrawal="认定有误", expectedVersion=6
    )
    assert gone["withdrawnOn"] == "2026-01-05"
    opened = await journey.change(
        "FindingOpen",
        "planner",
        title="集结超时",
        severity="CONSIDERABLE",
        origin="EXERCISE",
        foundOn="2025-10-01",
        teamId=gid(world.team),
        executionId=execution,
    )
    of_exercise = await journey.run("FindingShow", id=opened["id"])
    assert of_exercise["execution"] == {"id": execution}
    assert opened["dueOn"] == "2025-10-31"
    late = await journey.run("FindingsList", first=3, filter={"overdue": True, "teamId": gid(world.team)})
    assert [(each["title"], each["overdue"]) for each in late["nodes"]] == [("集结超时", True)]
    shown = await journey.run("FindingShow", id=finding)
    assert shown["record"] == {"id": gid(world.team)}
    assert shown["extensions"][0]["decidedBy"] == {"login": "approver"}


async def _hazard(journey: Journey, world: SmallWorld) -> None:
    """Report a hazard of a work, take it up, dispose of it, close it, and read the report."""
    town = await add_town(world, world.district)
    await journey.change(
        "ResponsibleBodyAssign",
        "registrar",
        regionId=gid(town.estate),
        organizationId=gid(town.organization),
        fromDay="2025-02-01",
    )
    hazard = await journey.change(
        "HazardRegister",
        "registrar",
        regionId=gid(town.estate),
        workId=gid(town.work),
        reporterId=gid(town.organization),
        title="口部渗水",
        severity="MAJOR",
        foundOn="2025-12-20",
        aroseOn="2025-12-18",
    )
    assert (hazard["level"], hazard["dueOn"]) == ("PROPERTY", "2025-12-27")
    late = await journey.run("HazardsList", first=3, filter={"overdue": True, "level": "PROPERTY"})
    assert late["totalCount"] == 1
    file = await a_file(town.estate)
    version = hazard["version"]
    for step, told in (
        ("ESCALATE", {"note": "超出能力", "on": "2025-12-21"}),
        ("ACCEPT", {"on": "2025-12-22"}),
        ("ASSIGN", {"on": "2025-12-22", "assigneeId": gid(town.organization)}),
        ("DISPOSE", {"on": "2025-12-28", "note": "已堵漏", "evidenceIds": [gid(file)]}),
    ):
        moved = await journey.change(
            "HazardStepTake", "registrar", hazardId=hazard["id"], step=step, expectedVersion=version, **told
        )
        version = moved["version"]
    close = {"hazardId": hazard["id"], "step": "CLOSE", "expectedVersion": version, "on": "2025-12-30"}
    same = await journey.change("HazardStepTake", "registrar", **close)
    assert (same["code"], same["person"]) == ("FOUR_EYES", "registrar")
    closed = await journey.change("HazardStepTake", "auditor", **close)
    assert (closed["state"], closed["closedOn"]) == ("CLOSED", "2025-12-30")
    shown = await journey.run("HazardShow", id=hazard["id"])
    assert [each["step"] for each in shown["steps"]] == [
        "REPORT",
        "ESCALATE",
        "ACCEPT",
        "ASSIGN",
        "DISPOSE",
        "CLOSE",
    ]
    report = await journey.run("HazardReportShow", regionId=gid(world.city), since="2025-01-01")
    assert report["whole"]["closing"] == {"known": 1, "medianDays": 10, "ninetyDays": 10}
    assert [(line["region"]["code"], line["found"]) for line in report["regions"]] == [("510302", 1)]
    assert [line["level"] for line in report["levels"]] == ["PROPERTY"]
    assert await journey.run("HazardReportShow", regionId="nonsense", since="2025-01-01") is None

"""A double-random inspection through the API: inspectors, plan, freeze, commitment, reveal, publication."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from registry.history import Act
from registry.standalone import verify_draw
from tests.api.harness import Api, gid
from tests.api.journeys.journey import Journey
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio

RUNS = {
    "DrawCommit",
    "DrawDocumentShow",
    "DrawExclude",
    "DrawPublish",
    "DrawReveal",
    "InspectionPlanDraft",
    "InspectionPlanRevise",
    "InspectionPlanShow",
    "InspectionPlansList",
    "InspectionPoolsFreeze",
    "InspectorRegister",
    "InspectorRelationDeclare",
    "InspectorRetire",
    "InspectorsList",
}


async def test_inspection_is_drawn_before_everybody(
    api: Api, world: SmallWorld, act: Callable[..., Act]
) -> None:
    journey = Journey(api)

    await _inspectors(journey, world)
    plan = await _frozen(journey, world)
    await _drawn(journey, api, plan)

    assert journey.ran == RUNS


async def _inspectors(journey: Journey, world: SmallWorld) -> None:
    """Register five inspectors, one of them a person of the register; one leaves, one has a relation."""
    city = {"regionId": gid(world.city), "validFrom": "2025-01-01"}
    made = [
        await journey.change(
            "InspectorRegister",
            "auditor",
            **city,
            organizationId=gid(world.organizations["510303" if number == 3 else "510300"]),
            code=f"I-{number}",
            external=number == 3,
            **({"name": f"检查员{number}"} if number else {"personId": gid(_person(world))}),
        )
        for number in range(5)
    ]
    assert made[0]["person"] == {"reference": _person(world).reference}
    assert {each["name"] for each in made} == {None}
    taken = await journey.change(
        "InspectorRegister",
        "auditor",
        **city,
        organizationId=gid(world.organizations["510300"]),
        code="I-1",
        name="x",
    )
    assert taken["taken"] == "I-1"
    relation = await journey.change(
        "InspectorRelationDeclare",
        "auditor",
        inspectorId=made[1]["id"],
        organizationId=gid(world.organizations["510302"]),
        kind="KINSHIP",
        fromDay="2025-01-01",
    )
    assert relation["inspector"] == {"code": "I-1"}
    retired = await journey.change(
        "InspectorRetire", "auditor", inspectorId=made[4]["id"], fromDay="2026-01-01", expectedVersion=1
    )
    assert retired["validTo"] == "2026-01-01"
    listed = await journey.run("InspectorsList", "registrar", first=9, filter={"current": True})
    assert [each["name"] for each in listed["nodes"]] == [None, "检查员1", "检查员2", "检查员3"]
    third = await journey.run("InspectorsList", first=9, filter={"external": True})
    assert [(each["code"], each["name"]) for each in third["nodes"]] == [("I-3", None)]


def _person(world: SmallWorld) -> Any:
    return world.people[world.team.id][0]


async def _frozen(journey: Journey, world: SmallWorld) -> dict[str, Any]:
    """Draft an inspection, correct it, freeze it, and leave a team out."""
    facts = {
        "regionId": gid(world.city),
        "code": "SJ-2026-01",
        "title": "示例双随机抽查",
        "item": "队伍建设情况",
        "objectKind": "TEAM",
        "method": "ON_SITE",
        "legalBasis": "示例依据",
        "publicValueName": "示例指数收盘点位",
        "publicValueOn": "2026-01-12",
        "revealBy": "2026-01-20",
        "ratioPercent": 40,
    }
    plan = await journey.change("InspectionPlanDraft", "auditor", plan=facts)
    both = {**facts, "objectsWanted": 3}
    seen = {"inspectionPlanId": plan["id"], "expectedVersion": 1}
    wrong = await journey.change("InspectionPlanRevise", "auditor", plan=both, **seen)
    assert wrong["code"] == "INVALID_VALUE"
    facts = {**both, "ratioPercent": None, "strata": "REGION"}
    revised = await journey.change("InspectionPlanRevise", "auditor", plan=facts, **seen)
    assert (revised["objectsWanted"], revised["ratioPercent"], revised["version"]) == (3, None, 2)
    denied = await journey.change(
        "InspectionPoolsFreeze", "planner", inspectionPlanId=plan["id"], expectedVersion=2
    )
    assert denied["code"] == "ACCESS_DENIED"
    frozen = await journey.change(
        "InspectionPoolsFreeze", "auditor", inspectionPlanId=plan["id"], expectedVersion=2
    )
    assert (frozen["objectsCount"], frozen["inspectorsCount"], frozen["exclusionsCount"]) == (5, 4, 0)
    again = {"inspectionPlanId": plan["id"], "expectedVersion": 3}
    late = await journey.change("InspectionPlanRevise", "auditor", plan=facts, **again)
    assert (late["code"], late["current"], late["allowed"]) == (
        "TRANSITION_REFUSED",
        "frozen",
        ["committed"],
    )
    left_out = await journey.change(
        "DrawExclude", "auditor", pool="OBJECTS", code=world.team.code, why="CLOSED", **again
    )
    assert left_out["plan"] == {"version": 4}
    assert await journey.run("DrawDocumentShow", inspectionPlanId=plan["id"]) is None
    return {"inspectionPlanId": plan["id"], "expectedVersion": 4}


async def _drawn(journey: Journey, api: Api, plan: dict[str, Any]) -> None:
    """Commit, wait for the public value, reveal, publish, and verify what is published."""
    committed = await journey.change("DrawCommit", "auditor", **plan)
    assert (committed["plan"]["state"], len(committed["secret"])) == ("COMMITTED", 64)
    id_ = plan["inspectionPlanId"]
    kept = json.loads(await journey.run("DrawDocumentShow", inspectionPlanId=id_))
    seen = {"inspectionPlanId": id_, "expectedVersion": 5, "secret": committed["secret"]}
    early = await journey.change("DrawReveal", "auditor", publicValue="3 187.42", **seen)
    assert early["code"] == "INVALID_VALUE"
    api.clock.at = datetime(2026, 1, 21, 1, 0, tzinfo=UTC)
    overdue = await journey.run("InspectionPlansList", first=9, filter={"overdue": True})
    assert [(each["code"], each["overdue"]) for each in overdue["nodes"]] == [("SJ-2026-01", True)]
    api.clock.at = datetime(2026, 1, 13, 1, 0, tzinfo=UTC)
    drawn = await journey.change("DrawReveal", "auditor", publicValue="3 187.42", **seen)
    assert [each["ordinal"] for each in drawn["drawnObjects"]] == [1, 2, 3]
    published = await journey.change("DrawPublish", "auditor", inspectionPlanId=id_, expectedVersion=6)
    assert published["publishedOn"] == "2026-01-13"
    told = json.loads(await journey.run("DrawDocumentShow", inspectionPlanId=id_))
    assert verify_draw.faults(told, kept, "3 187.42") == []
    shown = await journey.run("InspectionPlanShow", id=id_)
    assert [each["code"] for each in shown["drawnObjects"]] == [
        each["object"] for each in told["result"]["drawn"]
    ]
    for each, due in zip(shown["drawnObjects"], told["result"]["drawn"], strict=True):
        assert [one["inspector"]["code"] for one in each["assignments"]] == due["inspectors"]
        assert each["record"] is not None

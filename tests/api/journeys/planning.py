"""The part of the year's journey that asks about the plan in force, and repairs it."""

from __future__ import annotations

from typing import Any

from exercises.tables import PlannedEvent, TrainingPlan
from registry.codes import ResourceKind
from tests.api.harness import gid
from tests.api.journeys.journey import Journey
from tests.factories import SmallWorld


async def ask_about(journey: Journey, world: SmallWorld) -> None:
    """Ask where else, why not, what clashes, and what if."""
    plan = await TrainingPlan.get(state="issued")
    event = (await PlannedEvent.filter(plan_id=plan.id, kind="assessment").order_by("uid"))[0]
    places = await journey.run("PlacesSuggest", eventId=gid(event), limit=2)
    assert 1 <= len(places) <= 2
    assert all(place["costChange"] == 0 or place["better"] or place["worse"] for place in places)
    wrong = await journey.api.ask(
        "query ($id: ID!) { suggestedPlaces(eventId: $id, limit: 0) { costChange } }", {"id": gid(event)}
    )
    assert wrong["errors"][0]["extensions"]["code"] == "INVALID_VALUE"
    shown = await journey.run("PlanShow", regionId=gid(world.city), year=2026, number=plan.number)
    told = await journey.run("DemandExplain", demandId=told_of(shown))
    assert told["sentences"]
    assert told["openDays"] <= told["leftDays"] <= told["possibleDays"]
    helpful = await journey.run("DemandRemediesShow", demandId=told_of(shown), seconds=1, limit=1)
    assert all(each["sentences"] and each["change"] for each in helpful)
    costly = await journey.run("BottlenecksShow", planId=gid(plan), seconds=1, limit=1)
    assert all(each["sentences"] for each in costly)
    asked = {"planId": gid(plan), "uids": [event.uid]}
    assert (await journey.run("PlanConflictsShow", **asked))["possible"] is True
    closing = {
        "resourceId": gid(world.resources["510300", ResourceKind.BASE]),
        "firstDay": "2026-03-01",
        "lastDay": "2026-03-31",
    }
    found = await journey.run("PlanSuppose", planId=gid(plan), changes={"closings": [closing]}, seconds=1)
    assert set(found["broken"]) <= {each["uid"] for each in found["comparison"]["events"]}


def told_of(shown: dict[str, Any]) -> str:
    """Return the id of the weightiest demand a version leaves out."""
    return str(shown["unscheduled"][0]["id"])


async def repair(journey: Journey) -> dict[str, Any]:
    """Repair the version in force, compare the draft with it, and return the draft."""
    plan = await TrainingPlan.get(state="issued")
    asked = {"planId": gid(plan), "expectedVersion": plan.version}
    wrong = await journey.change("PlanRepair", **asked, mode="PLAN")
    assert (wrong["code"], wrong["path"]) == ("INVALID_VALUE", ["input", "mode"])
    stale = await journey.change("PlanRepair", **{**asked, "expectedVersion": 99})
    assert (stale["code"], stale["actual"]) == ("STALE_VERSION", plan.version)
    run = await journey.change("PlanRepair", **asked, budgetSeconds=5)
    done = await journey.run("PlanRunShow", id=run["id"])
    assert (run["mode"], done["mode"], done["state"]) == ("ONLY_REPAIR", "ONLY_REPAIR", "PLANNED")
    told = await journey.run("PlansCompare", olderId=gid(plan), newerId=done["plan"]["id"])
    assert told["events"] == []
    assert told["components"][0]["component"] == "UNSCHEDULED_POINTS"
    draft: dict[str, Any] = done["plan"]
    return draft

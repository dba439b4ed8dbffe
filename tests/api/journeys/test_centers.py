"""A mobilization center through the API: from nurtured to designated, what falls due, what it can supply."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.harness import Api, gid
from tests.api.journeys.journey import Journey
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio

RUNS = {
    "CapabilityRegister",
    "CapabilityRevise",
    "CapabilityVerify",
    "CenterCheck",
    "CenterMoveState",
    "CenterObjectionsRecord",
    "CenterRegister",
    "CenterReviewTakeOver",
    "CenterRevise",
    "CenterShow",
    "CentersDueShow",
    "CentersList",
    "DemandCoverageShow",
}
ITEMS = ("RESERVES", "PRODUCTS", "TECHNOLOGY", "TECHNICAL_TEAM", "PLAN")
STEPS = (
    ("APPLIED", "2025-06-01", {}),
    ("CITY_REVIEW", "2025-07-01", {}),
    ("SITE_VISIT", "2025-08-01", {}),
    ("PUBLIC_NOTICE", "2025-09-01", {"lastDay": "2025-09-10"}),
)


async def test_center_is_designated_and_counted_as_it_was(api: Api, world: SmallWorld) -> None:
    journey = Journey(api)

    await _designated(journey, await _registered(journey, world))
    await _asked_about_the_past(journey)
    await _dues(journey, world)
    await _supplied(journey, world)

    assert journey.ran == RUNS


async def _registered(journey: Journey, world: SmallWorld) -> Any:
    """Register a center of an earlier year, with what its papers say, and revise it."""
    center = await journey.change(
        "CenterRegister",
        "registrar",
        regionId=gid(world.district),
        organizationId=gid(world.organizations["510302"]),
        code="GC-NEW",
        name="新中心",
        field="MEDICAL",
        level="PROVINCIAL",
        since="2025-01-10",
    )
    assert (center["state"], center["level"], center["version"]) == ("NURTURED", "PROVINCIAL", 1)
    revised = await journey.change(
        "CenterRevise", "registrar", centerId=center["id"], expectedVersion=1, name="新医药中心"
    )
    assert (revised["name"], revised["version"]) == ("新医药中心", 2)
    taken = await journey.change(
        "CenterReviewTakeOver",
        "registrar",
        centerId=center["id"],
        step="APPLICATION",
        on="2025-01-20",
        body="市国动办",
    )
    assert (taken["step"], taken["center"]) == ("APPLICATION", {"code": "GC-NEW"})
    return revised


async def _designated(journey: Journey, center: Any) -> None:
    """Take a center to its designation; the checklist and the objections hold it up until they are done."""
    for state, day, told in STEPS:
        center = await journey.change(
            "CenterMoveState",
            "registrar",
            centerId=center["id"],
            state=state,
            on=day,
            expectedVersion=center["version"],
            **told,
        )
        assert center["state"] == state, center
    asked = {
        "centerId": center["id"],
        "state": "DESIGNATED",
        "on": "2025-10-01",
        "designationNumber": "川动〔2025〕1号",
        "expectedVersion": center["version"],
    }
    early = await journey.change("CenterMoveState", "approver", **asked)
    assert early["code"] == "NOT_READY", "nothing of the checklist is met"
    for item in ITEMS:
        look = await journey.change(
            "CenterCheck", "registrar", centerId=center["id"], item=item, result="MET", on="2025-08-02"
        )
        assert (look["item"], look["result"]) == (item, "MET")
    (notice,) = await _reviews(journey, center["id"], "PUBLIC_NOTICE")
    held = await journey.change(
        "CenterObjectionsRecord",
        "registrar",
        reviewId=notice["id"],
        expectedVersion=notice["version"],
        received=2,
        stillOpen=0,
    )
    assert (held["objections"], held["objectionsOpen"]) == (2, 0)
    done = await journey.change("CenterMoveState", "approver", **asked)
    assert (done["state"], done["designationNumber"]) == ("DESIGNATED", "川动〔2025〕1号"), done


async def _reviews(journey: Journey, center_id: str, step: str) -> list[Any]:
    shown = await journey.run("CenterShow", id=center_id)
    assert len(shown["checklist"]) == len(ITEMS)
    return [each for each in shown["reviews"] if each["step"] == step]


async def _asked_about_the_past(journey: Journey) -> None:
    """The late record counts on the days it was true, as far as it was known; the first comes first."""

    async def provincial(valid_on: str, known_at: str) -> int:
        chosen = {"level": "PROVINCIAL", "state": "DESIGNATED"}
        as_of = {"validOn": valid_on, "knownAt": known_at}
        page = await journey.run("CentersList", first=5, filter=chosen, asOf=as_of)
        return int(page["totalCount"])

    now = "2026-01-05T01:00:00Z"
    assert await provincial("2025-10-01", now) == 1
    assert await provincial("2025-09-30", now) == 0
    assert await provincial("2025-10-01", "2025-12-31T00:00:00Z") == 0
    first = await journey.run("CentersList", first=1, orderBy="DESIGNATED_ON")
    assert [(each["code"], each["designatedOn"]) for each in first["nodes"]] == [("GC-NEW", "2025-10-01")]


async def _dues(journey: Journey, world: SmallWorld) -> None:
    dues = await journey.run("CentersDueShow", withinDays=1_100, withinId=gid(world.city))
    again = [each for each in dues if each["center"]["code"] == "GC-NEW" and each["kind"] == "REINSPECTION"]
    assert [(each["on"], each["overdue"]) for each in again] == [("2028-10-01", False)]
    assert await journey.run("CentersDueShow", withinId="nonsense") is None


async def _supplied(journey: Journey, world: SmallWorld) -> None:
    """Ask for more than can be had, then for what can; each center says what it gives by day."""
    made = await journey.change(
        "CapabilityRegister",
        "registrar",
        organizationId=gid(world.organizations["510302"]),
        product="担架",
        unit="副",
        figures={
            "normalPerDay": 5,
            "surgePerDay": 20,
            "conversionHours": 24,
            "sustainDays": 30,
            "reserveStock": 10,
        },
    )
    more = await journey.change(
        "CapabilityRevise",
        "registrar",
        capabilityId=made["id"],
        expectedVersion=made["version"],
        figures={"surgePerDay": 25},
    )
    assert (more["surgePerDay"], more["version"]) == (25, 2)
    seen = await journey.change(
        "CapabilityVerify",
        "registrar",
        capabilityId=made["id"],
        method="DRILL",
        verifier="市国动办",
        measuredPerDay=22,
        adopt=True,
    )
    assert seen["verification"]["capability"]["surgePerDay"] == 22
    asked = {"product": "担架", "unit": "副", "byDay": 10}
    covered = await journey.run("DemandCoverageShow", lines=[{**asked, "quantity": 150}], othersToo=True)
    assert covered["__typename"] == "DemandCovered"
    assert sum(each["units"] for each in covered["contributions"]) == 150
    assert all(each["arrivals"][-1]["day"] <= 10 for each in covered["contributions"])
    short = await journey.run("DemandCoverageShow", lines=[{**asked, "quantity": 9_999}], othersToo=True)
    assert short["__typename"] == "DemandShort"
    assert short["shortfall"] == 9_999 - sum(each["units"] for each in short["contributions"])
    assert await journey.run("DemandCoverageShow", lines=[{**asked, "quantity": 1}], withinId="none") is None

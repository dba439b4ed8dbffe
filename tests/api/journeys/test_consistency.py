"""The list a registrar works down, through the API: found, accepted with a reason, reopened, gone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from registry.access import SYSTEM
from registry.consistency.catalog import RULES
from registry.consistency.issues import run_all
from registry.history import Act
from registry.tables import ConsistencyIssue
from tests.api.harness import Api, gid
from tests.api.journeys.journey import Journey
from tests.conftest import NOW
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio

RUNS = {
    "ConsistencyIssueShow",
    "ConsistencyIssuesList",
    "ConsistencyRuleSet",
    "ConsistencyRulesShow",
    "IssueAccept",
    "IssueReopen",
}


async def test_list_is_worked_down(api: Api, world: SmallWorld, act: Callable[..., Act]) -> None:
    journey = Journey(api)
    report = await run_all(SYSTEM, act("nightly"), NOW.date())
    city = {"withinId": gid(world.city)}

    rules = await journey.run("ConsistencyRulesShow")
    listed = await journey.run("ConsistencyIssuesList", "registrar", first=100, filter=city)

    assert [rule["code"] for rule in rules] == list(RULES)
    assert 0 < listed["totalCount"] <= report.findings
    assert all(each["sentence"]["zh"] and each["foundBy"]["fix"]["zh"] for each in listed["nodes"])
    one = listed["nodes"][0]
    about = await journey.run(
        "ConsistencyIssuesList", "registrar", first=100, filter={"recordId": one["recordId"]}
    )
    assert one["id"] in {each["id"] for each in about["nodes"]}
    assert {each["recordId"] for each in about["nodes"]} == {one["recordId"]}
    await _work_down(journey, listed["nodes"][0], listed["totalCount"])
    await _set(journey, world)
    assert journey.ran == RUNS
    assert len(api.written) == len(set(api.written)) > 0


async def _work_down(journey: Journey, issue: dict[str, object], before: int) -> None:
    """Accept a finding, find it where it is now, and take the acceptance back."""
    version = issue["version"]
    late = await journey.change(
        "IssueAccept", "registrar", issueId=issue["id"], until="2028-01-01", expectedVersion=version
    )
    assert late["code"] == "INVALID_VALUE"
    accepted = await journey.change(
        "IssueAccept", "registrar", issueId=issue["id"], until="2026-06-01", expectedVersion=version
    )
    assert (accepted["acceptedUntil"], accepted["acceptedReason"]) == ("2026-06-01", "journey")
    still = await journey.run("ConsistencyIssuesList", "registrar", first=100)
    known = await journey.run("ConsistencyIssuesList", "registrar", first=5, filter={"state": "ACCEPTED"})
    assert (still["totalCount"], [each["id"] for each in known["nodes"]]) == (before - 1, [issue["id"]])
    gone = await journey.run("ConsistencyIssuesList", "registrar", first=5, filter={"state": "CLOSED"})
    assert gone["totalCount"] == 0
    reopened = await journey.change(
        "IssueReopen", "registrar", issueId=issue["id"], expectedVersion=accepted["version"]
    )
    assert reopened["acceptedUntil"] is None
    as_of = {"validOn": "2026-01-05", "knownAt": "2026-01-05T01:00:00Z"}
    then = await journey.run("ConsistencyIssueShow", "registrar", id=issue["id"], asOf=as_of)
    assert (then["id"], then["lastSeenOn"]) == (issue["id"], None)


async def _set(journey: Journey, world: SmallWorld) -> None:
    """Turn a rule off for the city; only who administers it may."""
    asked = {"regionId": gid(world.city), "rule": "TEAM_UNDER_STRENGTH", "enabled": False}
    denied = await journey.change("ConsistencyRuleSet", "registrar", **asked)
    made = await journey.change("ConsistencyRuleSet", "admin", **asked)
    assert (denied["code"], made["enabled"], made["version"]) == ("ACCESS_DENIED", False, 1)
    assert await ConsistencyIssue.all().count() > 0

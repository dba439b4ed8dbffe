"""Counted once, through the API: duplicates found, decided, taken back; overlaps and strength."""

from __future__ import annotations

from typing import Any

import pytest

from registry.tables import Person
from tests.api.harness import Api, gid
from tests.api.journeys.journey import Journey
from tests.api.match_rows import proposed, twin_of
from tests.factories import SmallWorld
from tests.snapshots import snapshot

pytestmark = pytest.mark.anyio

RUNS = {
    "IdentityShow",
    "MatchDecide",
    "MatchPairShow",
    "MatchPairsList",
    "MatchesPropose",
    "OverlapsShow",
    "StrengthShow",
}


async def test_person_in_two_districts_is_counted_once(api: Api, world: SmallWorld) -> None:
    journey = Journey(api)
    person = world.people[world.team.id][0]
    sibling = next(team for team in world.teams.values() if team.region_id == world.sibling.id)
    twin = await twin_of(person, sibling)
    people = await Person.all().order_by("id").values()
    before = await journey.run("StrengthShow", "registrar", regionId=gid(world.city))

    denied = await journey.change("MatchesPropose", "viewer", kind="PERSON")
    done = await journey.change("MatchesPropose", "registrar", kind="PERSON", regionId=gid(world.city))
    listed = await journey.run("MatchPairsList", "registrar", first=5, filter={"minimumScore": 90})

    assert denied["code"] == "ACCESS_DENIED"
    assert done == {"__typename": "MatchesProposed", "kind": "PERSON", "found": 1, "added": 1} | {
        "changed": 0,
        "dropped": 0,
    }
    assert listed["totalCount"] == 1
    await _decide(journey, world, listed["nodes"][0], {gid(person), gid(twin)}, before)
    assert await Person.all().order_by("id").values() == people
    assert journey.ran == RUNS


async def _decide(
    journey: Journey, world: SmallWorld, pair: dict[str, Any], records: set[str], before: dict[str, Any]
) -> None:
    """Decide that both records are one, see it in every figure, and take it back."""
    assert {pair["first"]["id"], pair["second"]["id"]} == records
    assert pair["reasons"][0] == {
        "reason": "SAME_PHONE",
        "label": {"zh": "联系电话相同", "en": "same telephone number"},
        "points": 45,
    }
    same = {"pairId": pair["id"], "decision": "SAME", "expectedVersion": pair["version"]}
    stale = await journey.change("MatchDecide", "registrar", **{**same, "expectedVersion": 9})
    decided = await journey.change("MatchDecide", "registrar", **same)
    shown = await journey.run("MatchPairShow", "registrar", id=pair["id"])
    identity = await journey.run("IdentityShow", "registrar", recordId=pair["first"]["id"])
    counted = await journey.run("StrengthShow", "registrar", regionId=gid(world.city))
    asked = {"regionId": gid(world.city), "kind": "PERSON_TEAMS"}
    overlaps = await journey.run("OverlapsShow", "registrar", **asked)
    as_known = await journey.run("OverlapsShow", "registrar", **asked, asOf={"validOn": "2026-01-05"})

    assert as_known == overlaps
    assert (stale["code"], decided["decision"], shown["decidedBy"]["login"]) == (
        "STALE_VERSION",
        "SAME",
        "registrar",
    )
    assert {each["id"] for each in identity["records"]} == records
    assert counted["lines"][0]["people"] == before["lines"][0]["people"] - 1
    assert counted["sumOfParts"]["people"] == before["sumOfParts"]["people"]
    assert counted["explanation"]["en"].startswith(
        "The parts add up to 16 people and 10 items, the whole has 15"
    )
    (overlap,) = overlaps["overlaps"]
    assert (overlap["allowed"], overlap["rule"], overlap["decider"]["code"]) == (False, "FORBIDDEN", "510300")
    await _take_back(journey, world, pair["id"], decided["version"], before)


async def _take_back(
    journey: Journey, world: SmallWorld, pair_id: str, version: int, before: dict[str, Any]
) -> None:
    """Decide the opposite; before the decision was known, nothing was counted together either."""
    different = {"pairId": pair_id, "decision": "DIFFERENT", "expectedVersion": version}
    undone = await journey.change("MatchDecide", "registrar", **different)
    counted = await journey.run("StrengthShow", "registrar", regionId=gid(world.city))
    overlaps = await journey.run("OverlapsShow", "registrar", regionId=gid(world.city), kind="PERSON_TEAMS")
    earlier = {"validOn": "2026-01-05", "knownAt": "2026-01-05T00:30:00Z"}
    then = await journey.run("StrengthShow", "registrar", regionId=gid(world.city), asOf=earlier)

    assert undone["decision"] == "DIFFERENT"
    assert counted == before
    assert overlaps["counts"][0] | {"kindLabel": ""} == {
        "kind": "PERSON_TEAMS",
        "kindLabel": "",
        "total": 0,
        "notAllowed": 0,
    }
    assert then["lines"][0]["people"] == 15


async def test_other_city_is_named_but_its_record_stays_hidden(api: Api, world: SmallWorld) -> None:
    journey = Journey(api)
    person = world.people[world.team.id][0]
    twin = await twin_of(person, world.foreign_team)
    (stored,) = await proposed()
    unchanged = await snapshot()

    mine = await journey.run("MatchPairShow", "registrar", id=gid(stored))
    theirs = await journey.run("MatchPairShow", "foreigner", id=gid(stored))
    above = await journey.run("MatchPairShow", "admin", id=gid(stored))
    decision = {"pairId": gid(stored), "decision": "SAME", "expectedVersion": 1}
    refused = [await journey.change("MatchDecide", who, **decision) for who in ("registrar", "foreigner")]

    for seen, own in ((mine, person), (theirs, twin)):
        records = [each for each in (seen["first"], seen["second"]) if each is not None]
        assert [(each["id"], each["personName"]) for each in records] == [(gid(own), own.name)]
        assert {seen["firstPlace"]["code"], seen["secondPlace"]["code"]} == {"510302", "511002"}
        assert seen["decider"] == {"code": "510000", "name": "四川省"}
    assert {above["first"]["personName"], above["second"]["personName"]} == {None}
    assert [each["code"] for each in refused] == ["ACCESS_DENIED", "ACCESS_DENIED"]
    assert await snapshot() == unchanged

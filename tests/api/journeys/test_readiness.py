"""Readiness through the API: read, confirmed, set by hand; the figures are those of the small world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from registry.codes import TeamCategory
from registry.history import Act
from registry.readiness.rules import DEFAULT_FIGURES
from tests.api.harness import Api, gid
from tests.api.journeys.journey import Journey
from tests.factories import SmallWorld
from tests.registry.readiness.proof import a_file

pytestmark = pytest.mark.anyio

RUNS = {
    "ReadinessConfirm",
    "ReadinessList",
    "ReadinessOverrideEnd",
    "ReadinessOverrideSet",
    "ReadinessShow",
}
#: 3 members for 4 posts (1 key), 2 generators of 2, no syllabus: percentages and levels by hand.
FRACTIONS = {
    "AVAILABLE": ("75.0%", 3),
    "MATCHED": ("75.0%", 2),
    "KEY_POSTS": ("100.0%", 1),
    "ON_HAND": ("100.0%", 1),
    "SERVICEABLE": ("100.0%", 1),
    "TRAINED": ("—", None),
}


async def test_readiness_explains_itself_and_moves_with_its_facts(
    api: Api, world: SmallWorld, act: Callable[..., Act]
) -> None:
    journey = Journey(api)

    await _explained(journey, world)
    await _confirmed(journey, world)
    await _by_hand(journey, world, str(await a_file(act(), world.district.id)))

    assert journey.ran == RUNS


async def _explained(journey: Journey, world: SmallWorld) -> None:
    """Trace every number to its records."""
    found = await journey.run("ReadinessShow", teamId=gid(world.team))
    measures = {each["measure"]: each for area in found["areas"] for each in area["measures"]}
    people, posts = world.people[world.team.id], world.posts[world.team.id]
    generator = gid(world.equipment[world.team.id])

    levels = {name: found[name] for name in ("level", "levelText", "shownLevel", "levelBeforeCaps")}
    assert levels == {"level": 4, "levelText": "?4", "shownLevel": 4, "levelBeforeCaps": 3}
    assert {name: (each["shown"], each["level"]) for name, each in measures.items()} == FRACTIONS
    assert (measures["AVAILABLE"]["nextPercent"], measures["AVAILABLE"]["missing"]) == (80, 1)
    assert set(measures["AVAILABLE"]["countedIds"]) == {gid(each) for each in people}
    assert measures["KEY_POSTS"]["countedIds"] == [gid(posts[0])]
    matched = set(measures["MATCHED"]["countedIds"]) | set(measures["MATCHED"]["lackingIds"])
    assert matched == {gid(each) for each in posts}
    assert measures["SERVICEABLE"]["countedIds"] == measures["ON_HAND"]["countedIds"] == [generator]
    assert [each["dataAge"] for each in found["areas"]] == ["D", "D", "D", "A"]
    assert set(found["areas"][0]["oldestIds"]) == {gid(each) for each in people}
    assert found["areas"][1]["oldestIds"] == [generator]
    caps = {(each["kind"], each["level"], each["since"]) for each in found["caps"]}
    assert ("TURN_OUT", 2, "2025-01-02") in caps
    assert {each["reference"] for each in found["filledPosts"]} == {each.reference for each in people}
    assert [each["recordId"] for each in found["emptyPosts"]] == measures["MATCHED"]["lackingIds"]
    sentences = {each["sentence"]["en"]: (each["level"], each["lifts"]) for each in found["actions"]}
    assert ("Confirm the records of people.", 4) in {(each, level) for each, (level, _) in sentences.items()}
    figures = {each["code"]: (each["value"], each["mark"]) for each in found["rules"]}
    assert figures["readiness.band.P1.1"] == (90, "RECALLED")
    assert len(figures) == len(DEFAULT_FIGURES)
    assert (found["idleMembers"], found["failingItems"], found["credits"]) == ([], [], [])
    assert found["lines"][0] == {
        "kind": {"zh": "发电机", "en": "generator"},
        "key": True,
        "required": 2,
        "held": 2,
        "serviceable": 2,
        "onHandLevel": 1,
        "serviceableLevel": 1,
    }


async def _confirmed(journey: Journey, world: SmallWorld) -> None:
    """Confirm what was unverified: the fractions alone say the level then, and the cap."""
    teams = [world.team, world.teams["510303", TeamCategory.MED]]
    made = await journey.change(
        "ReadinessConfirm",
        "registrar",
        teamIds=[gid(each) for each in teams],
        areas=["PEOPLE", "EQUIPMENT", "SERVICEABILITY"],
    )
    assert {(each["team"]["code"], each["area"], each["proved"]) for each in made["confirmations"]} == {
        (team.code, area, True) for team in teams for area in ("PEOPLE", "EQUIPMENT", "SERVICEABILITY")
    }
    listed = await journey.run("ReadinessList", first=10, filter={"shownLevel": 3})
    assert [(each["team"]["code"], each["levelText"]) for each in listed["nodes"]] == sorted(
        (team.code, "3") for team in teams
    )
    assert listed["totalCount"] == 2


async def _by_hand(journey: Journey, world: SmallWorld, file: str) -> None:
    """Lower a level as the owner, raise that of another task from above; both levels stay in sight."""
    team = gid(world.team)
    lowered = await journey.change("ReadinessOverrideSet", "registrar", teamId=team, toLevel=4)
    refused = await journey.change(
        "ReadinessOverrideSet", "registrar", teamId=team, toLevel=2, task="WAR", lastDay="2026-02-01"
    )
    raised = await journey.change(
        "ReadinessOverrideSet",
        "approver",
        teamId=team,
        toLevel=2,
        task="WAR",
        lastDay="2026-02-01",
        evidenceIds=[file],
    )
    assert (lowered["fromLevel"], lowered["toLevel"], lowered["validTo"]) == (3, 4, None)
    assert refused["__typename"] == "AccessDenied"
    assert (raised["fromLevel"], raised["toLevel"], raised["validTo"]) == (3, 2, "2026-02-02")

    async def levels(**given: Any) -> tuple[int, int, int | None]:
        found = await journey.run("ReadinessShow", teamId=team, **given)
        override = found["override"]
        return found["level"], found["shownLevel"], override and override["toLevel"]

    assert await levels() == (3, 4, 4)
    assert await levels(task="WAR", on="2026-02-01") == (3, 2, 2)
    assert await levels(task="WAR", on="2026-02-02") == (3, 3, None)
    ended = await journey.change(
        "ReadinessOverrideEnd", "registrar", overrideId=lowered["id"], expectedVersion=1
    )
    assert (ended["version"], ended["validTo"]) == (2, "2026-01-06")

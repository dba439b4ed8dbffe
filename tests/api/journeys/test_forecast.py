"""The future through the API: a team's forecast, what a change would do to it, and that of many teams."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from exercises.default_syllabus import DEFAULT_RULES
from exercises.tables import SyllabusRule
from registry.codes import FindingOrigin, FindingSeverity, TeamCategory
from registry.history import Act, changing
from registry.tables import Finding, LedgerEntry, Membership
from tests.api.harness import OPERATIONS, Api, gid
from tests.api.journeys.journey import Journey
from tests.api.year import small_year
from tests.conftest import Statements
from tests.factories import FOUNDED, SmallWorld

pytestmark = pytest.mark.anyio

RUNS = {"ForecastShow", "TeamsForecastShow", "WhatIfShow"}
HANDS_ON = next(rule for rule in DEFAULT_RULES if rule.number == 4)


async def ask_for_training(world: SmallWorld, act: Act) -> None:
    """Store the one row of the syllabus that the planned events of the small year answer."""
    async with changing(act) as change:
        await change.add(SyllabusRule(source_id=world.source.id, **HANDS_ON.values()))


def moves(found: list[dict[str, Any]], area: str | None) -> list[tuple[str, int, int]]:
    return [(each["on"], each["before"], each["after"]) for each in found if each["area"] == area]


async def test_forecast_moves_with_plan_and_edits(
    api: Api, world: SmallWorld, act: Callable[..., Act]
) -> None:
    journey = Journey(api)
    await ask_for_training(world, act())
    year = await small_year(world, world.city, world.team)

    await _forecast(journey, world, gid(year.event))
    await _what_if(journey, world, act(), gid(year.event))
    await _many(journey, world)

    assert journey.ran == RUNS


async def _forecast(journey: Journey, world: SmallWorld, event: str) -> None:
    """Every event of the plan gives credit for 114 days; without the plan there is none."""
    team = gid(world.team)
    found = await journey.run("ForecastShow", teamId=team)
    nothing = await journey.run("ForecastShow", teamId=team, case="NOTHING", to="2026-12-31")

    assert (found["firstDay"], found["lastDay"], found["case"]) == ("2026-01-05", "2027-07-04", "PLANNED")
    assert moves(found["rises"], "TRAINING") == [("2026-03-04", 4, 1)]
    assert moves(found["drops"], "TRAINING") == [("2026-12-26", 1, 4)]
    (rise,) = [each for each in found["rises"] if each["area"] == "TRAINING"]
    assert rise["causes"] == [
        {
            "kind": "CREDIT_RISES",
            "kindLabel": {"zh": "训练学分上升", "en": "training credit rises"},
            "sentence": {
                "zh": "实操训练学分由0升至1：按计划于2026-03-04合格实施",
                "en": "credit for hands-on skills training rises from 0 to 1: planned for 2026-03-04",
            },
            "recordIds": [event],
        }
    ]
    (lapse,) = [each for each in found["drops"] if each["area"] == "PEOPLE"]
    people = {gid(each) for each in world.people[world.team.id]}
    assert (lapse["on"], set(lapse["causes"][0]["recordIds"])) == ("2027-06-01", people)
    (due,) = [each for each in found["drops"] if each["area"] == "SERVICEABILITY"]
    assert due["causes"][0]["recordIds"] == [gid(world.equipment[world.team.id])]
    assert [each["area"] for each in nothing["drops"]] == ["SERVICEABILITY"]
    assert nothing["lastDay"] == "2026-12-31"
    assert sum(each["days"] for each in nothing["months"]) == 361
    assert nothing["worstMonth"]["daysBelow"] == 31


async def _what_if(journey: Journey, world: SmallWorld, act: Act, event: str) -> None:
    """Every edit is taken, said in words, and stored nowhere."""
    async with changing(act) as change:
        finding = await change.add(
            Finding(
                region_id=world.district.id,
                team_id=world.team.id,
                title="漏水",
                severity=FindingSeverity.MAJOR,
                origin=FindingOrigin.CHECK,
                due_on=date(2025, 12, 1),
                valid_from=date(2025, 11, 1),
            )
        )
    team, gone = gid(world.team), gid(world.people[world.team.id][1])
    before = await LedgerEntry.all().count()
    edits = [
        {"membersGone": {"personIds": [gone]}},
        {"membersJoin": {"count": 2}},
        {"grantsRenewed": {"personIds": [gid(world.people[world.team.id][0])], "qualification": "Q-OPS"}},
        {"itemsLost": {"kind": "发电机", "count": 1}},
        {"itemsRepaired": {"kind": "发电机", "count": 1}},
        {"itemsInspected": {"kind": "发电机", "count": 1}},
        {"itemsAcquired": {"kind": "发电机", "count": 3, "nextDue": "2027-01-01"}},
        {"exerciseHeld": {"kind": "HANDS_ON", "on": "2026-01-20"}},
        {"findingClosed": {"findingId": gid(finding)}},
        {"linkProved": True},
        {"areaConfirmed": "PEOPLE"},
        {"eventMoved": {"eventId": event, "on": "2026-04-01"}},
        {"eventCancelled": {"eventId": event}},
    ]

    found = await journey.run("WhatIfShow", teamId=team, edits=edits)

    assert [each["en"] for each in found["edits"]] == [
        "lose 1 member",
        "recruit 2 members",
        "renew 1 certificate of Q-OPS",
        "lose 1 generator",
        "repair 1 generator",
        "inspect 1 generator",
        "acquire 3 generators",
        "hold hands-on skills training on 2026-01-20",
        "close the finding “漏水”",
        "prove a communications link",
        "confirm the records of people",
        "move “Hands-on training” from 2026-03-04 to 2026-04-01",
        "cancel “Hands-on training” of 2026-03-04",
    ]
    assert found["before"]["steps"] != found["after"]["steps"]
    assert found["daysBelowBefore"] >= found["daysBelowAfter"]
    assert found["sentences"]
    assert await LedgerEntry.all().count() == before
    same = await journey.run("WhatIfShow", teamId=team, edits=[])
    assert same["sentences"] == [{"zh": "评定等级没有变化。", "en": "No level changes on any day."}]


async def _many(journey: Journey, world: SmallWorld) -> None:
    """Teams by region, category and joint-training area; each day accounts for all of them."""
    everybody = await journey.run("TeamsForecastShow")
    mine = sorted(team.code for (code, _), team in world.teams.items() if code.startswith("5103"))
    rescue = await journey.run("TeamsForecastShow", filter={"category": "RRP", "areaCode": "SOUTH"})
    district = await journey.run("TeamsForecastShow", filter={"withinId": gid(world.district)})

    assert everybody["teamCount"] == len(mine)
    assert {sum(step["levels"]) + step["unrated"] for step in everybody["steps"]} == {len(mine)}
    assert {code for each in everybody["movements"] for code in each["dropping"]} <= set(mine)
    assert rescue["teamCount"] == sum("-RRP-" in code for code in mine)
    assert district["teamCount"] == sum(code.startswith("510302") for code in mine)
    assert everybody["worstMonth"] in everybody["months"]
    assert (await journey.run("TeamsForecastShow", filter={"areaCode": "NOWHERE"}))["teamCount"] == 0


async def test_forecast_hides_what_is_out_of_reach(
    api: Api, world: SmallWorld, act: Callable[..., Act]
) -> None:
    show = (OPERATIONS / "ForecastShow.graphql").read_text()
    team, stranger = world.team, world.people[world.teams["510303", TeamCategory.MED].id][0]
    async with changing(act()) as change:
        await change.add(
            Membership(team_id=team.id, person_id=stranger.id, valid_from=FOUNDED, valid_to=date(2026, 2, 1))
        )

    async def left(login: str) -> dict[str, Any]:
        found = (await api.data(show, {"teamId": gid(team)}, login))["forecast"]
        (drop,) = [each for each in found["drops"] if each["on"] == "2026-02-01" and each["area"] == "PEOPLE"]
        return drop["causes"][0]

    named, masked = await left("planner"), await left("viewer")
    assert (named["recordIds"], masked["recordIds"]) == ([gid(stranger)], [])
    assert named["sentence"]["en"] == f"1 member leaves ({stranger.reference})"
    assert masked["sentence"]["en"] == "1 member leaves"
    assert (await api.data(show, {"teamId": gid(team)}, "foreigner")) == {"forecast": None}


async def test_forecast_refuses_days_it_cannot_see(api: Api, world: SmallWorld) -> None:
    query = (
        "query ($id: ID!, $from: Date, $to: Date) { forecast(teamId: $id, from: $from, to: $to) { task } }"
    )

    for days in ({"from": "2026-01-04"}, {"to": "2027-07-06"}, {"from": "2026-03-01", "to": "2026-02-01"}):
        answer = await api.ask(query, {"id": gid(world.team), **days})
        assert answer["errors"][0]["extensions"]["code"] == "INVALID_VALUE"


async def test_teams_forecast_takes_as_many_statements_for_one_team_as_for_three(
    api: Api, world: SmallWorld, statements: Statements
) -> None:
    query = "query ($w: ID!) { teamsForecast(filter: {withinId: $w}) { teamCount steps { ready } } }"
    counts = {}
    for region in (world.sibling, world.district):
        await api.data(query, {"w": gid(region)})
        with statements.counted() as seen:
            found = await api.data(query, {"w": gid(region)})
        counts[found["teamsForecast"]["teamCount"]] = len(seen)

    assert len(counts) == 2
    assert len(set(counts.values())) == 1


async def test_forecast_of_a_past_day_knows_what_was_known_then(
    api: Api, world: SmallWorld, act: Callable[..., Act]
) -> None:
    await ask_for_training(world, act())
    await small_year(world, world.city, world.team)
    query = """query ($id: ID!, $asOf: AsOf) { forecast(teamId: $id, asOf: $asOf) {
        firstDay lastDay rises { on area } drops { on area } } }"""
    asked = {"id": gid(world.team), "asOf": {"validOn": "2025-12-01", "knownAt": "2025-12-02T00:00:00Z"}}

    found = (await api.data(query, asked))["forecast"]

    assert (found["firstDay"], found["lastDay"]) == ("2025-12-01", "2027-05-31")
    assert [each for each in found["rises"] if each["area"] == "TRAINING"] == []
    assert [each["on"] for each in found["drops"] if each["area"] == "SERVICEABILITY"] == ["2026-06-01"]

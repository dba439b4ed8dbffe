"""Exercises that were held, through the API: recorded, called by name, corrected, asked for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.harness import Api, gid
from tests.api.journeys.journey import Journey
from tests.api.year import small_year
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio

RUNS = {
    "AnswerShow",
    "ExecutionCorrect",
    "ExecutionRecord",
    "ExecutionShow",
    "ExecutionsList",
    "RollCall",
    "RollShow",
}


async def test_what_was_held_comes_back(api: Api, world: SmallWorld) -> None:
    journey = Journey(api)
    team, people = world.team, world.people[world.team.id]
    event = (await small_year(world, world.city, team)).event
    part: dict[str, Any] = {"teamId": gid(team), "grade": "GOOD", "attendance": [], "presentPersons": 2}
    told: dict[str, Any] = {
        "eventId": gid(event),
        "firstDay": "2026-01-03",
        "lastDay": "2026-01-03",
        "begunAt": "2026-01-03T09:00:00+08:00",
        "parts": [{**part, "evaluator": "市动员办", "evaluatorExternal": True}],
        "links": [{"fromRegionCode": "510302", "toRegionCode": "511000", "means": "HF", "success": True}],
    }

    held = await journey.change("ExecutionRecord", execution=told, eventVersion=1)

    assert held["event"] == {"state": "CONDUCTED", "version": 2}
    (stored,) = held["teams"]
    assert (stored["presentPersons"], stored["authorizedPersons"], stored["team"]) == (
        2,
        4,
        {"code": team.code},
    )
    again = await journey.change("ExecutionRecord", execution=told)
    assert again["code"] == "TRANSITION_REFUSED"

    roll = await journey.run("RollShow", "registrar", teamId=gid(team), on="2026-01-03")
    assert [(line["person"]["name"], line["post"]["ordinal"]) for line in roll] == [
        (person.name, number) for number, person in enumerate(people, start=1)
    ]
    excused = {"personId": gid(people[1]), "status": "EXCUSED"}
    without = await journey.change(
        "RollCall", "registrar", executionTeamId=stored["id"], exceptions=[excused], expectedVersion=1
    )
    assert without["code"] == "INVALID_VALUE"
    called = await journey.change(
        "RollCall",
        "registrar",
        executionTeamId=stored["id"],
        exceptions=[{**excused, "note": "病假"}],
        expectedVersion=1,
    )
    assert called["presentPersons"] == 2
    assert {(each["status"], each["note"]) for each in called["attendances"]} == {
        ("PRESENT", ""),
        ("EXCUSED", "病假"),
    }

    corrected = await journey.change(
        "ExecutionCorrect",
        executionId=held["id"],
        execution={**told, "title": "夜间实操训练", "parts": [{**part, "presentPersons": 1}]},
        expectedVersion=1,
    )
    assert (corrected["title"], corrected["teams"][0]["presentPersons"]) == ("夜间实操训练", 1)
    await _asked(journey, world, held["id"])
    assert journey.ran == RUNS


async def _asked(journey: Journey, world: SmallWorld, held: str) -> None:
    """Ask for it in every way, and in vain from elsewhere."""
    for choice, number in (
        ({"withinId": gid(world.city)}, 1),
        ({"teamId": gid(world.team), "kind": "HANDS_ON"}, 1),
        ({"teamId": gid(world.foreign_team)}, 0),
        ({"onOrAfter": "2026-01-04"}, 0),
        ({"onOrAfter": "2026-01-03", "onOrBefore": "2026-01-03"}, 1),
    ):
        assert (await journey.run("ExecutionsList", first=5, filter=choice))["totalCount"] == number
    shown = await journey.run("ExecutionShow", "planner", id=held)
    assert (shown["begunAt"], shown["event"]["state"]) == ("2026-01-03T01:00:00+00:00", "CONDUCTED")
    assert [(link["fromRegion"], link["toRegion"]) for link in shown["linkTests"]] == [
        ({"code": "510302"}, None)
    ]
    assert await journey.run("ExecutionShow", "foreigner", id=held) is None
    assert await journey.run("RollShow", "foreigner", teamId=gid(world.team)) == []
    without = await journey.run("AnswerShow", question="DISTRICTS_WITHOUT", regionId=gid(world.city))
    assert (without["number"], without["records"][0]["code"]) == (1, "510302")
    assert [each["id"] for each in without["records"]] == [gid(world.district)]
    assert await journey.run("AnswerShow", question="TURN_OUTS", regionId=gid(world.foreign_city)) is None


NAMES = """query ($id: ID!, $asOf: AsOf) { execution(id: $id, asOf: $asOf) { title firstDay
  teams { presentPersons attendances { status note person { reference name } } } } }"""


async def test_names_and_reasons_are_masked_for_those_who_may_not_read_them(
    api: Api, world: SmallWorld
) -> None:
    person = world.people[world.team.id][0]
    attended = {"personId": gid(person), "status": "LATE", "note": "堵车"}
    given = {
        "regionId": gid(world.district),
        "kind": "TURN_OUT",
        "title": "拉动训练",
        "firstDay": "2026-01-03",
        "lastDay": "2026-01-03",
        "parts": [{"teamId": gid(world.team), "grade": "PASSED", "attendance": [attended]}],
    }
    held = await api.change(
        "recordExecution", {"execution": given, "reason": "x"}, "registrar", "... on Execution { id }"
    )

    for login, name, note in (("registrar", person.name, "堵车"), ("auditor", None, None)):
        (part,) = (await api.data(NAMES, {"id": held["id"]}, login))["execution"]["teams"]
        assert part["attendances"] == [
            {"status": "LATE", "note": note, "person": {"reference": person.reference, "name": name}}
        ]

    corrected = {**given, "firstDay": "2026-01-02", "title": "夜间拉动"}
    api.clock.push(60)
    await api.change(
        "correctExecution",
        {"executionId": held["id"], "execution": corrected, "expectedVersion": 1, "reason": "x"},
        "registrar",
    )
    then = {"id": held["id"], "asOf": {"knownAt": "2026-01-05T01:00:30Z"}}
    assert (await api.data(NAMES, then))["execution"]["title"] == "拉动训练"
    now = {"id": held["id"], "asOf": {"validOn": "2026-01-02"}}
    assert (await api.data(NAMES, now, "registrar"))["execution"] == {
        "title": "夜间拉动",
        "firstDay": "2026-01-02",
        "teams": [
            {
                "presentPersons": 1,
                "attendances": [
                    {"status": "LATE", "note": None, "person": {"reference": person.reference, "name": None}}
                ],
            }
        ],
    }

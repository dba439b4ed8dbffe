"""The history of a record through the API: readable, in scope, and without personal values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from registry.codes import TeamState
from registry.history import Act, changing
from tests.api.harness import Api, gid
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio
MakeAct = Callable[..., Act]
QUERY = """query ($id: ID!, $first: Int!, $after: String) { history(id: $id, first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } nodes { number action effectiveOn lateDays authorLogin
  authorName reason seal changes { field before after beforeLabel { en } afterLabel { zh } hidden } } } }"""


async def told(api: Api, row: Any, login: str = "auditor", first: int = 10, **given: Any) -> Any:
    return (await api.data(QUERY, {"id": gid(row), "first": first, **given}, login))["history"]


async def test_late_correction_shows_as_one(api: Api, world: SmallWorld, act: MakeAct) -> None:
    registrar = world.principals["registrar"]
    recorded = datetime(2025, 5, 10, 2, tzinfo=UTC)
    async with changing(act("名册更正", author=registrar.id, at=recorded)) as change:
        await change.change(world.team, state=TeamState.SUSPENDED, effective_on=date(2025, 5, 1))

    history = await told(api, world.team)

    assert history["totalCount"] == 2
    assert history["nodes"][0] == {
        "number": 2,
        "action": "CHANGE",
        "effectiveOn": "2025-05-01",
        "lateDays": 9,
        "authorLogin": registrar.login,
        "authorName": registrar.name,
        "reason": "名册更正",
        "seal": None,
        "changes": [
            {
                "field": "state",
                "before": "active",
                "after": "suspended",
                "beforeLabel": {"en": TeamState.ACTIVE.en},
                "afterLabel": {"zh": TeamState.SUSPENDED.zh},
                "hidden": False,
            }
        ],
    }


async def test_personal_values_are_not_told(api: Api, world: SmallWorld, act: MakeAct) -> None:
    person = world.people[world.team.id][0]
    async with changing(act()) as change:
        await change.change(person, name="某某", birth_year=1990)

    (newest, _) = (await told(api, person, "registrar"))["nodes"]

    fields = {each["field"]: (each["before"], each["after"], each["hidden"]) for each in newest["changes"]}
    assert fields["name"] == (None, None, True)
    assert fields["birth_year"] == (str(person.birth_year), "1990", False)


async def test_removed_record_is_told_to_whom_it_belonged(api: Api, world: SmallWorld, act: MakeAct) -> None:
    async with changing(act()) as change:
        await change.remove(world.unavailability)

    own = await told(api, world.unavailability, "planner")

    assert [entry["action"] for entry in own["nodes"]] == ["REMOVE", "ADD"]
    assert await told(api, world.unavailability, "foreigner") is None
    assert await told(api, world.team, "foreigner") is None


async def test_pages_go_back_in_time(api: Api, world: SmallWorld, act: MakeAct) -> None:
    row = world.team
    for importance in (5, 6, 7):
        async with changing(act()) as change:
            row = await change.change(row, importance=importance)

    first = await told(api, row, first=3)
    rest = await told(api, row, first=3, after=first["pageInfo"]["endCursor"])

    assert [entry["number"] for entry in [*first["nodes"], *rest["nodes"]]] == [4, 3, 2, 1]
    assert (first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)


async def test_history_takes_as_many_statements_for_one_entry_as_for_three(
    api: Api, world: SmallWorld, act: MakeAct, statements: Any
) -> None:
    row = world.team
    for importance in (5, 6):
        async with changing(act()) as change:
            row = await change.change(row, importance=importance)
    counts = []
    for first in (1, 3):
        with statements.counted() as seen:
            await told(api, row, first=first)
        counts.append(len(seen))

    assert counts[0] == counts[1]

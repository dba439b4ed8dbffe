"""Asking about the past through the API: then and now side by side, and never one for the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from registry.codes import CenterLevel, CenterState, IndustryField
from registry.history import Act, changing
from registry.tables import MobilizationCenter, Team
from tests.api.harness import Api, gid
from tests.conftest import NOW
from tests.factories import WORLD_AT, SmallWorld

pytestmark = pytest.mark.anyio
MakeAct = Callable[..., Act]
MAY, JUNE = datetime(2025, 5, 1, 2, tzinfo=UTC), datetime(2025, 6, 1, 2, tzinfo=UTC)
DESIGNATED: dict[str, Any] = {
    "state": CenterState.DESIGNATED,
    "designation_number": "D-1",
    "designated_on": date(2025, 4, 20),
    "reinspection_due_on": date(2028, 4, 20),
}

BOTH = """query ($id: ID!, $then: AsOf!) {
  then: team(id: $id, asOf: $then) { name memberships { person { reference name } team { name } } }
  now: team(id: $id) { name memberships { person { reference name } team { name } } }
}"""


async def rename(world: SmallWorld, act: Act, name: str, **given: Any) -> Team:
    async with changing(act) as change:
        return await change.change(await Team.get(id=world.team.id), name=name, **given)


def then(day: date | None = None, known: datetime | None = None) -> dict[str, str]:
    given = {"validOn": day, "knownAt": known}
    return {name: value.isoformat() for name, value in given.items() if value is not None}


async def test_then_and_now_stand_side_by_side(api: Api, world: SmallWorld, act: MakeAct) -> None:
    await rename(world, act(at=JUNE), "新队名")

    data = await api.data(BOTH, {"id": gid(world.team), "then": then(MAY.date())}, "registrar")

    assert (data["then"]["name"], data["now"]["name"]) == (world.team.name, "新队名")
    assert {each["team"]["name"] for each in data["then"]["memberships"]} == {world.team.name}
    assert {each["team"]["name"] for each in data["now"]["memberships"]} == {"新队名"}
    assert len(data["then"]["memberships"]) == len(data["now"]["memberships"]) == 3
    assert [each["person"]["name"] for each in data["then"]["memberships"]] == [None] * 3
    assert None not in [each["person"]["name"] for each in data["now"]["memberships"]]


async def test_every_order_of_fields_gives_each_its_own_time(
    api: Api, world: SmallWorld, act: MakeAct
) -> None:
    await rename(world, act(at=JUNE), "新队名")
    old, new = world.team.name, "新队名"
    past, now = 'asOf: {validOn: "2025-05-01"}', ""
    for order in ([past, now], [now, past], [past], [now], [past, past, now], [now, now, past, now]):
        asked = " ".join(
            f'f{place}: node(id: "{gid(world.team)}" {", " + when if when else ""}) '
            "{ ... on Team { name posts { memberships { team { name } } } } }"
            for place, when in enumerate(order)
        )

        data = await api.data(f"{{ {asked} }}")

        for place, when in enumerate(order):
            name = old if when else new
            deep = [m["team"]["name"] for post in data[f"f{place}"]["posts"] for m in post["memberships"]]
            assert (data[f"f{place}"]["name"], deep) == (name, [name] * 3), (order, place)


async def test_pages_totals_and_cursors_are_of_the_past(api: Api, world: SmallWorld, act: MakeAct) -> None:
    async with changing(act(at=JUNE)) as change:
        for number in range(3):
            await change.add(center(world, number))
    query = """query ($after: String, $then: AsOf) { centers(first: 2, after: $after, asOf: $then) {
      totalCount pageInfo { hasNextPage endCursor } nodes { code region { code } } } }"""

    before = (await api.data(query, {"then": then(MAY.date(), MAY)}))["centers"]
    first = (await api.data(query, {"then": then(JUNE.date(), JUNE)}))["centers"]
    after = {"after": first["pageInfo"]["endCursor"], "then": then(JUNE.date(), JUNE)}
    second = (await api.data(query, after))["centers"]

    assert (before["totalCount"], len(before["nodes"])) == (1, 1)
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (4, True)
    assert (second["totalCount"], second["pageInfo"]["hasNextPage"]) == (4, False)
    assert len({node["code"] for node in [*first["nodes"], *second["nodes"]]}) == 4


def center(world: SmallWorld, number: int, **given: Any) -> MobilizationCenter:
    return MobilizationCenter(
        code=f"C-{number}",
        name=f"中心{number}",
        region_id=world.district.id,
        organization_id=world.organizations["510302"].id,
        field=IndustryField.OTHER,
        **{"level": CenterLevel.PROVINCIAL, **DESIGNATED, **given},
    )


async def test_how_many_centers_on_a_day_as_known_on_another(
    api: Api, world: SmallWorld, act: MakeAct
) -> None:
    """In May one was designated; in July a second, from 20 April, came to be known."""
    query = """query ($city: ID!, $then: AsOf) { centers(first: 1, asOf: $then,
      filter: {withinId: $city, level: PROVINCIAL, state: DESIGNATED}) { totalCount } }"""
    async with changing(act(at=MAY)) as change:
        await change.add(center(world, 1, designated_on=MAY.date()))
        late = await change.add(center(world, 2, state=CenterState.PUBLIC_NOTICE, designated_on=None))
    async with changing(act(at=datetime(2025, 7, 1, 2, tzinfo=UTC))) as change:
        await change.change(late, **DESIGNATED, effective_on=date(2025, 4, 20))

    async def count(known: datetime | None) -> int:
        given = {"city": gid(world.city), "then": then(date(2025, 5, 1), known)}
        return (await api.data(query, given))["centers"]["totalCount"]

    assert [await count(JUNE), await count(None)] == [1, 2]


async def test_the_future_is_refused(api: Api) -> None:
    late = (NOW + timedelta(seconds=1)).isoformat()

    body = await api.ask(
        "query ($t: AsOf!) { regions(first: 1, asOf: $t) { totalCount } }", {"t": {"knownAt": late}}
    )

    assert [error["extensions"]["code"] for error in body["errors"]] == ["INVALID_VALUE"]


async def test_before_the_first_entry_there_was_nothing(api: Api) -> None:
    given = {"t": then(known=WORLD_AT - timedelta(days=1))}

    data = await api.data("query ($t: AsOf!) { regions(first: 1, asOf: $t) { totalCount } }", given)

    assert data == {"regions": {"totalCount": 0}}


async def test_scope_holds_in_the_past(api: Api, world: SmallWorld) -> None:
    query = """query ($id: ID!, $t: AsOf) {
      team(id: $id, asOf: $t) { code } teams(first: 9, asOf: $t) { totalCount } }"""
    given = {"id": gid(world.team), "t": then(date(2025, 12, 1))}

    foreign = await api.data(query, given, "foreigner")
    own = await api.data(query, given, "viewer")

    assert foreign == {"team": None, "teams": {"totalCount": 2}}
    assert own == {"team": {"code": world.team.code}, "teams": {"totalCount": 3}}

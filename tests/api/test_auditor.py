"""
An auditor's twenty questions: a year of changes, some of them recorded late, and what was true and known.

The year is told once, by day of recording; every answer below was worked out from it by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from registry.codes import (
    CenterLevel,
    CenterState,
    EquipmentState,
    IndustryField,
    OrganizationKind,
    TeamState,
)
from registry.credit_code import make
from registry.history import Act, Change, changing
from registry.sealing import take_seal
from registry.tables import (
    EquipmentItem,
    Membership,
    MobilizationCenter,
    Organization,
    QualificationGrant,
    Team,
)
from tests.api.harness import Api, gid
from tests.conftest import NOW
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio
MakeAct = Callable[..., Act]
NAMED = {"state": CenterState.DESIGNATED, "reinspection_due_on": date(2028, 3, 1)}

CENTERS = """centers(first: 9, asOf: $t, orderBy: DESIGNATED_ON,
  filter: {withinId: $city, level: PROVINCIAL, state: DESIGNATED})"""
MEMBERS = "team(id: $team, asOf: $t) { memberships { person { reference } } }"
#: Question → field, day it is about, day at whose end it was known (None: now), and the answer.
QUESTIONS: dict[str, tuple[str, str, str | None, Any]] = {
    "provincial centers on 1 May as known on 1 June": (CENTERS + " { totalCount }", "05-01", "06-01", 1),
    "provincial centers on 1 May as known now": (CENTERS + " { totalCount }", "05-01", None, 2),
    "provincial centers on 1 February": (CENTERS + " { totalCount }", "02-01", None, 0),
    "the first in the city as known on 1 June": (CENTERS + " { nodes { code } }", "06-01", "06-01", ["C-A"]),
    "the order of designation as known now": (CENTERS + " { nodes { code } }", "06-01", None, ["C-B", "C-A"]),
    "teams of the district in spring": (
        "teams(first: 1, asOf: $t, filter: {withinId: $district}) { totalCount }",
        "04-01",
        None,
        3,
    ),
    "active teams on 31 August": (
        "teams(first: 1, asOf: $t, filter: {withinId: $city, state: ACTIVE}) { totalCount }",
        "08-31",
        None,
        5,
    ),
    "active teams on 1 September": (
        "teams(first: 1, asOf: $t, filter: {withinId: $city, state: ACTIVE}) { totalCount }",
        "09-01",
        None,
        4,
    ),
    "active teams on 1 September as known the day before": (
        "teams(first: 1, asOf: $t, filter: {withinId: $city, state: ACTIVE}) { totalCount }",
        "09-01",
        "08-31",
        5,
    ),
    "name of the team on 31 July": ("team(id: $team, asOf: $t) { name }", "07-31", None, "old"),
    "name of the team on 1 August": ("team(id: $team, asOf: $t) { name }", "08-01", None, "新队名"),
    "members on 15 April as known on 1 May": (MEMBERS, "04-15", "05-01", 3),
    "members on 15 April as known on 1 June": (MEMBERS, "04-15", "06-01", 3),
    "members on 15 April after the correction": (MEMBERS, "04-15", "06-30", 2),
    "generators on 30 September": (
        "team(id: $team, asOf: $t) { equipment { quantity } }",
        "09-30",
        None,
        [2],
    ),
    "generators on 1 October as known on that day": (
        "team(id: $team, asOf: $t) { equipment { quantity } }",
        "10-01",
        "10-01",
        [2],
    ),
    "generators on 1 October as known now": (
        "team(id: $team, asOf: $t) { equipment { quantity } }",
        "10-01",
        None,
        [1],
    ),
    "organizations while one stood there by mistake": (
        "organizations(first: 1, asOf: $t, filter: {withinId: $district}) { totalCount }",
        "10-25",
        "10-25",
        3,
    ),
    "organizations on the same day once it was taken back": (
        "organizations(first: 1, asOf: $t, filter: {withinId: $district}) { totalCount }",
        "10-25",
        None,
        2,
    ),
    "gaps of the district's row in the coverage matrix on 1 September": (
        "coverage(regionId: $city, asOf: $t) { region { code } category teams }",
        "09-01",
        None,
        {"COM": 1, "MCP": 1},
    ),
}


def moment(day: str, hour: int = 2) -> datetime:
    """Return ten o'clock in the offices of a day of 2025."""
    return datetime.fromisoformat(f"2025-{day}").replace(hour=hour, tzinfo=UTC)


def center(world: SmallWorld, code: str, **given: Any) -> MobilizationCenter:
    """Return a provincial center of the district."""
    return MobilizationCenter(
        code=code,
        name=f"中心{code}",
        region_id=world.district.id,
        organization_id=world.organizations["510302"].id,
        field=IndustryField.OTHER,
        level=CenterLevel.PROVINCIAL,
        **given,
    )


async def tell_the_year(world: SmallWorld, act: MakeAct) -> None:
    """Record the year, each change on the day it came to be known."""
    team = await Team.get(id=world.team.id)
    leaving = await Membership.get(id=world.memberships[team.id][2].id)
    lot = await EquipmentItem.get(team_id=team.id)
    late = center(world, "C-B", state=CenterState.PUBLIC_NOTICE, valid_from=date(2025, 3, 1))
    mistake = Organization(
        region_id=world.district.id,
        credit_code=make("510302", 99),
        name="误录",
        kind=OrganizationKind.ENTERPRISE,
    )

    async def on(day: str, work: Callable[[Change], Any]) -> Any:
        async with changing(act(at=moment(day))) as change:
            return await work(change)

    first = center(world, "C-A", designated_on=date(2025, 3, 1), designation_number="A", **NAMED)
    await on("03-01", lambda change: change.add_all([first]))
    late = await on("03-02", lambda change: change.add(late))
    left = await on("05-10", lambda change: change.change(leaving, valid_to=date(2025, 5, 10)))
    corrected = {"valid_to": date(2025, 4, 1), "effective_on": date(2025, 4, 1)}
    await on("06-15", lambda change: change.change(left, **corrected))
    named = {"designated_on": date(2025, 2, 20), "designation_number": "B", **NAMED}
    await on("07-01", lambda change: change.change(late, effective_on=date(2025, 3, 1), **named))
    renamed = await on("08-01", lambda change: change.change(team, name="新队名"))
    await on("09-01", lambda change: change.change(renamed, state=TeamState.SUSPENDED))
    counted = {"quantity": 1, "effective_on": date(2025, 10, 1), "state": EquipmentState.SERVICEABLE}
    await on("10-05", lambda change: change.change(lot, **counted))
    mistake = await on("10-20", lambda change: change.add(mistake))
    await on("11-01", lambda change: change.remove(mistake))


async def answer(api: Api, world: SmallWorld, question: str) -> tuple[Any, bytes]:
    """Return what a question's field answers, and the bytes of the whole answer."""
    asked, day, known, _ = QUESTIONS[question]
    names = {"city": world.city, "district": world.district, "team": world.team}
    used = {name: gid(row) for name, row in names.items() if f"${name}" in asked}
    told = "".join(f", ${name}: ID!" for name in used)
    end = moment(known, 0) + timedelta(hours=16) if known else NOW
    times = {"validOn": f"2025-{day}", "knownAt": end.isoformat()}
    body = {"query": f"query ($t: AsOf!{told}) {{ {asked} }}", "variables": {"t": times, **used}}
    response = await api.post(body, "auditor")
    assert "errors" not in response.json(), response.json()
    ((_, value),) = response.json()["data"].items()
    return value, response.content


def in_short(value: Any, world: SmallWorld) -> Any:
    """Return an answer as the table of questions has it."""
    if isinstance(value, list):
        return {c["category"]: c["teams"] for c in value if c["region"]["code"] == "510302" and c["teams"]}
    if "totalCount" in value:
        return value["totalCount"]
    if "nodes" in value:
        return [node["code"] for node in value["nodes"]]
    if "name" in value:
        return "old" if value["name"] == world.team.name else value["name"]
    members = value.get("memberships")
    return len(members) if members is not None else [lot["quantity"] for lot in value["equipment"]]


async def test_twenty_questions_are_answered_as_known_then_and_the_same_ever_after(
    api: Api, world: SmallWorld, act: MakeAct
) -> None:
    await tell_the_year(world, act)
    told = {question: await answer(api, world, question) for question in QUESTIONS}
    await take_seal(NOW - timedelta(seconds=1), now=NOW)
    api.clock.push(60)
    async with changing(act(at=NOW + timedelta(seconds=30))) as change:
        await change.change(await Team.get(id=world.team.id), name="又改名", effective_on=date(2025, 2, 1))
        await change.remove(await QualificationGrant.filter().order_by("id").first())

    again = {question: (await answer(api, world, question))[1] for question in QUESTIONS}

    assert {question: in_short(value, world) for question, (value, _) in told.items()} == {
        question: expected for question, (_, _, _, expected) in QUESTIONS.items()
    }
    assert again == {question: text for question, (_, text) in told.items()}

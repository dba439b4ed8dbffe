"""Whether records can be believed, asked through the API: a scheme is asked about, and only by auditors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from registry.history import Act, changing
from registry.tables import ReadinessOverride, Team
from tests.api.harness import Api, gid
from tests.api.journeys.journey import Journey
from tests.conftest import Statements
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio

RUNS = {"InflationScreenShow"}
FIRST = date(2025, 9, 1)


async def test_chain_of_raised_levels_is_asked_about_by_auditors_only(
    api: Api, world: SmallWorld, act: Callable[..., Act], statements: Statements
) -> None:
    journey = Journey(api)
    made = await _raised(world.team, world, act, 4)
    asked = {"regionId": gid(world.city), "from": "2025-09-01", "to": "2026-01-05"}

    with statements.counted() as for_one:
        found = await journey.run("InflationScreenShow", "auditor", **asked)
    none = await journey.run("InflationScreenShow", "planner", **asked)
    other = await journey.run(
        "InflationScreenShow", "auditor", regionId=gid(world.city), rules=["ROLL_COPIED"], first=1
    )

    (hit,) = found["hits"]
    assert (found["total"], found["firstDay"], len(found["counts"])) == (1, "2025-09-01", 16)
    assert hit["rule"]["code"] == "RAISED_AGAIN_AND_AGAIN"
    assert hit["subject"] == {"id": gid(world.team), "kind": "Team"}
    assert [each["id"] for each in hit["records"]] == [gid(row) for row in made]
    assert (hit["recordsTotal"], hit["region"]["code"]) == (4, "510302")
    assert hit["sentence"]["en"] == (
        f"Team {world.team.code}: its level was raised by hand 4 times back to back since 2025-09-01."
    )
    assert none is None
    assert [each["rule"]["code"] for each in other["counts"]] == ["ROLL_COPIED"]
    assert (other["total"], other["lastDay"]) == (0, "2026-01-05")
    assert journey.ran == RUNS

    others = [team for team in world.teams.values() if team.id not in (world.team.id, world.foreign_team.id)]
    for team in others[:2]:
        await _raised(team, world, act, 3)
    with statements.counted() as for_three:
        found = await journey.run("InflationScreenShow", "auditor", **asked)
    assert (found["total"], len(for_three)) == (3, len(for_one))


async def test_screen_refuses_unknown_rules_and_endless_periods(api: Api, world: SmallWorld) -> None:
    query = """query ($id: ID!, $from: Date, $rules: [String!]) {
      inflationScreen(regionId: $id, from: $from, rules: $rules) { total } }"""

    for given in ({"rules": ["NO_RULE"]}, {"from": "2020-01-01"}, {"from": "2026-06-01"}):
        response = await api.post({"query": query, "variables": {"id": gid(world.city), **given}}, "auditor")
        (error,) = response.json()["errors"]
        assert error["extensions"]["code"] == "INVALID_VALUE", given


async def _raised(
    team: Team, world: SmallWorld, act: Callable[..., Act], times: int
) -> list[ReadinessOverride]:
    """Store overrides of a team that follow each other."""
    made = [
        ReadinessOverride(
            team_id=team.id,
            task_state="peace",
            from_level=3,
            to_level=2,
            reason_given="示例",
            decided_by_id=world.principals["approver"].id,
            valid_from=FIRST + timedelta(days=30 * number),
            valid_to=FIRST + timedelta(days=30 * number + 30),
        )
        for number in range(times)
    ]
    async with changing(act(f"raise {team.code}")) as change:
        await change.add_all(made)
    return made

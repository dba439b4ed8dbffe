"""Readiness through the API for those who may see less, and as it was."""

from __future__ import annotations

import pytest

from registry.codes import TeamCategory
from registry.history import changing
from registry.tables import Membership, Person
from tests.api.harness import OPERATIONS, Api, gid
from tests.api.readiness_rows import readiness_rows
from tests.factories import FOUNDED, SmallWorld

pytestmark = pytest.mark.anyio
SHOW = (OPERATIONS / "ReadinessShow.graphql").read_text()


async def test_people_out_of_scope_count_and_are_not_named(api: Api, world: SmallWorld, act) -> None:
    team, stranger = world.team, world.people[world.teams["510303", TeamCategory.MED].id][0]
    async with changing(act()) as change:
        await change.add(Membership(team_id=team.id, person_id=stranger.id, valid_from=FOUNDED))

    async def seen(login: str) -> tuple[set[str | None], int, int]:
        found = (await api.data(SHOW, {"teamId": gid(team)}, login))["readiness"]
        available = found["areas"][0]["measures"][0]
        members = {each["reference"] for each in [*found["filledPosts"], *found["idleMembers"]]}
        return members, available["numerator"], len(available["countedIds"])

    own = {person.reference for person in await Person.filter(region_id=world.district.id)}
    named, numerator, ids = await seen("planner")
    assert (numerator, ids) == (4, 4)
    assert stranger.reference in named
    named, numerator, ids = await seen("viewer")
    assert (numerator, ids) == (4, 3)
    assert None in named
    assert named - {None} <= own
    assert (await api.data(SHOW, {"teamId": gid(team)}, "foreigner")) == {"readiness": None}


async def test_readiness_is_as_it_was_known(api: Api, world: SmallWorld) -> None:
    await readiness_rows(world.team)
    query = """query ($id: ID!, $asOf: AsOf) { readiness(teamId: $id, asOf: $asOf) {
        on level shownLevel override { toLevel } areas { confirmedOn } } }"""

    now = (await api.data(query, {"id": gid(world.team)}))["readiness"]
    asked = {"id": gid(world.team), "asOf": {"validOn": "2025-06-01", "knownAt": "2025-07-01T00:00:00Z"}}
    then = (await api.data(query, asked))["readiness"]

    assert (now["shownLevel"], now["override"], now["areas"][0]["confirmedOn"]) == (
        4,
        {"toLevel": 4},
        "2025-03-03",
    )
    # confirmed and lowered on 3 March 2025, but recorded in January 2026 only
    assert (then["on"], then["override"], then["areas"][0]["confirmedOn"]) == (
        "2025-06-01",
        None,
        "2024-01-01",
    )

"""Changes of teams, members, centers and absences; what is refused changes nothing."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import date

import pytest

from registry.codes import TeamCategory
from registry.tables import LedgerEntry, Membership, Team, Unavailability
from tests.api.harness import Api, gid
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def unchanged():
    """Hold the block to leaving the ledger as it was: nothing is written without an entry there."""
    before = await LedgerEntry.all().count()
    yield
    assert await LedgerEntry.all().count() == before


def team_input(world: SmallWorld, **given: object) -> dict[str, object]:
    """Return the input that forms a second rescue team in the first district."""
    return {
        "regionId": gid(world.district),
        "code": "T-NEW",
        "name": "第二抢险抢修队",
        "teamTypeId": gid(world.types[TeamCategory.RRP]),
        "organizationId": gid(world.organizations["510302"]),
        "leadDepartmentId": gid(world.departments["510302"]),
        "authorizedStrength": 20,
        "importance": 3,
        "reason": "growth",
        **given,
    }


async def test_team_is_formed_with_the_posts_of_its_type(api: Api, world: SmallWorld) -> None:
    made = await api.change(
        "formTeam", team_input(world), "registrar", "... on Team { id code state version posts { ordinal } }"
    )

    row = await Team.get(code="T-NEW")
    assert made == {
        "__typename": "Team",
        "id": gid(row),
        "code": "T-NEW",
        "state": "FORMING",
        "version": 1,
        "posts": [{"ordinal": number} for number in range(1, len(made["posts"]) + 1)],
    }
    entry = await LedgerEntry.get(record_id=row.id)
    assert (entry.author_id, entry.reason) == (world.principals["registrar"].id, "growth")


@pytest.mark.parametrize(
    ("given", "login", "problem"),
    [
        ({"reason": " "}, "registrar", ("InvalidValue", "INVALID_VALUE", ["input", "reason"])),
        ({"reason": "x" * 301}, "registrar", ("InvalidValue", "INVALID_VALUE", ["input", "reason"])),
        ({"code": ""}, "registrar", ("InvalidValue", "INVALID_VALUE", ["input", "code"])),
        (
            {"authorizedStrength": 0},
            "registrar",
            ("InvalidValue", "INVALID_VALUE", ["input", "authorizedStrength"]),
        ),
        ({}, "viewer", ("AccessDenied", "ACCESS_DENIED", [])),
        ({}, "planner", ("AccessDenied", "ACCESS_DENIED", [])),
        ({}, "foreigner", ("NotFound", "NOT_FOUND", ["input", "regionId"])),
        (
            {"organizationId": "nonsense"},
            "registrar",
            ("NotFound", "NOT_FOUND", ["input", "organizationId"]),
        ),
    ],
    ids=[
        "blank reason",
        "long reason",
        "empty code",
        "no strength",
        "viewer",
        "planner",
        "foreigner",
        "malformed id",
    ],
)
async def test_refused_team_is_not_formed(
    api: Api, world: SmallWorld, given: dict[str, object], login: str, problem: tuple[object, ...]
) -> None:
    async with unchanged():
        made = await api.change("formTeam", team_input(world, **given), login)

    assert (made["__typename"], made["code"], made["path"]) == problem


async def test_taken_code_is_named(api: Api, world: SmallWorld) -> None:
    given = team_input(world, code=world.team.code)

    async with unchanged():
        made = await api.change("formTeam", given, "registrar", "... on CodeTaken { taken }")

    assert (made["__typename"], made["code"], made["taken"]) == ("CodeTaken", "CODE_TAKEN", world.team.code)


async def test_team_moves_along_its_life_and_no_further(api: Api, world: SmallWorld) -> None:
    fields = "... on Team { id state version } ... on TransitionRefused { current allowed }"
    given = {"teamId": gid(world.team), "state": "SUSPENDED", "expectedVersion": 1, "reason": "repair"}
    moved = await api.change("moveTeamState", given, "registrar", fields)
    assert moved == {
        "__typename": "Team",
        "id": gid(world.team),
        "state": "SUSPENDED",
        "version": 2,
    }

    async with unchanged():
        stale = await api.change(
            "moveTeamState", given, "registrar", "... on StaleVersion { expected actual }"
        )
        refused = await api.change(
            "moveTeamState", {**given, "state": "FORMING", "expectedVersion": 2}, "registrar", fields
        )

    assert (stale["code"], stale["expected"], stale["actual"], stale["path"]) == (
        "STALE_VERSION",
        1,
        2,
        ["input", "expectedVersion"],
    )
    assert (refused["code"], refused["current"]) == ("TRANSITION_REFUSED", "suspended")
    assert "disbanded" in refused["allowed"]


async def test_member_is_released_and_assigned_elsewhere(api: Api, world: SmallWorld) -> None:
    membership = world.memberships[world.team.id][-1]
    person = await membership.person
    other = world.teams["510303", TeamCategory.MED]
    assign = {
        "teamId": gid(other),
        "personId": gid(person),
        "postId": gid(world.posts[other.id][-1]),
        "role": "DEPUTY",
        "validFrom": "2026-01-10",
        "reason": "needed there",
    }
    async with unchanged():
        early = await api.change(
            "assignMember", assign, "registrar", "... on AlreadyAssigned { personReference teamCode }"
        )
    assert early["code"] == "ALREADY_ASSIGNED"
    assert (early["personReference"], early["teamCode"]) == (person.reference, world.team.code)

    released = await api.change(
        "releaseMember",
        {"membershipId": gid(membership), "on": "2026-01-10", "expectedVersion": 1, "reason": "moves"},
        "registrar",
        "... on Membership { validTo }",
    )
    made = await api.change(
        "assignMember",
        assign,
        "registrar",
        "... on Membership { id role team { code } person { reference } post { ordinal } }",
    )

    assert released["validTo"] == "2026-01-10"
    row = await Membership.get(person_id=person.id, team_id=other.id)
    assert made == {
        "__typename": "Membership",
        "id": gid(row),
        "role": "DEPUTY",
        "team": {"code": other.code},
        "person": {"reference": person.reference},
        "post": {"ordinal": world.posts[other.id][-1].ordinal},
    }


async def test_center_does_not_skip_its_review(api: Api, world: SmallWorld) -> None:
    given = {
        "centerId": gid(world.center),
        "state": "NURTURED",
        "expectedVersion": world.center.version,
        "reason": "test",
    }

    async with unchanged():
        refused = await api.change("moveCenterState", given, "registrar")

    assert refused["code"] == "TRANSITION_REFUSED"


async def test_absence_is_reported_and_withdrawn(api: Api, world: SmallWorld) -> None:
    given = {
        "absent": {"teamId": gid(world.team)},
        "firstDay": "2026-03-02",
        "lastDay": "2026-03-04",
        "why": "DUTY",
        "reason": "flood watch",
    }
    made = await api.change(
        "reportUnavailability",
        given,
        "registrar",
        "... on Unavailability { id firstDay until reason team { code } version }",
    )
    row = await Unavailability.get(team_id=world.team.id)
    assert made == {
        "__typename": "Unavailability",
        "id": gid(row),
        "firstDay": "2026-03-02",
        "until": "2026-03-05",
        "reason": "DUTY",
        "team": {"code": world.team.code},
        "version": 1,
    }
    assert row.valid_to == date(2026, 3, 5)

    gone = await api.change(
        "withdrawUnavailability",
        {"unavailabilityId": gid(row), "expectedVersion": 1, "reason": "mistake"},
        "registrar",
        "... on UnavailabilityWithdrawn { id }",
    )

    assert gone == {"__typename": "UnavailabilityWithdrawn", "id": gid(row)}
    assert await Unavailability.get_or_none(id=row.id) is None


async def test_absence_names_one_subject_only(api: Api, world: SmallWorld) -> None:
    query = (
        "mutation ($input: ReportUnavailabilityInput!) { reportUnavailability(input: $input) { __typename } }"
    )
    both = {"teamId": gid(world.team), "resourceId": gid(next(iter(world.resources.values())))}
    given = {"firstDay": "2026-03-02", "lastDay": "2026-03-04", "why": "DUTY", "reason": "x"}

    async with unchanged():
        for absent in (both, {}, {"teamId": None}):
            answer = await api.post(
                {"query": query, "variables": {"input": {**given, "absent": absent}}}, "registrar"
            )
            assert answer.status_code == 400


async def test_calendar_address_is_shown_once_and_reads_one_region(api: Api, world: SmallWorld) -> None:
    made = await api.change(
        "createCalendarToken",
        {"regionId": gid(world.city), "reason": "phone", "label": "phone"},
        "viewer",
        "... on CalendarAddress { feedPath expiresAt }",
    )
    assert made["code"] == "NOT_FOUND"

    made = await api.change(
        "createCalendarToken",
        {"regionId": gid(world.district), "reason": "phone", "label": "phone"},
        "viewer",
        "... on CalendarAddress { feedPath expiresAt }",
    )

    assert made["__typename"] == "CalendarAddress"
    assert made["feedPath"].startswith("/calendar/mrt_")
    assert made["feedPath"].endswith(".ics")
    token = made["feedPath"].removeprefix("/calendar/").removesuffix(".ics")
    async with api.http() as client:
        answer = await client.post(
            "/graphql",
            json={"query": "{ me { login } }"},
            headers={"authorization": f"Bearer {token}"},
        )
    assert answer.status_code == 401

"""The list: opened, rewritten, closed; accepted with a reason; set by offices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM, Viewer, viewer_of
from registry.consistency.issues import accept_issue, on_the_list, reopen_issue, run_all
from registry.consistency.settings import set_rule
from registry.errors import AccessDenied, InvalidValue, RegistryError, StaleVersion
from registry.history import Act, changing
from registry.tables import ConsistencyIssue, Team
from tests.conftest import NOW
from tests.factories import SmallWorld, small_world
from tests.registry.consistency.broken_world import broken_world
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

Acts = Callable[..., Act]
TODAY = NOW.date()


async def viewer(world: SmallWorld, login: str) -> Viewer:
    return await viewer_of(world.principals[login].id, on=TODAY)


async def run(act: Acts, day: date = TODAY) -> tuple[int, int, int]:
    """Run all rules and return how many issues were opened, changed, closed."""
    report = await run_all(SYSTEM, act(), day)
    return report.opened, report.changed, report.closed


async def test_issues_are_kept_from_run_to_run(database: TortoiseContext, act: Acts) -> None:
    await broken_world()

    day = date(2026, 2, 1)
    opened, _, _ = await run(act, day)
    later = await run(act, day + timedelta(days=1))

    assert opened > 50
    assert later == (0, 0, 0)
    assert await ConsistencyIssue.filter(last_seen_on=day + timedelta(days=1)).count() == opened


async def test_issue_is_rewritten_then_closed_then_new(database: TortoiseContext, act: Acts) -> None:
    world = await small_world()
    team = await Team.get(id=world.team.id)

    async def strength(persons: int) -> None:
        nonlocal team
        async with changing(act()) as change:
            team = await change.change(team, authorized_strength=persons)

    await run(act)
    seen = []
    for persons in (2, 1, 4, 2):
        await strength(persons)
        seen.append(await run(act))

    assert seen == [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 0, 0)]
    kept = await ConsistencyIssue.filter(rule="TEAM_OVER_STRENGTH").order_by("closed_on")
    assert sorted(issue.facts["authorized_strength"] for issue in kept) == [1, 2]


async def test_accepted_issue_leaves_the_list_until_its_day(database: TortoiseContext, act: Acts) -> None:
    world = await broken_world()
    await run(act)
    registrar = await viewer(world, "registrar")
    issue = await ConsistencyIssue.get(rule="TEAM_OVER_STRENGTH", record_id=world.team.id)
    mine = act(author=registrar.principal_id)

    accepted = await accept_issue(registrar, mine, issue.id, "posts follow", date(2026, 3, 1), 1)

    days = (TODAY, date(2026, 3, 1))
    shown = [await ConsistencyIssue.filter(on_the_list(day), id=issue.id).exists() for day in days]
    assert shown == [False, True]
    again = await reopen_issue(registrar, act(author=registrar.principal_id), issue.id, accepted.version)
    assert (again.accepted_until, again.accepted_reason, again.accepted_by_id) == (None, None, None)


async def test_acceptance_is_refused_and_changes_nothing(database: TortoiseContext, act: Acts) -> None:
    world = await broken_world()
    await run(act)
    registrar, reader = await viewer(world, "registrar"), await viewer(world, "planner")
    issue = await ConsistencyIssue.get(rule="TEAM_OVER_STRENGTH", record_id=world.team.id)
    cases: list[tuple[Viewer, str, date, int, type[RegistryError]]] = [
        (reader, "why", date(2026, 2, 1), 1, AccessDenied),
        (registrar, "why", date(2026, 2, 1), 7, StaleVersion),
        (registrar, " ", date(2026, 2, 1), 1, InvalidValue),
        (registrar, "why", TODAY, 1, InvalidValue),
        (registrar, "why", date(2028, 2, 1), 1, InvalidValue),
    ]

    async with unchanged():
        for who, reason, until, version, refusal in cases:
            with pytest.raises(refusal):
                await accept_issue(who, act(author=who.principal_id), issue.id, reason, until, version)


async def test_setting_of_the_nearest_office_holds(database: TortoiseContext, act: Acts) -> None:
    world = await broken_world()
    admin = await viewer(world, "admin")
    mine = {"author": admin.principal_id}
    await set_rule(SYSTEM, act(), None, "TEAM_OVER_STRENGTH", enabled=False)
    await run(act)
    assert await ConsistencyIssue.filter(rule="TEAM_OVER_STRENGTH").count() == 0
    await set_rule(admin, act(**mine), world.city.id, "TEAM_OVER_STRENGTH", enabled=True, threshold=100)

    await run(act)
    own = ConsistencyIssue.filter(rule="TEAM_OVER_STRENGTH", record_id=world.team.id, closed_on=None)
    assert await own.count() == 1
    await set_rule(admin, act(**mine), world.district.id, "TEAM_OVER_STRENGTH", enabled=False)
    await run(act)
    assert await own.count() == 0


async def test_settings_are_refused_and_change_nothing(database: TortoiseContext, act: Acts) -> None:
    world = await small_world()
    admin, registrar = await viewer(world, "admin"), await viewer(world, "registrar")

    async with unchanged():
        with pytest.raises(AccessDenied):
            await set_rule(registrar, act(), world.city.id, "PARENT_RING", enabled=False)
        with pytest.raises(AccessDenied):
            await set_rule(admin, act(), None, "PARENT_RING", enabled=False)
        for rule, threshold in (("NO_SUCH", None), ("PARENT_RING", 1), ("TEAM_UNDER_STRENGTH", -1)):
            with pytest.raises(InvalidValue):
                await set_rule(admin, act(), world.city.id, rule, enabled=True, threshold=threshold)
        with pytest.raises(StaleVersion):
            await set_rule(admin, act(), world.city.id, "PARENT_RING", enabled=False, expected_version=3)
        with pytest.raises(InvalidValue):
            await run_all(registrar, act(), TODAY)

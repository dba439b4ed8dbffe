"""What an act has touched is judged at once: the list is right before the night."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tortoise.context import TortoiseContext

from registry.consistency import on_write
from registry.consistency.on_write import judge_written
from registry.history import Act, changing
from registry.tables import ConsistencyIssue, LedgerEntry, Membership, Team
from tests.conftest import NOW
from tests.factories import small_world
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

Acts = Callable[..., Act]
TODAY = NOW.date()
RULE = "TEAM_OVER_STRENGTH"


async def standing() -> list[tuple[int, bool]]:
    """Return the facts of the rule's findings, and whether they are gone."""
    found = await ConsistencyIssue.filter(rule=RULE).order_by("valid_from", "id")
    return [(issue.facts["authorized_strength"], issue.closed_on is not None) for issue in found]


async def test_finding_is_opened_rewritten_and_closed_by_the_writes(
    database: TortoiseContext, act: Acts
) -> None:
    world = await small_world()
    team = await Team.get(id=world.team.id)
    seen = []

    for persons in (2, 1, 4):
        async with changing(written := act()) as change:
            team = await change.change(team, authorized_strength=persons)
        settled = await judge_written(act(), written.id, TODAY)
        seen.append((settled, await standing()))

    assert seen == [(1, [(2, False)]), (1, [(1, False)]), (1, [(1, True)])]


async def test_record_it_belongs_to_is_judged_too(database: TortoiseContext, act: Acts) -> None:
    world = await small_world()
    async with changing(act()) as change:
        await change.change(await Team.get(id=world.team.id), authorized_strength=3)
    person = world.people[world.foreign_team.id][0]
    async with changing(written := act()) as change:
        joined = Membership(team_id=world.team.id, person_id=person.id, valid_from=TODAY)
        await change.add(joined)
    await judge_written(act(), written.id, TODAY)
    opened = await standing()
    async with changing(written := act()) as change:
        await change.remove(joined)

    await judge_written(act(), written.id, TODAY)

    assert (opened, await standing()) == ([(3, False)], [(3, True)])


async def test_large_act_is_left_to_the_night_and_an_empty_one_changes_nothing(
    database: TortoiseContext, act: Acts, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await small_world()
    async with changing(written := act()) as change:
        await change.change(await Team.get(id=world.team.id), authorized_strength=1)
    monkeypatch.setattr(on_write, "MOST_RECORDS", 0)

    async with unchanged():
        assert await judge_written(act(), written.id, TODAY) is None
        assert await judge_written(act(), act().id, TODAY) == 0
    assert await LedgerEntry.filter(record_table="consistency_issue").count() == 0

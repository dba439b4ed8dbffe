"""Which employers are still to be told of events in issued plans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from exercises.codes import EventState, PlanState
from exercises.employer_notices import notices_due
from exercises.tables import PlannedEvent
from registry.access import viewer_of
from registry.codes import NoticeMethod
from registry.errors import InvalidValue, NotFound
from registry.history import Act, changing
from registry.service import NoticeDraft, record_notice
from tests.api.year import small_year
from tests.conftest import Statements
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio

TODAY = date(2026, 1, 5)


async def test_notices_fall_due_for_issued_events_until_sent(
    world: SmallWorld, act: Callable[..., Act], statements: Statements
) -> None:
    registrar = await viewer_of(world.principals["registrar"].id, on=TODAY)
    await small_year(world, world.city, world.team)
    await small_year(world, world.city, world.team, state=PlanState.DRAFT, number=2)
    found, counts = {}, {}

    for days in (27, 28, 300):
        with statements.counted() as seen:
            found[days] = await notices_due(registrar, world.city.id, today=TODAY, within_days=days)
        counts[days] = len(seen)

    assert [len(each) for each in found.values()] == [0, 1, 3]
    assert counts[28] == counts[300]
    (first,) = found[28]
    employer = world.organizations["510302"]
    assert (first.due_on, first.team.id, first.organization.id, first.persons) == (
        date(2026, 2, 2),
        world.team.id,
        employer.id,
        3,
    )
    draft = NoticeDraft(
        team_id=world.team.id,
        organization_id=employer.id,
        training_on=first.event.first_day,
        sent_on=TODAY,
        method=NoticeMethod.EMAIL,
        sender="x",
    )
    await record_notice(registrar, act(), draft)
    assert await notices_due(registrar, world.city.id, today=TODAY, within_days=28) == []


async def test_cancelled_and_unannounced_events_need_no_notice(
    world: SmallWorld, act: Callable[..., Act]
) -> None:
    planner = await viewer_of(world.principals["planner"].id, on=TODAY)
    foreigner = await viewer_of(world.principals["foreigner"].id, on=TODAY)
    await small_year(world, world.city, world.team)
    march, june, _ = await PlannedEvent.all().order_by("first_day")
    async with changing(act()) as change:
        await change.change(march, state=EventState.CANCELLED)
        await change.change(june, unannounced=True)

    due = await notices_due(planner, world.city.id, today=TODAY, within_days=400)

    assert [each.event.first_day for each in due] == [date(2026, 9, 2)]
    assert await notices_due(planner, world.city.id, today=date(2026, 9, 2), within_days=0) == []
    (late,) = await notices_due(planner, world.city.id, today=date(2026, 9, 1), within_days=0)
    assert late.due_on == date(2026, 8, 3)
    with pytest.raises(NotFound):
        await notices_due(foreigner, world.city.id, today=TODAY, within_days=30)
    with pytest.raises(InvalidValue):
        await notices_due(planner, world.city.id, today=TODAY, within_days=401)

"""Changing one event by hand: the solver's rules, and nothing changed when refused."""

from datetime import date, timedelta

import pytest

from exercises import events, plans
from exercises.codes import EventState
from exercises.errors import MoveRefused, PlanFrozen, TransitionRefused
from exercises.tables import PlannedEvent, TrainingPlan
from registry.errors import AccessDenied, InvalidValue, NotFound, StaleVersion
from registry.tables import LedgerEntry
from tests.conftest import NOW
from tests.exercises.years import drafted, issued

pytestmark = pytest.mark.anyio


async def an_event(plan, kind="assessment"):
    return (await PlannedEvent.filter(plan_id=plan.id, kind=kind).order_by("uid"))[0]


async def possible_day(year, event):
    for step in (1, -1, 2, -2, 3, -3, 5, -5, 7, -7, 9, 14, 21):
        day = event.first_day + timedelta(days=step)
        if not await events.check_move(year.planner, event.id, day):
            return day
    raise AssertionError("no day is possible")


async def unchanged(event, entries):
    stored = await PlannedEvent.get(id=event.id)
    assert (stored.version, stored.first_day, stored.state) == (event.version, event.first_day, event.state)
    assert await LedgerEntry.all().count() == entries


async def test_event_moves_to_a_possible_day_and_counts_one_more(year):
    plan = await drafted(year)
    event = await an_event(plan)
    day = await possible_day(year, event)

    moved = await events.move_event(
        year.planner, year.act(year.planner, "ground taken"), event.id, day, event.version
    )

    assert (moved.first_day, moved.last_day, moved.sequence) == (day, day, event.sequence + 1)
    assert (moved.changed_at, moved.change_reason) == (NOW, "ground taken")
    verification = await plans.verify_plan(year.planner, plan.id)
    fresh = await TrainingPlan.get(id=plan.id)
    assert verification.passed
    assert fresh.objective["lapse_days"] == verification.cost.lapse_days


@pytest.mark.parametrize("day", [date(2026, 8, 3), date(2026, 10, 1), date(2026, 10, 3)], ids=str)
async def test_move_out_of_its_months_or_to_a_day_off_is_refused_with_words(year, day):
    plan = await drafted(year)
    event = await an_event(plan)
    entries = await LedgerEntry.all().count()

    with pytest.raises(MoveRefused) as caught:
        await events.move_event(year.planner, year.act(year.planner), event.id, day, event.version)

    assert caught.value.violations == await events.check_move(year.planner, event.id, day)
    assert all(violation.zh and violation.en for violation in caught.value.violations)
    await unchanged(event, entries)


async def test_event_dated_outside_never_moves(year):
    plan = await drafted(year)
    event = await an_event(plan, "area_joint")

    broken = await events.check_move(year.planner, event.id, event.first_day + timedelta(days=7))

    assert {violation.rule for violation in broken} >= {"locked"}
    assert event.external


async def test_locked_event_moves_only_after_unlocking(year):
    plan = await drafted(year)
    event = await an_event(plan)
    day = await possible_day(year, event)
    locked = await events.lock_event(year.planner, year.act(year.planner), event.id, event.version)

    with pytest.raises(MoveRefused) as caught:
        await events.move_event(year.planner, year.act(year.planner), event.id, day, locked.version)
    assert [violation.rule for violation in caught.value.violations] == ["locked"]

    open_again = await events.unlock_event(year.planner, year.act(year.planner), event.id, locked.version)
    moved = await events.move_event(year.planner, year.act(year.planner), event.id, day, open_again.version)
    assert moved.first_day == day


async def test_stale_version_and_foreign_scope_change_nothing(year):
    plan = await drafted(year)
    event = await an_event(plan)
    day = await possible_day(year, event)
    entries = await LedgerEntry.all().count()

    with pytest.raises(StaleVersion):
        await events.move_event(year.planner, year.act(year.planner), event.id, day, event.version + 1)
    with pytest.raises(NotFound):
        await events.lock_event(year.viewer, year.act(year.viewer), event.id, event.version)
    with pytest.raises(AccessDenied):
        await events.lock_event(year.approver, year.act(year.approver), event.id, event.version)

    await unchanged(event, entries)


async def test_submitted_plan_is_frozen(year):
    plan = await drafted(year)
    event = await an_event(plan)
    for step in (plans.consult_plan, plans.submit_plan):
        plan = await step(year.planner, year.act(year.planner), plan.id, plan.version)
    entries = await LedgerEntry.all().count()

    with pytest.raises(PlanFrozen) as caught:
        await events.cancel_event(year.planner, year.act(year.planner), event.id, event.version)

    assert (caught.value.year, caught.value.number, caught.value.state) == (2026, 1, "submitted")
    await unchanged(event, entries)


async def test_cancelling_an_issued_event_is_the_approvers_and_needs_a_reason(year):
    plan = await issued(year)
    event = await an_event(plan)
    entries = await LedgerEntry.all().count()

    with pytest.raises(AccessDenied):
        await events.cancel_event(year.planner, year.act(year.planner), event.id, event.version)
    with pytest.raises(InvalidValue):
        await events.cancel_event(year.approver, year.act(year.approver, " "), event.id, event.version)
    await unchanged(event, entries)

    gone = await events.cancel_event(year.approver, year.act(year.approver, "flood"), event.id, event.version)
    assert (gone.state, gone.sequence, gone.change_reason) == (EventState.CANCELLED, 1, "flood")
    assert (await plans.verify_plan(year.planner, plan.id)).passed
    with pytest.raises(TransitionRefused):
        await events.cancel_event(year.approver, year.act(year.approver), event.id, gone.version)


async def test_check_move_takes_the_same_statements_for_any_event(year, statements):
    plan = await drafted(year)
    counts = set()
    for kind in ("assessment", "interconnection"):
        event = await an_event(plan, kind)
        with statements.counted() as seen:
            await events.check_move(year.planner, event.id, event.first_day)
        counts.add(len(seen))

    assert counts == {6}

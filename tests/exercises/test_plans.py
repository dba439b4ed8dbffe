"""Versions of the training year: approval by four eyes, issue, proof and difference."""

from datetime import date

import pytest

from exercises import events, plans
from exercises.codes import EventState, PlanState
from exercises.errors import FourEyes, TransitionRefused
from exercises.tables import PlannedEvent, TrainingPlan
from registry.access import SYSTEM
from registry.errors import AccessDenied, NotFound, StaleVersion
from tests.exercises.years import drafted, issued

pytestmark = pytest.mark.anyio


async def submitted(year):
    plan = await drafted(year)
    plan = await plans.consult_plan(year.planner, year.act(year.planner), plan.id, plan.version)
    return await plans.submit_plan(year.planner, year.act(year.planner), plan.id, plan.version)


async def test_plan_goes_from_draft_to_closed(year):
    plan = await issued(year)

    assert (plan.state, plan.approved_by_id) == (PlanState.ISSUED, year.approver.principal_id)
    assert plan.issued_at is not None
    closed = await plans.close_plan(year.planner, year.act(year.planner), plan.id, plan.version)
    assert closed.state is PlanState.CLOSED


async def test_planner_never_approves_the_own_plan(year):
    plan = await submitted(year)

    with pytest.raises(FourEyes):
        await plans.approve_plan(SYSTEM, year.act(year.planner), plan.id, plan.version)
    with pytest.raises(AccessDenied):
        await plans.approve_plan(year.planner, year.act(year.planner), plan.id, plan.version)

    assert (await TrainingPlan.get(id=plan.id)).state is PlanState.SUBMITTED


async def test_refused_move_names_the_allowed_ones_and_changes_nothing(year):
    plan = await drafted(year)

    with pytest.raises(TransitionRefused) as caught:
        await plans.submit_plan(year.planner, year.act(year.planner), plan.id, plan.version)
    with pytest.raises(StaleVersion):
        await plans.consult_plan(year.planner, year.act(year.planner), plan.id, plan.version + 1)

    assert caught.value.allowed == (PlanState.CONSULTED, PlanState.DISCARDED)
    assert str(caught.value) == (
        "A training plan that is draft cannot become submitted for approval;"
        " allowed from here: consulted, discarded."
    )
    stored = await TrainingPlan.get(id=plan.id)
    assert (stored.state, stored.version) == (PlanState.DRAFT, plan.version)


async def test_plan_out_of_scope_is_not_found(year):
    plan = await drafted(year)

    for action in (plans.verify_plan,):
        with pytest.raises(NotFound):
            await action(year.viewer, plan.id)
    with pytest.raises(NotFound):
        await plans.discard_plan(year.viewer, year.act(year.viewer), plan.id, plan.version)


async def test_issuing_a_new_version_amends_the_one_in_force_and_keeps_identifiers(year):
    first = await issued(year)
    before = {e.uid: e for e in await PlannedEvent.filter(plan_id=first.id)}

    draft = await drafted(year)
    second = await issued(year, draft)

    after = {e.uid: e for e in await PlannedEvent.filter(plan_id=second.id)}
    assert (second.number, second.parent_id) == (2, first.id)
    assert (await TrainingPlan.get(id=first.id)).state is PlanState.AMENDED
    kept = [u for u in before.keys() & after.keys() if before[u].first_day == after[u].first_day]
    assert len(kept) > len(before) * 3 // 4
    assert all(after[u].sequence == 0 for u in kept)
    moved = (before.keys() & after.keys()) - set(kept)
    assert all(after[u].sequence == 1 for u in moved)


async def test_replanning_keeps_what_is_past_and_what_is_cancelled(year):
    plan = await issued(year)
    event = (await PlannedEvent.filter(plan_id=plan.id, first_day__gte=date(2026, 9, 1)).order_by("uid"))[0]
    await events.cancel_event(year.approver, year.act(year.approver, "ground lost"), event.id, event.version)

    later = await drafted(year, issue_date=date(2026, 6, 1))

    past = {
        e.uid: e.first_day for e in await PlannedEvent.filter(plan_id=plan.id, first_day__lt=date(2026, 6, 1))
    }
    now = {e.uid: e for e in await PlannedEvent.filter(plan_id=later.id)}
    assert past
    assert {uid: now[uid].first_day for uid in past} == past
    assert now[event.uid].state is EventState.CANCELLED
    assert (await plans.verify_plan(year.planner, later.id)).passed


async def test_verification_passes_for_a_stored_plan_and_recomputes_its_cost(year, statements):
    plan = await drafted(year)

    with statements.counted() as seen:
        verification = await plans.verify_plan(year.planner, plan.id)

    assert verification.passed
    assert plan.objective["unscheduled_points"] == verification.cost.unscheduled_points
    assert len(seen) == 5

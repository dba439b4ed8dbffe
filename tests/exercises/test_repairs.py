"""Repairing the version in force: from request to a draft beside it, and refused without a trace."""

from datetime import date, datetime, time, timedelta

import pytest

from exercises import runs
from exercises.codes import PlanState, RunMode, RunState
from exercises.components import components_of_plan
from exercises.errors import RunInProgress
from exercises.frozen import current
from exercises.interruptions import interruptions_of
from exercises.plan_comparison import compare_plans
from exercises.planning import frame_problem
from exercises.tables import PlannedEvent, PlanRun, TrainingPlan, UnscheduledDemand
from registry.codes import UnavailabilityReason
from registry.errors import AccessDenied, InvalidValue, NotFound, StaleVersion
from registry.history import SHANGHAI, changing
from registry.tables import Team, Unavailability
from scheduling.repair_form import Mended, mended_from_data, mended_to_data
from scheduling.verify import verify
from tests.exercises.years import YEAR, drafted, issued, mended

pytestmark = pytest.mark.anyio


async def lost(year, code, first, last):
    """Make a team unavailable from `first` to `last`, both included."""
    found = await Team.get(code=code)
    async with changing(year.act(year.planner, "floods")) as change:
        await change.add(
            Unavailability(
                team_id=found.id,
                region_id=found.region_id,
                reason=UnavailabilityReason.DUTY,
                valid_from=first,
                valid_to=last + timedelta(days=1),
            )
        )


async def repaired(year, plan, **wish):
    return await runs.request_repair(
        year.planner,
        year.act(year.planner, "the team is away"),
        plan_id=plan.id,
        expected_version=plan.version,
        **wish,
    )


async def test_repair_moves_what_the_change_broke_into_a_new_draft(year):
    plan = await issued(year)
    event = (
        await PlannedEvent.filter(plan_id=plan.id, kind="hands_on", first_day__gte=date(2026, 3, 1)).order_by(
            "uid"
        )
    )[0]
    code = await Team.filter(event_links__event_id=event.id).first().values_list("code", flat=True)
    await lost(year, code, event.first_day, event.last_day)

    run = await repaired(year, plan, move_price=500, budget_seconds=5)
    assert (run.mode, run.state) == (RunMode.ONLY_REPAIR, RunState.REQUESTED)
    wish = runs.repair_wish(run)
    assert (wish["mode"], wish["again"]) == ("only", True)
    run = await runs.begin_run(run.id)
    whole = mended(run)
    assert isinstance(whole, Mended)
    assert mended_from_data(mended_to_data(whole)) == whole
    found = whole.repaired
    run = await runs.finish_run(run.id, year.act(year.planner, "repair"), whole)

    assert (run.state, found.problem.weights.moves) == (RunState.PLANNED, 500)
    version = await TrainingPlan.get(id=run.plan_id)
    assert (version.state, version.parent_id) == (PlanState.DRAFT, plan.id)
    assert version.bound <= version.total
    assert {part.name for part in components_of_plan(version)} == set(version.objective)
    now = await current(version)
    assert now.plan.assignments == found.plan.assignments
    assert verify(now.problem, now.plan).passed
    told = await compare_plans(year.planner, plan.id, version.id)
    moved = next(change for change in told.events if change.event == event.uid)
    assert event.uid in found.broken
    assert any(code in why.en for why in moved.reasons), moved.reasons
    assert len(told.events) <= 1 + len(found.broken)
    assert interruptions_of(version) == ()


async def test_refused_repair_leaves_everything_as_it_was(year):
    plan = await issued(year)
    draft = await drafted(year)
    runs_before = await PlanRun.all().count()
    act = year.act(year.planner)

    with pytest.raises(InvalidValue) as caught:
        await repaired(year, draft)
    assert caught.value.field == "plan_id"
    with pytest.raises(InvalidValue) as caught:
        await repaired(year, plan, mode=RunMode.PLAN)
    assert caught.value.field == "mode"
    with pytest.raises(InvalidValue):
        await repaired(year, plan, move_price=-1)
    with pytest.raises(InvalidValue):
        await repaired(year, plan, most_moves=0.5)
    with pytest.raises(StaleVersion):
        await runs.request_repair(year.planner, act, plan_id=plan.id, expected_version=plan.version + 1)
    with pytest.raises(AccessDenied):
        await runs.request_repair(year.approver, act, plan_id=plan.id, expected_version=plan.version)
    with pytest.raises(NotFound):
        await runs.request_repair(year.viewer, act, plan_id=plan.id, expected_version=plan.version)
    assert await PlanRun.all().count() == runs_before

    run = await repaired(year, plan, mode=RunMode.REPAIR_AND_IMPROVE)
    with pytest.raises(RunInProgress):
        await repaired(year, plan)
    assert await PlanRun.all().count() == runs_before + 1
    run = await runs.begin_run(run.id)
    await runs.cancel_run(year.planner, act, run.id)
    run = await runs.finish_run(run.id, year.act(year.planner, "repair"), mended(run))
    assert (run.state, run.plan_id is None) == (RunState.CANCELLED, False)


async def test_event_under_way_is_broken_off_and_held_again_in_later_versions_too(year):
    plan = await issued(year)
    under_way = next(
        e
        for e in await PlannedEvent.filter(plan_id=plan.id, external=False).order_by("first_day", "uid")
        if e.last_day > e.first_day
    )
    code = await Team.filter(event_links__event_id=under_way.id).first().values_list("code", flat=True)
    second = under_way.first_day + timedelta(days=1)
    await lost(year, code, second, under_way.last_day)
    act = year.acts("floods", author=year.planner.principal_id, at=at_nine(second))

    run = await runs.request_repair(year.planner, act, plan_id=plan.id, expected_version=plan.version)
    run = await runs.begin_run(run.id)
    run = await runs.finish_run(run.id, year.act(year.planner, "repair"), mended(run))

    version = await TrainingPlan.get(id=run.plan_id)
    (ended,) = interruptions_of(version)
    again = f"{under_way.uid}/again"
    assert (ended.uid, ended.last_day, ended.days_done, ended.again) == (
        under_way.uid,
        under_way.first_day,
        1,
        again,
    )
    assert any(code in why.en for why in ended.reasons)
    stored = {e.uid: e for e in await PlannedEvent.filter(plan_id=version.id)}
    assert stored[under_way.uid].last_day == under_way.first_day
    left_out = {row.uid for row in await UnscheduledDemand.filter(plan_id=version.id)}
    assert again in stored.keys() | left_out
    told = await compare_plans(year.planner, plan.id, version.id)
    assert under_way.uid in {change.event for change in told.events}
    later = await frame_problem(
        year.planner, year.region_id, YEAR, issue_date=second, base_plan_id=version.id
    )
    events = {event.id: event for event in later.events}
    assert (events[under_way.uid].duration_days, events[under_way.uid].lock.first_day) == (
        1,
        under_way.first_day,
    )
    assert again in events
    assert all(under_way.uid not in series.events for series in later.series)


def at_nine(day):
    return datetime.combine(day, time(9), SHANGHAI)

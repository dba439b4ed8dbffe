"""Solver runs: from request to stored version, and every other way they end."""

from dataclasses import replace
from datetime import date

import pytest

from exercises import runs
from exercises.codes import CostPart, PlanState, RunState
from exercises.components import components_of_plan
from exercises.errors import LoadExceeded, NothingToPlan, RunInProgress, TransitionRefused
from exercises.frozen import current, problem_of_row
from exercises.planning import frame_problem
from exercises.tables import (
    EventResource,
    EventTeam,
    PlannedEvent,
    PlanRun,
    SyllabusRule,
    TrainingPlan,
    UnscheduledDemand,
)
from registry.errors import AccessDenied, InvalidValue, NotFound
from registry.history import broken_chains, changing, rebuild
from registry.tables import LedgerEntry
from scheduling.cost import Component, Weights
from scheduling.errors import PlanRejected
from scheduling.objective import TERMS
from scheduling.outcome import Conflict, Infeasible, Planned, Unfinished
from scheduling.serial import input_hash, to_data
from scheduling.verify import verify
from tests.exercises.years import YEAR, drafted, requested, solved

pytestmark = pytest.mark.anyio


async def test_frame_problem_is_the_same_for_equal_records(year):
    issue = date(2025, 12, 1)

    one = await frame_problem(year.planner, year.region_id, YEAR, issue_date=issue)
    other = await frame_problem(year.planner, year.region_id, YEAR, issue_date=issue)

    assert one == other
    assert {e.kind for e in one.events} >= {"opening", "muster", "hands_on", "turn_out", "interconnection"}
    assert [(a.id, a.regions) for a in one.areas] == [("SOUTH-2026-510300", ("510300", "511000"))]
    assert {c.id for c in one.crews} >= {"510302-RRP-01", "511002-MCP-01"}
    blocked = {c.id: [(w.first, w.last) for w in c.blocked] for c in one.crews}
    assert blocked["510302-RRP-01"] == [(date(2026, 6, 5), date(2026, 6, 9))]
    assert blocked["511002-MCP-01"] == []
    closed = {r.id: [(w.first, w.last) for w in r.closed] for r in one.resources}
    assert closed["R-510300-base"] == [(date(2026, 7, 1), date(2026, 7, 7))]


async def test_framing_takes_a_fixed_number_of_statements(year, statements):
    with statements.counted() as seen:
        await frame_problem(year.planner, year.region_id, YEAR, issue_date=date(2025, 12, 1))

    assert len(seen) == 28


async def test_run_weighs_the_cost_as_asked_and_refuses_what_is_out_of_bounds(year):
    with pytest.raises(InvalidValue) as refused:
        await requested(year, weights=Weights(lapse_days=-1))
    assert (refused.value.field, await PlanRun.all().count()) == ("lapse_days", 0)

    run = await requested(year, weights=Weights(lapse_days=7))

    assert problem_of_row(run).weights == Weights(lapse_days=7)


async def test_run_goes_from_request_to_a_verified_draft(year):
    run = await requested(year, seed=7, budget_seconds=5)
    assert (run.state, run.attempts, run.seed) == (RunState.REQUESTED, 0, 7)
    assert run.input_hash == input_hash(problem_of_row(run))

    run = await runs.begin_run(run.id)
    assert (run.state, run.attempts) == (RunState.RUNNING, 1)
    outcome = solved(problem_of_row(run))
    assert isinstance(outcome, Planned)
    proven = (Component("unscheduled_points", outcome.plan.cost.unscheduled_points, 0),)
    outcome = replace(outcome, components=proven)
    await runs.save_progress(run.id, {"stage": "search", "incumbent": 10, "bound": 4, "seconds": 1.5}, None)
    run = await runs.finish_run(run.id, year.act(year.planner), outcome)

    assert run.state is RunState.PLANNED
    plan = await TrainingPlan.get(id=run.plan_id)
    assert (plan.number, plan.state, plan.parent_id) == (1, PlanState.DRAFT, None)
    assert plan.planned_by_id == year.planner.principal_id
    assert plan.total == outcome.plan.cost.total(problem_of_row(run).weights)
    assert (plan.component_bounds, components_of_plan(plan)) == ({"unscheduled_points": 0}, proven)
    assert await PlannedEvent.filter(plan_id=plan.id).count() == len(outcome.plan.assignments)
    now = await current(plan)
    assert now.plan.assignments == outcome.plan.assignments
    assert verify(now.problem, now.plan).cost == outcome.plan.cost
    left_out = await UnscheduledDemand.filter(plan_id=plan.id)
    assert {row.uid for row in left_out} == {entry.event for entry in outcome.plan.unscheduled}
    assert all(set(reason) == {"zh", "en"} for row in left_out for reason in row.reasons)
    assert await EventTeam.all().count() > 0
    assert await EventResource.all().count() > 0


async def test_ledger_rebuilds_the_stored_version(year):
    await drafted(year)

    assert await broken_chains() == []
    ledger = await rebuild(PlannedEvent)
    assert {row.id for row in await PlannedEvent.all()} == set(ledger)


async def test_finishing_twice_changes_nothing(year):
    plan = await drafted(year)
    run = await PlanRun.get(plan_id=plan.id)
    entries = await LedgerEntry.all().count()

    again = await runs.finish_run(run.id, year.act(year.planner), solved(problem_of_row(run)))

    assert (again.version, again.plan_id) == (run.version, plan.id)
    assert await LedgerEntry.all().count() == entries
    assert await TrainingPlan.all().count() == 1


async def test_second_run_of_a_year_is_refused_while_one_is_active(year):
    await requested(year)

    with pytest.raises(RunInProgress) as caught:
        await requested(year)

    assert (caught.value.region, caught.value.year) == ("510300", YEAR)
    assert await PlanRun.all().count() == 1


async def test_load_above_the_limit_is_refused_before_solving(year):
    rule = await SyllabusRule.get(number=8)
    async with changing(year.act(year.planner)) as change:
        await change.change(rule, attendees="whole_team")

    with pytest.raises(LoadExceeded) as caught:
        await requested(year)

    assert (caught.value.team, float(caught.value.days), caught.value.limit_days) == (
        "510302-COM-01",
        16.5,
        15,
    )
    assert 8 in caught.value.rows
    assert await PlanRun.all().count() == 0


@pytest.mark.parametrize("wish", [{"budget_seconds": 0}, {"budget_seconds": 86_401}, {"workers": 0}], ids=str)
async def test_budget_out_of_bounds_is_refused(year, wish):
    with pytest.raises(InvalidValue):
        await requested(year, **wish)


async def test_only_planners_of_the_region_request_runs(year):
    wish = {"region_id": year.region_id, "year": YEAR}
    with pytest.raises(AccessDenied):
        await runs.request_run(year.approver, year.act(year.approver), **wish)
    with pytest.raises(NotFound):
        await runs.request_run(
            year.planner, year.act(year.planner), region_id=year.world.foreign_city.id, year=YEAR
        )

    assert await PlanRun.all().count() == 0


async def test_region_without_demands_has_nothing_to_plan(year):
    for rule in await SyllabusRule.all():
        async with changing(year.act(year.planner)) as change:
            await change.change(rule, valid_to=date(2025, 12, 31))

    with pytest.raises(NothingToPlan):
        await requested(year)


async def test_infeasible_keeps_the_conflict_in_both_languages(year):
    run = await runs.begin_run((await requested(year)).id)
    conflict = Conflict((("锁定冲突", "locks clash"),), ("JOINT-2026",), ("locked",))

    run = await runs.finish_run(run.id, year.act(year.planner), Infeasible(conflict, 0.1))

    assert run.state is RunState.INFEASIBLE
    assert run.message == {
        "code": "INFEASIBLE",
        "zh": "锁定冲突",
        "en": "locks clash",
        "sentences": [{"zh": "锁定冲突", "en": "locks clash"}],
        "events": ["JOINT-2026"],
        "rules": ["locked"],
    }
    assert await TrainingPlan.all().count() == 0


async def test_cancelled_run_keeps_its_best_plan(year):
    run = await runs.begin_run((await requested(year)).id)
    outcome = solved(problem_of_row(run))
    await runs.cancel_run(year.planner, year.act(year.planner), run.id)

    run = await runs.finish_run(run.id, year.act(year.planner), Unfinished(outcome.plan, 1, 2.0, 0))

    assert (run.state, run.cancel_requested) == (RunState.CANCELLED, True)
    assert (await TrainingPlan.get(id=run.plan_id)).proven_optimal is False


async def test_run_not_begun_is_cancelled_at_once_and_frees_the_year(year):
    run = await requested(year)

    run = await runs.cancel_run(year.planner, year.act(year.planner), run.id)

    assert run.state is RunState.CANCELLED
    with pytest.raises(TransitionRefused):
        await runs.begin_run(run.id)
    with pytest.raises(TransitionRefused) as caught:
        await runs.cancel_run(year.planner, year.act(year.planner), run.id)
    assert caught.value.allowed == ()
    assert (await requested(year)).state is RunState.REQUESTED


async def test_unfinished_without_a_plan_fails_with_a_reason(year):
    run = await runs.begin_run((await requested(year)).id)

    run = await runs.finish_run(run.id, year.act(year.planner), Unfinished(None, None, 2.0, 0))

    assert (run.state, run.message["code"]) == (RunState.FAILED, "NO_PLAN_YET")


async def test_failed_run_says_why_once(year):
    run = await runs.begin_run((await requested(year)).id)

    run = await runs.fail_run(run.id, year.act(year.planner), "solver died")
    again = await runs.fail_run(run.id, year.act(year.planner), "other")

    assert (run.state, run.message["en"]) == (RunState.FAILED, "The run failed: solver died")
    assert again.message == run.message


async def test_plan_that_breaks_a_rule_is_not_stored(year):
    run = await runs.begin_run((await requested(year)).id)
    outcome = solved(problem_of_row(run))
    spoilt = tuple(
        replace(a, first_day=date(2026, 1, 5), last_day=date(2026, 1, 5)) if a.event == "JOINT-2026" else a
        for a in outcome.plan.assignments
    )

    bad = replace(outcome, plan=replace(outcome.plan, assignments=spoilt))
    with pytest.raises(PlanRejected):
        await runs.finish_run(run.id, year.act(year.planner), bad)

    assert await TrainingPlan.all().count() == 0
    assert (await PlanRun.get(id=run.id)).state is RunState.RUNNING


async def test_interrupted_run_is_taken_up_with_its_checkpoint(year):
    run = await runs.begin_run((await requested(year)).id)
    checkpoint = to_data(solved(problem_of_row(run)).plan)
    before = await LedgerEntry.filter(record_id=run.id).count()
    await runs.save_progress(run.id, {"stage": "search", "seconds": 2.0}, checkpoint)
    await runs.save_progress(run.id, {"stage": "search", "seconds": 3.0}, None)

    run = await runs.begin_run(run.id)

    assert (run.state, run.attempts, run.checkpoint) == (RunState.RUNNING, 2, checkpoint)
    assert run.progress == {"stage": "search", "seconds": 3.0}
    assert await LedgerEntry.filter(record_id=run.id).count() == before


async def test_watch_yields_changes_and_ends_with_the_run(year):
    run = await runs.begin_run((await requested(year)).id)
    seen = []
    async for told in runs.watch(year.planner, run.id, 0.01):
        seen.append((told.state, told.incumbent, told.gap, told.ended))
        parts = [(part.name, part.value, part.bound, part.gap) for part in told.components]
        assert parts == ([("moves", 4, 3, 0.25)] if len(seen) > 1 else [])
        if len(seen) == 1:
            report = {"incumbent": 10, "bound": 5, "seconds": 1.0}
            moves = {"name": "moves", "value": 4, "bound": 3}
            await runs.save_progress(run.id, {**report, "components": [moves]}, None)
        elif len(seen) == 2:
            await runs.fail_run(run.id, year.act(year.planner), "x")

    assert seen == [
        (RunState.RUNNING, None, None, False),
        (RunState.RUNNING, 10, 0.5, False),
        (RunState.FAILED, 10, 0.5, True),
    ]


def test_parts_of_the_cost_are_the_planners_terms():
    assert [part.value for part in CostPart] == [term.name for term in TERMS]


async def test_run_out_of_scope_is_not_found(year):
    run = await requested(year)

    with pytest.raises(NotFound):
        await runs.progress_of(year.viewer, run.id)
    with pytest.raises(NotFound):
        await runs.cancel_run(year.viewer, year.act(year.viewer), run.id)

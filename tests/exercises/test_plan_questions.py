"""Asking about a version: other places, why not, what clashes, what differs, and what if."""

from dataclasses import replace
from datetime import date

import pytest

from exercises import events
from exercises.frozen import current
from exercises.plan_comparison import compare_plans
from exercises.plan_questions import (
    Effort,
    bottlenecks_of,
    conflict_of_demands,
    explain_demand,
    remedies_for,
    suggested_places,
)
from exercises.supposing import Absence, Closing, MoreUnits, Supposed, WiderWindow, supposed, what_if
from exercises.tables import PlannedEvent, TrainingPlan, UnscheduledDemand
from registry.errors import InvalidValue, NotFound
from registry.tables import LedgerEntry
from scheduling.explain import Compatible
from scheduling.problem import Window
from scheduling.verify import verify
from tests.exercises.years import drafted, issued

pytestmark = pytest.mark.anyio
TODAY = date(2026, 1, 5)


async def an_event(plan, kind="assessment"):
    return (await PlannedEvent.filter(plan_id=plan.id, kind=kind).order_by("uid"))[0]


async def test_suggested_places_break_no_rule_and_tell_what_changes(year):
    plan = await drafted(year)
    event = await an_event(plan)

    found = await suggested_places(year.planner, event.id, on=TODAY, limit=3)

    assert 1 <= len(found) <= 3
    for place in found:
        assert await events.check_move(year.planner, event.id, place.assignment.first_day) == ()
        changes = {part.name: part.after - part.before for part in (*place.better, *place.worse)}
        assert all(changes.values())
        assert all(said.zh and said.en for said in place.sentences)
    assert [place.cost_change for place in found] == sorted(place.cost_change for place in found)
    moved = await events.move_event(
        year.planner, year.act(year.planner), event.id, found[0].assignment.first_day, event.version
    )
    after = await TrainingPlan.get(id=plan.id)
    assert after.total - plan.total == found[0].cost_change
    await events.lock_event(year.planner, year.act(year.planner), event.id, moved.version)
    assert await suggested_places(year.planner, event.id, on=TODAY) == ()


async def test_demand_left_out_is_explained_in_counts_and_words(year):
    plan = await drafted(year)
    demands = await UnscheduledDemand.filter(plan_id=plan.id).order_by("-points", "uid")

    found = [await explain_demand(year.planner, demand.id) for demand in demands]

    assert found
    for told in found:
        assert told.sentences
        assert all(zh and en for zh, en in told.sentences)
        assert 0 <= told.open <= told.left <= told.possible


async def test_remedies_let_a_demand_take_place_and_bottlenecks_are_checked(year):
    plan = await drafted(year)
    demand = await UnscheduledDemand.filter(plan_id=plan.id).order_by("-points", "uid").first()
    now = await current(plan)
    effort = Effort(1, limit=2, deterministic=True)

    helpful = await remedies_for(year.planner, demand.id, effort)
    costly = await bottlenecks_of(year.planner, plan.id, effort)

    for remedy in helpful:
        changed = remedy.change.apply(now.problem)
        assert verify(changed, remedy.plan).passed
        assert demand.uid not in {entry.event for entry in remedy.plan.unscheduled}
    assert len(costly) <= 2
    assert all(zh and en for found in (*helpful, *costly) for zh, en in found.sentences)


async def test_demands_that_can_all_be_met_are_in_no_conflict(year):
    plan = await drafted(year)
    event = await an_event(plan)

    assert isinstance(await conflict_of_demands(year.planner, plan.id, [event.uid], 2.0), Compatible)
    with pytest.raises(InvalidValue) as caught:
        await conflict_of_demands(year.planner, plan.id, [event.uid, "nothing"], 2.0)
    assert (caught.value.field, caught.value.value) == ("uids", "nothing")


async def test_comparison_tells_what_a_cancelled_event_changes(year):
    first = await issued(year)
    event = await an_event(first)
    act = year.act(year.approver, "ground lost")
    second = await drafted(year)
    again = await PlannedEvent.get(plan_id=second.id, uid=event.uid)
    await events.cancel_event(year.planner, act, again.id, again.version)

    found = await compare_plans(year.planner, first.id, second.id)
    same = await compare_plans(year.planner, first.id, first.id)

    gone = next(change for change in found.events if change.event == event.uid)
    assert (gone.before.first_day, gone.after) == (event.first_day, None)
    assert gone.reasons
    assert all(why.zh and why.en for why in gone.reasons)
    assert [share.key for share in found.months] == sorted(share.key for share in found.months)
    assert same.is_empty


async def test_supposed_changes_reach_the_problem_and_wrong_ones_are_refused(year):
    problem = (await current(await drafted(year))).problem
    base = next(r for r in problem.resources if r.id == "R-510300-base")
    crew, event = problem.crews[0], next(e for e in problem.events if e.windows and e.lock is None)
    first, last = date(2026, 3, 2), date(2026, 3, 6)
    changes = [
        MoreUnits(base.id, 1),
        Closing(base.id, first, last),
        Absence(crew.id, first, last),
        WiderWindow(event.id, first, last),
    ]

    after = supposed(problem, changes)

    window = Window(first, last, "假设 / supposed")
    assert next(r for r in after.resources if r.id == base.id) == replace(
        base, capacity=base.capacity + 1, closed=(*base.closed, window)
    )
    assert after.crews[0] == replace(crew, blocked=(*crew.blocked, window))
    assert next(e for e in after.events if e.id == event.id).windows == (*event.windows, window)
    for wrong, field in (
        (MoreUnits("R-NONE", 1), "changes"),
        (MoreUnits(base.id, -base.capacity - 1), "units"),
        (Absence(crew.id, last, first), "last_day"),
    ):
        with pytest.raises(InvalidValue) as caught:
            supposed(problem, [wrong])
        assert caught.value.field == field


async def test_what_if_compares_and_stores_nothing(year):
    plan = await issued(year)
    base = "R-510300-base"
    entries = await LedgerEntry.all().count()

    found = await what_if(
        year.planner,
        plan.id,
        [Closing(base, date(2026, 3, 1), date(2026, 4, 30))],
        on=TODAY,
        effort=Effort(1, deterministic=True),
    )

    assert isinstance(found, Supposed)
    assert verify(found.repaired.problem, found.repaired.plan).passed
    moved = {change.event for change in found.comparison.events}
    assert set(found.repaired.broken) <= moved
    assert await LedgerEntry.all().count() == entries


async def test_questions_about_versions_out_of_scope_are_not_found(year):
    plan = await drafted(year)
    event, demand = await an_event(plan), await UnscheduledDemand.filter(plan_id=plan.id).first()

    for asked in (
        suggested_places(year.viewer, event.id, on=TODAY),
        explain_demand(year.viewer, demand.id),
        remedies_for(year.viewer, demand.id, Effort(1)),
        bottlenecks_of(year.viewer, plan.id, Effort(1)),
        conflict_of_demands(year.viewer, plan.id, [], 1.0),
        compare_plans(year.viewer, plan.id, plan.id),
        what_if(year.viewer, plan.id, [], on=TODAY, effort=Effort(1)),
    ):
        with pytest.raises(NotFound):
            await asked

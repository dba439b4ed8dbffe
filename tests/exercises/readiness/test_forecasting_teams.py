"""Forecasts of stored teams: with the issued plan executed, and with nothing."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from exercises import events
from exercises.codes import ExerciseKind, Grade
from exercises.planning.record import last_held
from exercises.readiness.forecasting_teams import Horizon, forecast_team, known_team, known_teams
from exercises.readiness.what_if import what_if
from exercises.syllabus import rules_in_force
from exercises.tables import EventTeam, Execution, ExecutionTeam, PlannedEvent
from registry.access import SYSTEM
from registry.codes import ForecastCase, ReadinessArea, TeamCategory
from registry.errors import InvalidValue, NotFound
from registry.history import changing
from registry.readiness.what_if.edits import MembersGone
from registry.readiness.what_if.item_edits import ItemsLost
from registry.readiness.what_if.prospect_edits import EventCancelled, EventMoved
from registry.tables import LedgerEntry, Membership, ReadinessOverride
from tests.exercises.years import drafted, issued

pytestmark = pytest.mark.anyio
TODAY = date(2026, 1, 5)
HORIZON = Horizon.of(TODAY)
NOTHING = Horizon.of(TODAY, case=ForecastCase.NOTHING)


async def planned_of(team_id: UUID) -> list[PlannedEvent]:
    links = await EventTeam.filter(team_id=team_id).order_by("event__last_day", "event_id")
    return [await PlannedEvent.get(id=link.event_id) for link in links]


async def test_issued_plan_is_what_teams_expect_until_an_event_is_cancelled(year, statements):
    team = year.world.team
    await drafted(year)
    assert (await known_team(SYSTEM, team.id, HORIZON)).prospect.exercises == ()
    await issued(year)
    planned = await planned_of(team.id)
    planned = [event for event in planned if (await event.plan).issued_at]

    expected = (await known_team(SYSTEM, team.id, HORIZON)).prospect

    assert sorted((each.held.id, each.held.on) for each in expected.exercises) == sorted(
        (str(event.id), event.last_day) for event in planned
    )
    muster = next(each for each in expected.exercises if each.musters)
    assert (muster.held.kinds, muster.confirms) == (
        {"muster"},
        {ReadinessArea.PEOPLE, ReadinessArea.EQUIPMENT},
    )
    assert {each.held.present for each in expected.exercises} == {3}
    turn_out = next(event for event in planned if event.kind is ExerciseKind.TURN_OUT)
    await events.cancel_event(SYSTEM, year.act(year.approver, "storm"), turn_out.id, turn_out.version)
    left = (await known_team(SYSTEM, team.id, HORIZON)).prospect
    assert {each.held.id for each in expected.exercises} - {each.held.id for each in left.exercises} == {
        str(turn_out.id)
    }
    counts = []
    for teams in ([team.id], [each.id for each in year.world.teams.values()][:3]):
        with statements.counted() as seen:
            await known_teams(SYSTEM, teams, HORIZON)
        counts.append(len(seen))
    assert counts[0] == counts[1]


async def test_forecast_with_the_plan_executed_and_with_nothing(year):
    await issued(year)
    team = year.world.team

    planned = await forecast_team(SYSTEM, team.id, HORIZON)
    nothing = await forecast_team(SYSTEM, team.id, NOTHING)

    assert (planned.first, planned.last) == (TODAY, date(2027, 7, 4))
    assert {step.state.areas[ReadinessArea.TRAINING] for step in nothing.steps} == {4}
    rises = [each for each in planned.rises if each.area is ReadinessArea.TRAINING]
    assert [(each.before, each.after) for each in rises] == [(4, 2), (2, 1)]
    ends = [each for each in nothing.drops if each.area is ReadinessArea.PEOPLE]
    assert [(each.on, each.causes[0].records) for each in ends] == [
        (date(2027, 6, 1), tuple(person.reference for person in year.world.people[team.id]))
    ]
    assert [each.on for each in nothing.drops if each.area is ReadinessArea.SERVICEABILITY] == [
        date(2026, 6, 1)
    ]


async def test_levels_set_by_hand_end_in_the_forecast(year, act):
    async with changing(act()) as change:
        await change.add(
            ReadinessOverride(
                team_id=year.world.team.id,
                from_level=4,
                to_level=3,
                reason_given="evidence seen",
                decided_by_id=year.approver.principal_id,
                valid_from=TODAY,
                valid_to=date(2026, 3, 1),
            )
        )

    found = await forecast_team(SYSTEM, year.world.team.id, NOTHING)

    assert (found.on(TODAY).level, found.on(TODAY).computed) == (3, 4)
    assert [(each.on, each.before, each.after) for each in found.drops if each.area is None] == [
        (date(2026, 3, 1), 3, 4)
    ]


async def test_planner_and_rating_count_an_exercise_for_the_kinds_it_satisfies(year, act):
    team = year.world.team
    async with changing(act()) as change:
        held = await change.add(
            Execution(
                region_id=year.region_id,
                kind=ExerciseKind.SPECIAL,
                title="专项演练",
                first_day=date(2025, 9, 2),
                last_day=date(2025, 9, 2),
            )
        )
        await change.add(
            ExecutionTeam(
                execution_id=held.id,
                team_id=team.id,
                present_persons=3,
                authorized_persons=4,
                grade=Grade.GOOD,
            )
        )

    rules = await rules_in_force(year.region_id, date(2026, 1, 1))
    last = await last_held(year.region_id, [team], date(2026, 1, 1), rules)
    (fact,) = (await known_team(SYSTEM, team.id, HORIZON)).facts.held

    assert fact.kinds == {"special", "realistic"}
    assert last == {
        (team.code, ExerciseKind.SPECIAL): date(2025, 9, 2),
        (team.code, ExerciseKind.REALISTIC): date(2025, 9, 2),
    }


async def test_forecast_is_refused_out_of_scope_and_out_of_span(year):
    with pytest.raises(NotFound):
        await forecast_team(year.planner, year.world.foreign_team.id, HORIZON)
    mine = [each.facts.code for each in await known_teams(year.planner, year.region_id, HORIZON)]
    assert mine == sorted(
        team.code for (code, _), team in year.world.teams.items() if code.startswith("5103")
    )
    assert TeamCategory.RRP in {team.category for team in year.world.teams.values()}
    for first, last in ((date(2026, 1, 4), None), (None, date(2027, 7, 6)), (date(2026, 5, 1), TODAY)):
        with pytest.raises(InvalidValue):
            Horizon.of(TODAY, first, last)


async def test_what_if_compares_and_stores_nothing(year):
    await issued(year)
    team, world = year.world.team, year.world
    expected = (await known_team(SYSTEM, team.id, HORIZON)).prospect
    turn_outs = [each for each in expected.exercises if "turn_out" in each.held.kinds]
    before = [await model.all().count() for model in (LedgerEntry, Membership, EventTeam)]

    found = await what_if(
        SYSTEM,
        team.id,
        HORIZON,
        edits=(MembersGone(frozenset({str(world.people[team.id][0].id)})), ItemsLost("发电机", 1)),
        plan_edits=(
            EventCancelled(turn_outs[0].held.id),
            EventMoved(turn_outs[1].held.id, date(2026, 10, 9)),
        ),
    )

    assert [en for _, en in found.edits] == [
        "lose 1 member",
        "lose 1 generator",
        f"cancel “{turn_outs[0].title_en}” of {turn_outs[0].held.on}",
        f"move “{turn_outs[1].title_en}” from {turn_outs[1].held.on} to 2026-10-09",
    ]
    first = found.difference.after.on(TODAY)
    assert (first.areas[ReadinessArea.PEOPLE], first.areas[ReadinessArea.EQUIPMENT]) == (4, 4)
    rises = [each.on for each in found.difference.after.rises if each.area is ReadinessArea.TRAINING]
    assert date(2026, 10, 9) in rises
    assert turn_outs[0].held.on not in rises
    assert found.difference.before == await forecast_team(SYSTEM, team.id, HORIZON)
    assert before == [await model.all().count() for model in (LedgerEntry, Membership, EventTeam)]
    same = await what_if(SYSTEM, team.id, HORIZON)
    assert same.difference.sentences == (("评定等级没有变化。", "No level changes on any day."),)

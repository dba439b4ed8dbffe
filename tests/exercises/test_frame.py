"""How demands become events: one grouping at a time, from facts alone."""

from dataclasses import replace
from datetime import date

import pytest

from exercises.codes import ExerciseKind
from exercises.errors import NothingToPlan
from exercises.planning import problem_of
from exercises.planning.facts import CenterFact, GivenFact
from exercises.planning.origin import origin_of, titles
from registry.codes import ResourceKind, TeamCategory
from scheduling.problem import Option, Window
from tests.exercises.years import CITY, EAST, RULES, SOUTH, WEST, YEAR, facts, resource, team

C = TeamCategory


def events(problem):
    return {event.id: event for event in problem.events}


def test_team_row_gives_one_event_per_team_and_quarter():
    problem = problem_of(facts([team(C.RRP)], [RULES[4]], [resource(ResourceKind.INSTRUCTORS, 3)]))

    assert sorted(events(problem)) == [
        "2026-q1-hands_on-510302-RRP-01-1",
        "2026-q2-hands_on-510302-RRP-01-2",
        "2026-q3-hands_on-510302-RRP-01-3",
        "2026-q4-hands_on-510302-RRP-01-4",
    ]
    second = events(problem)["2026-q2-hands_on-510302-RRP-01-2"]
    assert [(w.first, w.last) for w in second.windows] == [(date(2026, 4, 1), date(2026, 6, 30))]
    assert second.needs[0].options == (Option("510300-instructors", 1, 0),)
    assert (second.duration_days, second.load_half_days, second.notice_days) == (1, 2, 30)
    assert titles(second.title) == (
        "510302抢险抢修1队 实操训练（第2季度）",
        "510302-RRP-01 hands-on skills training (quarter 2)",
    )
    assert second.recused == {"ORG-510302-RRP"}


def test_last_turn_out_comes_without_notice():
    problem = problem_of(facts([team(C.RRP)], [RULES[6]], [resource(ResourceKind.EVALUATORS, 2)]))

    first, second = problem.events

    assert (first.notice_days, origin_of(first).unannounced) == (0, False)
    assert (second.notice_days, origin_of(second).unannounced) == (0, True)


def test_series_opens_with_the_record_and_weighs_importance():
    last = {("510302-RRP-01", ExerciseKind.HANDS_ON): date(2025, 10, 9)}

    problem = problem_of(facts([team(C.RRP, importance=6)], [RULES[4]], last_held=last))

    (series,) = problem.series
    assert series.events == tuple(sorted(events(problem)))
    assert (series.min_gap_days, series.currency_days, series.weight) == (45, 114, 6)
    assert series.last_held == date(2025, 10, 9)


def test_batches_fit_the_base_and_the_standby_rule():
    teams = [team(category, strength=25) for category in (C.RRP, C.MED, C.FIR, C.SEC)]
    teams += [team(C.RRP, number=2, strength=5)]
    base = [resource(ResourceKind.BASE, 60), resource(ResourceKind.INSTRUCTORS, 4)]

    problem = problem_of(facts(teams, [RULES[3]], base))

    crews = [set(event.crews) for event in problem.events]
    assert sorted(crew for group in crews for crew in group) == sorted(t.code for t in teams)
    assert all(sum(25 if c.endswith("01") else 5 for c in group) <= 60 for group in crews)
    assert not any({"510302-RRP-01", "510302-RRP-02"} <= group for group in crews)


def test_mixed_groups_join_three_categories_and_take_in_a_small_district():
    teams = [team(c) for c in (C.RRP, C.MED, C.FIR)] + [team(C.SEC, WEST)]
    grounds = [resource(ResourceKind.SCENARIO_GROUND, 1), resource(ResourceKind.EVALUATORS, 4)]

    problem = problem_of(facts(teams, [RULES[7]], grounds))

    (event,) = problem.events
    assert event.crews == ("510302-FIR-01", "510302-MED-01", "510302-RRP-01", "510303-SEC-01")
    assert [need.kind.value for need in event.needs] == ["venue", "evaluators"]


def test_too_few_categories_are_named_as_a_need_nothing_fills():
    problem = problem_of(facts([team(C.RRP), team(C.MED)], [replace(RULES[7], needs=())]))

    (event,) = problem.events
    (option,) = event.needs[0].options
    assert "3 categories" in option.resource
    assert [r.capacity for r in problem.resources if r.id == option.resource] == [0]


def test_network_joins_every_station_once_a_month_with_a_third_of_each_crew():
    stations = [team(C.COM), team(C.COM, WEST), team(C.MCP, CITY)]

    problem = problem_of(facts(stations, [RULES[8]]))

    assert len(problem.events) == 12
    assert {event.crews for event in problem.events} == {("510300-MCP-01", "510302-COM-01", "510303-COM-01")}
    assert {event.crew_share for event in problem.events} == {(1, 3)}
    assert {crew.id: crew.carried_half_days for crew in problem.crews} == {
        "510300-MCP-01": 8,
        "510302-COM-01": 0,
        "510303-COM-01": 0,
    }
    assert not any(event.away for event in problem.events)


def test_station_that_is_out_all_month_does_not_stop_the_network():
    away = Window(date(2026, 3, 1), date(2026, 3, 31), "deployed")
    stations = [team(C.COM), team(C.COM, WEST, blocked=(away,))]

    problem = problem_of(facts(stations, [RULES[8]]))

    crews = {event.id: event.crews for event in problem.events}
    assert crews["2026-03-interconnection-510300-3"] == ("510302-COM-01",)
    assert crews["2026-04-interconnection-510300-4"] == ("510302-COM-01", "510303-COM-01")


def test_zone_takes_one_team_of_another_category_from_each_district():
    teams = [team(c, region) for region in (EAST, WEST) for c in (C.RRP, C.MED, C.FIR, C.CBR)]

    problem = problem_of(facts(teams, [RULES[11]], [resource(ResourceKind.BASE, 60)]))

    assert len(problem.events) == 4
    for event in problem.events:
        assert sorted(crew[:6] for crew in event.crews) == [EAST, WEST]
        assert len({crew[7:10] for crew in event.crews}) == 2


def test_special_exercise_excuses_its_participants_from_the_realistic_one():
    teams = [team(c) for c in (C.RRP, C.MED, C.FIR, C.SEC, C.CBR, C.TRN)]
    teams += [team(c, WEST) for c in (C.RRP, C.MED, C.FIR)]
    grounds = [resource(ResourceKind.SCENARIO_GROUND, 1), resource(ResourceKind.EVALUATORS, 4)]

    problem = problem_of(facts(teams, [RULES[7], RULES[15]], grounds))

    special = events(problem)["2026-special-510300-1"]
    others = [crew for e in problem.events if e.kind == "realistic" for crew in e.crews]
    assert {crew[7:10] for crew in special.crews} == {"RRP", "MED", "FIR", "SEC", "CBR", "TRN"}
    assert sorted([*special.crews, *others]) == sorted(t.code for t in teams)
    realistic = {s.crew for s in problem.series if s.id.endswith(":realistic")}
    assert realistic == {t.code for t in teams}


@pytest.mark.parametrize(
    ("last", "kinds"), [(None, {"comprehensive"}), (2021, {"comprehensive"}), (2022, {"special"})]
)
def test_comprehensive_exercise_is_due_every_five_years_and_stands_for_the_special_one(last, kinds):
    teams = [team(c) for c in (C.RRP, C.MED, C.FIR, C.SEC, C.CBR, C.COM, C.TRN, C.PSY)]
    held = {} if last is None else {(CITY, ExerciseKind.COMPREHENSIVE): date(last, 10, 1)}
    grounds = [resource(ResourceKind.SCENARIO_GROUND, 1), resource(ResourceKind.EVALUATORS, 4)]

    problem = problem_of(facts(teams, [RULES[15], RULES[16]], grounds, city_last_held=held))

    assert {event.kind for event in problem.events} == kinds


def test_center_drills_with_the_transport_team_asked_least():
    center = CenterFact("NEMC-01", "示例动员中心", WEST)

    problem = problem_of(facts([team(C.TRN), team(C.TRN, WEST)], [RULES[17]], centers=(center,)))

    assert [(e.id, e.crews) for e in problem.events] == [("2026-production-NEMC-01-1", ("510303-TRN-01",))]


def test_given_event_is_locked_and_takes_no_more_teams_than_standby_allows():
    given = GivenFact(
        "J",
        ExerciseKind.AREA_JOINT,
        "联合训练",
        "Joint",
        date(2026, 5, 12),
        date(2026, 5, 14),
        "511000",
        "省办",
    )
    teams = [team(C.COM, EAST, n) for n in (1, 2, 3)] + [team(C.MCP, CITY)]

    problem = problem_of(facts(teams, [RULES[10]], given=(given,), areas=(SOUTH,)))

    (event,) = problem.events
    assert (event.lock.first_day, event.duration_days) == (date(2026, 5, 12), 3)
    assert [crew[7:10] for crew in event.crews] == ["MCP", "COM"]
    assert origin_of(event) == origin_of(replace(event, id="x"))
    assert (origin_of(event).external, origin_of(event).host) == (True, "511000")
    assert {(s.group, s.away_at_most) for s in problem.standby} == {("510300:COM", 1), ("510300:MCP", 1)}
    assert {s.min_gap_days for s in problem.series} == {0}


def test_event_given_to_one_district_takes_no_team_of_another():
    given = GivenFact(
        code="S",
        kind=ExerciseKind.SIREN_TRIAL,
        title="试鸣",
        title_en="Siren",
        first_day=date(2026, 9, 18),
        last_day=date(2026, 9, 18),
        host=CITY,
        given_by="省办",
        region=WEST,
    )

    problem = problem_of(facts([team(C.SRN), team(C.SRN, WEST)], [RULES[13]], given=(given,)))

    assert [(e.id, e.crews) for e in problem.events] == [("S", ("510303-SRN-01",))]


def test_row_without_a_date_asks_nothing():
    with pytest.raises(NothingToPlan):
        problem_of(facts([team(C.COM)], [RULES[10]]))


def test_fixed_date_on_a_day_off_is_on_the_axis_for_its_team_only():
    year = facts(
        [team(C.SRN, CITY), team(C.RRP)], [replace(RULES[13], fixed_month=9, fixed_day=19), RULES[4]]
    )

    problem = problem_of(year)

    saturday = date(2026, 9, 19)
    siren = events(problem)["2026-siren_trial-510300-1"]
    blocked = {crew.id: [w.first for w in crew.blocked] for crew in problem.crews}
    assert siren.lock.first_day == saturday
    assert saturday in problem.days
    assert blocked == {"510300-SRN-01": [], "510302-RRP-01": [saturday]}


def test_pair_area_joins_the_cities_with_their_crews_and_vehicles():
    guests = (team(C.MCP, "511000"),)
    vehicles = [
        resource(ResourceKind.COMMAND_VEHICLES, 2),
        resource(ResourceKind.COMMAND_VEHICLES, 2, "511000"),
    ]

    problem = problem_of(facts([team(C.MCP, CITY)], [RULES[9]], vehicles, guests=guests, areas=(SOUTH,)))

    (area,) = problem.areas
    assert area.id == "SOUTH-2026-510300"
    assert (area.regions, area.group_size, area.duration_days) == ((CITY, "511000"), 2, 3)
    assert area.crews == ((CITY, "510300-MCP-01"), ("511000", "511000-MCP-01"))
    assert [region for region, _ in area.guest_needs] == [CITY, "511000"]
    assert {r.id: r.capacity for r in problem.resources} == {
        "510300-command_vehicles": 1,
        "511000-command_vehicles": 1,
    }


def test_equal_facts_give_an_equal_problem_and_targets_follow_workdays():
    teams = [team(C.RRP), team(C.MED)]

    one, other = problem_of(facts(teams, [RULES[4]])), problem_of(facts(teams[::-1], [RULES[4]]))

    assert one == other
    by_month = {t.month: t.half_days for t in one.targets}
    assert sum(by_month.values()) >= 16
    assert max(by_month.values()) - min(by_month.values()) <= 1
    assert one.year == YEAR


def test_nothing_to_plan_without_teams():
    with pytest.raises(NothingToPlan) as caught:
        problem_of(facts([], [RULES[4]]))

    assert (caught.value.region, caught.value.year) == (CITY, YEAR)

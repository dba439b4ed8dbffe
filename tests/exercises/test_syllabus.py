"""The default syllabus, its load figures, and which rules are in force."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from exercises.default_syllabus import DEFAULT_RULES, DEFAULT_SOURCES, periodicity
from exercises.syllabus import (
    demands,
    demands_of,
    load_check,
    load_of,
    rule_of,
    rules_in_force,
    spacing_warnings,
)
from exercises.tables import SyllabusRule
from registry.codes import TeamCategory
from registry.errors import NotFound
from registry.history import changing
from tests.exercises.years import RULES


def test_default_syllabus_has_seventeen_rows_with_known_sources():
    assert [rule.number for rule in DEFAULT_RULES] == list(range(1, 18))
    assert {rule.source_code for rule in DEFAULT_RULES} <= {source.code for source in DEFAULT_SOURCES}
    assert all(rule.citation for rule in DEFAULT_RULES)


@pytest.mark.parametrize(
    ("times", "days"), [(1, 456), (2, 228), (4, 114), (6, 76), (12, 38)], ids=lambda value: str(value)
)
def test_periodicity_is_five_quarters_of_even_spacing(times, days):
    assert periodicity(times) == days


def test_comprehensive_exercise_has_five_years_and_no_grace():
    assert RULES[16].values()["periodicity_days"] == 1826


@pytest.mark.parametrize(
    ("category", "days", "whole", "limit"),
    [
        (TeamCategory.RRP, "23/2", "23/2", 15),
        (TeamCategory.SEC, "19/2", "19/2", 15),
        (TeamCategory.COM, "25/2", "33/2", 15),
        (TeamCategory.MCP, "37/2", "37/2", 30),
        (TeamCategory.UAV, "13/2", "13/2", 15),
    ],
    ids=lambda value: str(value),
)
def test_load_of_the_default_syllabus_is_as_the_field_reckons(category, days, whole, limit):
    (line,) = load_of(DEFAULT_RULES, [("T", category)])

    assert (line.days, line.whole_team_days, line.limit_days) == (Fraction(days), Fraction(whole), limit)
    assert sum(row.days for row in line.rows) == line.days
    assert not line.exceeded


def test_load_names_the_rows_behind_it():
    (line,) = load_of(DEFAULT_RULES, [("T2", TeamCategory.COM), ("T1", TeamCategory.COM)])

    assert [row.number for row in line.rows] == [1, 2, 3, 6, 7, 8, 10, 14]
    assert [row.number for row in line.chosen_rows] == [15, 16]
    assert (line.team, line.teams) == ("T1", 2)


def test_load_is_exceeded_when_the_whole_team_sits_every_network_exercise():
    whole = [
        replace(rule, attendees=RULES[1].attendees) if rule.number == 8 else rule for rule in DEFAULT_RULES
    ]

    (line,) = load_of(whole, [("T", TeamCategory.COM)])

    assert (line.days, line.exceeded) == (Fraction(33, 2), True)


def test_demands_of_a_team_follow_its_category():
    found = demands_of(DEFAULT_RULES, [("T", TeamCategory.UAV)])

    assert [(d.rule_number, d.times, d.periodicity_days) for d in found] == [
        (1, 1, 456),
        (2, 1, 456),
        (6, 2, 228),
        (12, 6, 76),
        (14, 1, 456),
    ]


def test_spacing_warning_only_where_months_allow_a_lapse():
    warned = {warning.rule_number: warning for warning in spacing_warnings(DEFAULT_RULES)}

    assert 1 not in warned
    assert 14 not in warned
    assert (warned[2].longest_days, warned[2].periodicity_days) == (486, 456)
    assert warned[8].longest_days > 38


@pytest.mark.anyio
async def test_rule_survives_the_database(year):
    stored = await SyllabusRule.get(number=12)

    assert rule_of(stored).values() == RULES[12].values()


@pytest.mark.anyio
async def test_own_rule_replaces_the_default_from_its_first_day(year):
    default = await SyllabusRule.get(number=4)
    async with changing(year.act(year.planner)) as change:
        await change.add(
            SyllabusRule(
                region_id=year.region_id,
                source_id=default.source_id,
                valid_from=date(2026, 7, 1),
                **replace(RULES[4], times_per_year=2).values(),
            )
        )

    before = await rules_in_force(year.world.district.id, date(2026, 6, 30))
    after = await rules_in_force(year.world.district.id, date(2026, 7, 1))
    elsewhere = await rules_in_force(year.world.foreign_city.id, date(2026, 7, 1))

    assert [len(before), len(after), len(elsewhere)] == [17, 17, 17]
    assert [rules[3].times_per_year for rules in (before, after, elsewhere)] == [4, 2, 4]


@pytest.mark.anyio
async def test_load_check_costs_four_statements_and_stays_in_scope(year, statements):
    with statements.counted() as seen:
        city = await load_check(year.planner, year.region_id, 2026)
    with statements.counted() as seen_district:
        district = await load_check(year.planner, year.world.sibling.id, 2026)

    assert [(line.category, line.teams) for line in city] == [
        (TeamCategory.RRP, 1),
        (TeamCategory.MED, 1),
        (TeamCategory.COM, 2),
        (TeamCategory.MCP, 1),
    ]
    assert [line.category for line in district] == [TeamCategory.MED, TeamCategory.COM]
    assert (len(seen), len(seen_district)) == (4, 4)


@pytest.mark.anyio
async def test_demands_of_a_foreign_region_are_not_found(year):
    with pytest.raises(NotFound):
        await demands(year.planner, year.world.foreign_city.id, 2026)

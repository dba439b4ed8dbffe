"""
What must be trained: the rules in force, the demands they make of each team, and the load they add up to.

The load check runs before any solving. It counts the rows every team of a category attends; rows for
which teams are chosen (zones, city exercises, centers) are shown beside it, and the planner keeps the
chosen teams within the limit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from exercises.codes import ExerciseKind
from exercises.default_syllabus import RuleData
from exercises.planning.crews import applies, crew_share, limit_half_days
from exercises.planning.series import CHOSEN
from exercises.planning.windows import longest_spacing_days
from exercises.tables import SyllabusRule
from registry.access import SYSTEM, Viewer, one, rows
from registry.codes import TeamCategory, TeamState
from registry.periods import in_force
from registry.tables import Region, RegionClosure, Team


@dataclass(frozen=True, slots=True)
class RowLoad:
    """What one syllabus row asks of one member in a year, in days, and how often."""

    number: int
    kind: ExerciseKind
    times: int
    days: Fraction


@dataclass(frozen=True, slots=True)
class LoadLine:
    """
    Days per member and year asked of the teams of one category, against the limit.

    `days` counts crews that rotate with their share, `whole_team_days` as if everybody came each time.
    `rows` names the rows behind `days`; `chosen_rows` what a team chosen for such an event does besides.
    """

    category: TeamCategory
    team: str
    teams: int
    days: Fraction
    whole_team_days: Fraction
    limit_days: int
    rows: tuple[RowLoad, ...]
    chosen_rows: tuple[RowLoad, ...]

    @property
    def exceeded(self) -> bool:
        """Whether the syllabus asks more than the limit."""
        return self.days > self.limit_days


@dataclass(frozen=True, slots=True)
class Demand:
    """What one row asks of one team in a year; days per member and time, periodicity in calendar days."""

    team: str
    rule_number: int
    kind: ExerciseKind
    times: int
    days_each: Fraction
    periodicity_days: int


@dataclass(frozen=True, slots=True)
class SpacingWarning:
    """A row whose months allow a longer spacing than its periodicity: training may lapse by the rules."""

    rule_number: int
    kind: ExerciseKind
    longest_days: int
    periodicity_days: int


def rule_of(row: SyllabusRule) -> RuleData:
    """Return a stored row as plain data; its source is known by its record only and left empty."""
    return RuleData(
        number=row.number,
        kind=row.kind,
        grouping=row.grouping,
        categories=tuple(TeamCategory(code) for code in row.categories),
        times_per_year=row.times_per_year,
        duration_half_days=row.duration_half_days,
        source_code="",
        mark=row.mark,
        citation=row.citation,
        attendees=row.attendees,
        every_years=row.every_years,
        per_period=row.per_period,
        months=tuple(row.months),
        min_gap_days=row.min_gap_days,
        periodicity_days=row.periodicity_days,
        notice_days=row.notice_days,
        priority=row.priority,
        weight=row.weight,
        away=row.away,
        unannounced=row.unannounced,
        fixed_month=row.fixed_month,
        fixed_day=row.fixed_day,
        min_categories=row.min_categories,
        needs=tuple(row.needs),
        satisfies=tuple(ExerciseKind(kind) for kind in row.satisfies),
    )


async def rules_in_force(region: UUID, on: date) -> tuple[RuleData, ...]:
    """
    Return the rows in force for an office on a day, in the order of their numbers.

    A row of the office or of a region above it replaces the default row of the same number; the nearest
    region wins.
    """
    depths = dict(await RegionClosure.filter(descendant_id=region).values_list("ancestor_id", "depth"))
    query = rows(SYSTEM, SyllabusRule).filter(Q(region_id__isnull=True) | Q(region_id__in=list(depths)))
    stored = await query.filter(in_force(on)).order_by("number", "valid_from", "id")
    return tuple(rule_of(row) for row in _nearest(stored, depths))


def _nearest(stored: Iterable[SyllabusRule], depths: Mapping[Any, Any]) -> tuple[SyllabusRule, ...]:
    """Return the nearest row of each number, of those rows that hold in a region of these depths."""
    nearest: dict[int, tuple[int, SyllabusRule]] = {}
    for row in stored:
        depth = 1_000 if row.region_id is None else depths.get(row.region_id)
        if depth is not None and (row.number not in nearest or depth <= nearest[row.number][0]):
            nearest[row.number] = (int(depth), row)
    return tuple(nearest[number][1] for number in sorted(nearest))


@dataclass(frozen=True, slots=True)
class Syllabi:
    """The different sets of rows that offices follow, and which set a region (its id as text) follows."""

    sets: tuple[tuple[RuleData, ...], ...]
    of_region: Mapping[str, int]


async def syllabi(regions: Iterable[str], on: date) -> Syllabi:
    """Return the rows in force for each of many offices (ids as text) on a day, in two statements."""
    wanted = sorted(regions)
    pairs: Any = RegionClosure.filter(descendant_id__in=wanted)
    depths: dict[str, dict[UUID, int]] = defaultdict(dict)
    for region, above, depth in await pairs.values_list("descendant_id", "ancestor_id", "depth"):
        depths[str(region)][above] = depth
    stored = await rows(SYSTEM, SyllabusRule).filter(in_force(on)).order_by("number", "valid_from", "id")
    sets: dict[tuple[SyllabusRule, ...], int] = {}
    of_region = {r: sets.setdefault(_nearest(stored, depths[r]), len(sets)) for r in wanted}
    return Syllabi(tuple(tuple(rule_of(row) for row in each) for each in sets), of_region)


def is_standing(rule: RuleData) -> bool:
    """Return whether a row asks every team of its categories, not only teams chosen for an event."""
    return rule.grouping not in CHOSEN or rule.categories == _MCP


def demands_of(rules: Iterable[RuleData], teams: Iterable[tuple[str, TeamCategory]]) -> tuple[Demand, ...]:
    """Return what every standing row asks of each team (code, category)."""
    standing = [rule for rule in rules if is_standing(rule)]
    return tuple(
        Demand(
            team, rule.number, rule.kind, rule.times_per_year, _days(rule, category, 1), rule.periodicity_days
        )
        for team, category in teams
        for rule in standing
        if applies(rule, category)
    )


async def demands(viewer: Viewer, region_id: UUID, year: int) -> tuple[Demand, ...]:
    """Return the demands in force on 1 January for each active team under a region, team by team."""
    await one(viewer, Region, region_id)
    rules = await rules_in_force(region_id, date(year, 1, 1))
    return demands_of(rules, await _active_teams(viewer, region_id))


def load_of(rules: Sequence[RuleData], teams: Iterable[tuple[str, TeamCategory]]) -> tuple[LoadLine, ...]:
    """
    Return the load of each category that has teams, in the order of the categories.

    Examples
    --------
    >>> from exercises.default_syllabus import DEFAULT_RULES
    >>> line = load_of(DEFAULT_RULES, [("T1", TeamCategory.COM)])[0]
    >>> str(line.days), str(line.whole_team_days), line.limit_days
    ('25/2', '33/2', 15)

    """
    by_category: dict[TeamCategory, list[str]] = defaultdict(list)
    for team, category in teams:
        by_category[category].append(team)
    return tuple(
        _line(rules, category, sorted(by_category[category]))
        for category in TeamCategory
        if category in by_category
    )


async def load_check(viewer: Viewer, region_id: UUID, year: int) -> list[LoadLine]:
    """Return the load of each category with active teams under a region, by the rules of 1 January."""
    await one(viewer, Region, region_id)
    rules = await rules_in_force(region_id, date(year, 1, 1))
    return list(load_of(rules, await _active_teams(viewer, region_id)))


def spacing_warnings(rules: Iterable[RuleData]) -> tuple[SpacingWarning, ...]:
    """Return the rows whose months let training lapse although every event is held as allowed."""
    found = [(rule, longest_spacing_days(rule)) for rule in rules if not rule.fixed_day]
    return tuple(
        SpacingWarning(rule.number, rule.kind, longest, rule.periodicity_days)
        for rule, longest in found
        if longest > rule.periodicity_days
    )


_MCP = (TeamCategory.MCP,)


def _line(rules: Sequence[RuleData], category: TeamCategory, teams: list[str]) -> LoadLine:
    asked = [rule for rule in rules if applies(rule, category)]
    standing = [rule for rule in asked if is_standing(rule)]
    chosen = [rule for rule in asked if rule not in standing]
    return LoadLine(
        category=category,
        team=teams[0],
        teams=len(teams),
        days=sum((_days(rule, category) for rule in standing), Fraction()),
        whole_team_days=sum(
            (Fraction(r.times_per_year * r.duration_half_days, 2) for r in standing), Fraction()
        ),
        limit_days=limit_half_days(category) // 2,
        rows=tuple(_row(rule, category) for rule in standing),
        chosen_rows=tuple(_row(rule, category) for rule in chosen),
    )


def _row(rule: RuleData, category: TeamCategory) -> RowLoad:
    return RowLoad(rule.number, rule.kind, rule.times_per_year, _days(rule, category))


def _days(rule: RuleData, category: TeamCategory, times: int | None = None) -> Fraction:
    share = crew_share(rule, category)
    count = rule.times_per_year if times is None else times
    return Fraction(count * rule.duration_half_days * share[0], 2 * share[1])


async def _active_teams(viewer: Viewer, region_id: UUID) -> list[tuple[str, TeamCategory]]:
    query = rows(viewer, Team).filter(region__ancestor_pairs__ancestor_id=region_id, state=TeamState.ACTIVE)
    found: list[Any] = await query.order_by("code").values_list("code", "category")
    return [(code, TeamCategory(category)) for code, category in found]

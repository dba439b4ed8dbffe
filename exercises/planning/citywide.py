"""Demands of a whole city: its network, its zones, its exercises of several categories, its centers."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from exercises.codes import ExerciseKind
from exercises.default_syllabus import RuleData
from exercises.planning.crews import applies, standby_group
from exercises.planning.draft import Page
from exercises.planning.facts import TeamFact
from exercises.planning.windows import Occurrence, occurrences
from registry.codes import TeamCategory

ZONE_DISTRICTS = 3
"""Districts of a zone where no zones are registered (assumed)."""


def network(page: Page, rule: RuleData) -> None:
    """Add one event per city and occurrence with every station that can attend on a common day."""
    for city in page.facts.cities:
        stations = [t for teams in page.facts.districts_of(city).values() for t in teams]
        stations = [t for t in stations if applies(rule, t.category)]
        for occurrence in occurrences(rule, page.facts.year):
            attending = meeting(page, occurrence, stations, ceil(rule.duration_half_days / 2))
            if attending:
                name = f"{page.facts.name(city)}台站网", f"{city} network"
                page.add(rule, occurrence, city, name, attending, at=city)


def zones(page: Page, rule: RuleData) -> None:
    """Add one event per city and quarter for the zone whose turn it is: one team of each of its districts."""
    for city in page.facts.cities:
        turns = zones_of(page, city)
        for occurrence in occurrences(rule, page.facts.year) if turns else ():
            turn = page.facts.year + occurrence.ordinal - 1
            number = turn % len(turns)
            teams = _zone_teams(page, rule, occurrence, turns[number], turn)
            if teams:
                name = f"{page.facts.name(city)}第{number + 1}分区", f"{city} zone {number + 1}"
                page.add(rule, occurrence, f"{city}-z{number + 1}", name, teams, at=turns[number][0])


def zones_of(page: Page, city: str) -> list[tuple[str, ...]]:
    """Return the zones of a city: registered areas that lie within it, else its districts three by three."""
    districts = [r for r in page.facts.districts_of(city) if r != city]
    registered = [
        area.regions for area in page.facts.areas if area.regions and set(area.regions) <= set(districts)
    ]
    return registered or [
        tuple(districts[i : i + ZONE_DISTRICTS]) for i in range(0, len(districts), ZONE_DISTRICTS)
    ]


def city_exercises(page: Page, rules: Sequence[RuleData]) -> None:
    """
    Add the exercises of a city that are due, the rarest first.

    Where one row's event also meets another row's demand (`satisfies`), that other row is not due, and
    its participants are excused from the kinds it satisfies.
    """
    for city in page.facts.cities:
        met: set[ExerciseKind] = set()
        for rule in sorted(rules, key=lambda r: (-r.every_years, r.number)):
            if rule.kind in met or not _due(page, rule, city):
                continue
            for occurrence in occurrences(rule, page.facts.year):
                teams = _one_of_each_category(page, rule, occurrence, city)
                if len({t.category for t in teams}) >= rule.min_categories:
                    page.add(rule, occurrence, city, (page.facts.name(city), city), teams, at=city)
                    met |= set(rule.satisfies)
                    page.excused |= {(t.code, kind.value) for t in teams for kind in rule.satisfies}


def centers(page: Page, rule: RuleData) -> None:
    """Add one event per designated center and occurrence, with the transport team asked least so far."""
    for center in page.facts.centers:
        city = page.facts.city_of(center.region)
        drivers = [t for t in page.facts.teams if page.facts.city_of(t.region) == city]
        drivers = [t for t in drivers if applies(rule, t.category) and page.room(t, rule.duration_half_days)]
        drivers.sort(key=lambda t: (page.asked[t.code], t.region != center.region, t.code))
        for occurrence in occurrences(rule, page.facts.year) if drivers else ():
            name = center.name, center.code
            page.add(rule, occurrence, center.code, name, drivers[:1], at=drivers[0].region)


def meeting(
    page: Page, occurrence: Occurrence, teams: Sequence[TeamFact], duration_days: int
) -> list[TeamFact]:
    """Return `teams` without those that leave no day in common; the ones with fewest free days go first."""
    kept = sorted(teams, key=lambda t: t.code)
    while kept and not page.starts(kept, occurrence, duration_days):
        kept.remove(
            min(kept, key=lambda t: (page.starts([t], occurrence, duration_days).bit_count(), t.code))
        )
    return kept


def _zone_teams(
    page: Page, rule: RuleData, occurrence: Occurrence, districts: Sequence[str], turn: int
) -> list[TeamFact]:
    limits, taken = page.limits, dict[str, int]()
    chosen: list[TeamFact] = []
    for i, district in enumerate(districts):
        for step in range(len(rule.categories)):
            category = rule.categories[(turn + i + step) % len(rule.categories)]
            team = _least_asked(page, rule, occurrence, category, district, chosen)
            if team is None:
                continue
            group = standby_group(page.facts, team)
            if taken.get(group, 0) < limits[group]:
                taken[group] = taken.get(group, 0) + 1
                chosen.append(team)
                break
    return chosen


def _least_asked(
    page: Page,
    rule: RuleData,
    occurrence: Occurrence,
    category: TeamCategory,
    region: str,
    chosen: list[TeamFact],
) -> TeamFact | None:
    """Return the region's team asked least that can join `chosen`; a city stands for all its districts."""
    duration = ceil(rule.duration_half_days / 2)
    found = [
        team
        for team in page.facts.teams
        if team.category is category
        and region in (team.region, page.facts.city_of(team.region))
        and page.room(team, rule.duration_half_days)
        and page.starts([*chosen, team], occurrence, duration)
    ]
    return min(found, key=lambda t: (page.asked[t.code], t.code), default=None)


def _one_of_each_category(page: Page, rule: RuleData, occurrence: Occurrence, city: str) -> list[TeamFact]:
    chosen: list[TeamFact] = []
    for category in rule.categories or tuple(TeamCategory):
        team = _least_asked(page, rule, occurrence, category, city, chosen)
        if team is not None:
            chosen.append(team)
    return chosen


def _due(page: Page, rule: RuleData, city: str) -> bool:
    last = page.facts.city_last_held.get((city, rule.kind))
    return last is None or last.year + rule.every_years <= page.facts.year

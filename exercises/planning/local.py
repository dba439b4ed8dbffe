"""Demands a team or a district meets by itself: single teams, whole districts, batches, mixed groups."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from exercises.default_syllabus import RuleData
from exercises.planning.batches import Fit, batches, mixed_groups
from exercises.planning.crews import applies, standby_group
from exercises.planning.distance import distance_km
from exercises.planning.draft import Page
from exercises.planning.facts import TeamFact
from exercises.planning.windows import Occurrence, occurrences
from registry.codes import TeamCategory

ROOM_DAYS = 5
"""Teams are put into one event only if they have this many possible first days in common (assumed)."""


def single_teams(page: Page, rule: RuleData) -> None:
    """Add one event per team and occurrence."""
    for team in page.facts.teams:
        if applies(rule, team.category) and (team.code, rule.kind.value) not in page.excused:
            for occurrence in occurrences(rule, page.facts.year):
                page.add(rule, occurrence, team.code, (team.name, team.code), [team], at=team.region)


def whole_districts(page: Page, rule: RuleData, *, in_batches: bool) -> None:
    """
    Add one event per district and occurrence, or several in batches that fit the largest ground.

    Teams with hardly a day in common train apart, and no batch takes more of a category away than the
    standby rule allows.
    """
    for city in page.facts.cities:
        for region, teams in page.facts.districts_of(city).items():
            concerned = [team for team in teams if applies(rule, team.category)]
            for occurrence in occurrences(rule, page.facts.year):
                persons = page.grounds.largest(rule, region) if in_batches else None
                groups = batches(concerned, fit_of(page, rule, occurrence, concerned, persons))
                _add_groups(page, rule, occurrence, region, groups)


def mixed_districts(page: Page, rule: RuleData) -> None:
    """
    Add events in which several categories train together, per district.

    A district with too few categories joins the nearest one that has enough; a city that has too few
    altogether gets one event with a need nothing can fill, so that the plan names the gap.
    """
    for city in page.facts.cities:
        own = page.facts.districts_of(city)
        pools = _pools(page, rule, {r: _concerned(page, rule, teams) for r, teams in own.items()})
        for region, teams in pools.items():
            for occurrence in occurrences(rule, page.facts.year):
                persons = page.grounds.largest(rule, region)
                fit = fit_of(page, rule, occurrence, teams, persons)
                groups = mixed_groups(teams, rule.min_categories, fit)
                if groups is not None:
                    _add_groups(page, rule, occurrence, region, groups)
                elif teams:
                    lack = page.grounds.absent(f"{rule.min_categories} categories in {region}")
                    name = page.facts.name(region), region
                    page.add(rule, occurrence, region, name, teams, at=region, extra_needs=(lack,))


def fit_of(
    page: Page, rule: RuleData, occurrence: Occurrence, teams: Sequence[TeamFact], persons: int | None
) -> Fit:
    """Return what a batch of `teams` must keep to in one occurrence of a row."""
    limits: dict[TeamCategory, int] = {}
    if rule.away:
        of_group = page.limits
        limits = {t.category: of_group[standby_group(page.facts, t)] for t in teams}
    duration = ceil(rule.duration_half_days / 2)

    def can_meet(group: Sequence[TeamFact]) -> bool:
        return page.starts(group, occurrence, duration).bit_count() >= ROOM_DAYS

    return Fit(persons, limits, can_meet)


def _concerned(page: Page, rule: RuleData, teams: Sequence[TeamFact]) -> list[TeamFact]:
    return [t for t in teams if applies(rule, t.category) and (t.code, rule.kind.value) not in page.excused]


def _pools(page: Page, rule: RuleData, own: dict[str, list[TeamFact]]) -> dict[str, list[TeamFact]]:
    enough = {r for r, teams in own.items() if len({t.category for t in teams}) >= rule.min_categories}
    if not enough:
        everyone = [team for teams in own.values() for team in teams]
        return {min(own): everyone} if own else {}
    pools = {region: list(teams) for region, teams in own.items() if region in enough}
    places = page.facts.places
    for region in sorted(set(own) - enough):
        nearest = min(enough, key=lambda r: (distance_km(places.get(region), places.get(r)), r))
        pools[nearest] += own[region]
    return pools


def _add_groups(
    page: Page, rule: RuleData, occurrence: Occurrence, region: str, groups: Sequence[Sequence[TeamFact]]
) -> None:
    for i, group in enumerate(groups, start=1):
        name, subject = (page.facts.name(region), region), region
        if len(groups) > 1:
            name = f"{name[0]}第{i}批", f"{region} batch {i}"
            subject = f"{region}-b{i}"
        page.add(rule, occurrence, subject, name, group, at=region)

"""Cross-region exercises: which regions must meet in pairs, with which crews, vehicles and channels."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from exercises.default_syllabus import RuleData
from exercises.planning.crews import applies, standby_group
from exercises.planning.draft import Page
from exercises.planning.facts import AreaFact, TeamFact
from exercises.planning.origin import Origin, bilingual
from exercises.planning.windows import month_windows
from registry.codes import RegionLevel, ResourceKind, TeamCategory
from scheduling.problem import PairArea

CHANNEL_GROUPS = 2
"""Channel groups where none are registered (assumed)."""
EVERY_MONTH = tuple(range(1, 13))


def pair_areas(page: Page, rule: RuleData) -> Iterator[PairArea]:
    """
    Yield the areas of a row: joint-training areas for mobile command posts, else the districts of a city.

    The group size is the smallest with which every region meets every other in `times_per_year` exercises.
    """
    for area in _groups(page, rule):
        crews = tuple(_crews(page, rule, area))
        regions = tuple(sorted({region for region, _ in crews}))
        positions = tuple(_positions(page, regions))
        if len(regions) < 2 or len(positions) < len(regions):
            continue
        guests = [(r, need) for r in regions if (need := page.grounds.guest_need(r))]
        asks_vehicle = any(need["per"] == "guest" for need in rule.needs)
        yield PairArea(
            id=f"{area.code}-{page.facts.year}-{page.facts.region}",
            regions=regions,
            crews=crews,
            positions=positions,
            group_size=min(len(regions), 1 + ceil((len(regions) - 1) / rule.times_per_year)),
            duration_days=ceil(rule.duration_half_days / 2),
            windows=month_windows(page.facts.year, rule.months or EVERY_MONTH),
            priority=rule.priority,
            load_half_days=rule.duration_half_days,
            channel_groups=_channels(page, regions),
            notice_days=rule.notice_days,
            guest_needs=tuple(guests) if asks_vehicle else (),
            last_hosts=tuple(r for r in page.facts.hosts.last if r in regions),
            hosted=tuple((r, times) for r, times in page.facts.hosts.hosted if r in regions),
            kind=rule.kind.value,
            title=bilingual(f"{area.name} {rule.kind.zh}", f"{area.name_en} {rule.kind.en}"),
            source=Origin(rule.number, page.facts.region).text(),
        )


def _groups(page: Page, rule: RuleData) -> Iterator[AreaFact]:
    if TeamCategory.MCP in rule.categories:
        for area in page.facts.areas:
            levels = {place.level for r in area.regions if (place := page.facts.places.get(r))}
            if levels == {RegionLevel.PREFECTURE} and set(area.regions) & set(page.facts.cities):
                yield area
        return
    for city in page.facts.cities:
        districts = tuple(r for r in page.facts.districts_of(city) if r != city)
        name = page.facts.name(city)
        yield AreaFact(f"{city}-{rule.kind.value}", f"{name}各区县", f"districts of {city}", districts)


def _crews(page: Page, rule: RuleData, area: AreaFact) -> Iterator[tuple[str, str]]:
    """Yield (region, team code): of each region no more teams than may be away, another choice each year."""
    limits = page.limits
    for region in area.regions:
        teams = [t for t in _all_teams(page) if applies(rule, t.category) and _belongs(page, t, region)]
        turn = page.facts.year % len(teams) if teams else 0
        taken: dict[str, int] = {}
        for team in teams[turn:] + teams[:turn]:
            group = standby_group(page.facts, team)
            taken[group] = taken.get(group, 0) + 1
            if taken[group] <= limits[group]:
                yield region, team.code


def _all_teams(page: Page) -> list[TeamFact]:
    return sorted((*page.facts.teams, *page.facts.guests), key=lambda t: t.code)


def _belongs(page: Page, team: TeamFact, region: str) -> bool:
    return region in (team.region, page.facts.city_of(team.region))


def _positions(page: Page, regions: tuple[str, ...]) -> Iterator[tuple[str, float, float]]:
    for region in regions:
        place = page.facts.places.get(region)
        if place and place.latitude is not None and place.longitude is not None:
            yield region, place.latitude, place.longitude


def _channels(page: Page, regions: tuple[str, ...]) -> int:
    """Return the fewest channel groups any region of the area has registered."""
    counts: dict[str, int] = {}
    for resource in page.facts.resources:
        city = page.facts.city_of(resource.region)
        if resource.kind is ResourceKind.CHANNEL_GROUPS and city in regions:
            counts[city] = counts.get(city, 0) + resource.capacity
    return max(1, min(counts.values(), default=CHANNEL_GROUPS))

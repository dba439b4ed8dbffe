"""Reads the year's facts from the registry, the syllabus and the calendar, within a viewer's scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from exercises.planning.blocked import Windows, blocked_days, closed_days
from exercises.planning.facts import (
    AreaFact,
    CenterFact,
    GivenFact,
    PlaceFact,
    ResourceFact,
    TeamFact,
    YearFacts,
)
from exercises.planning.outages import outage_windows
from exercises.planning.record import city_last_held, hosts_on_record, last_held
from exercises.syllabus import rules_in_force
from exercises.tables import ExternalEvent
from exercises.workdays import load_calendar
from registry.access import SYSTEM, Viewer, one, rows
from registry.codes import CenterState, RegionLevel, TeamCategory, TeamState
from registry.periods import in_force, reaching
from registry.tables import (
    AreaMember,
    Membership,
    MobilizationCenter,
    Region,
    RegionClosure,
    SharedResource,
    Team,
)

OPERATING = frozenset({CenterState.DESIGNATED, CenterState.REINSPECTION, CenterState.RECTIFYING})


async def read_facts(viewer: Viewer, region_id: UUID, year: int, issue_date: date) -> YearFacts:
    """
    Return what the training year of one office is made from.

    Own teams and resources are read within the viewer's scope. Of the other regions of its joint-training
    areas the mobile command posts and their vehicles are read besides: being a member of an area is the
    consent to be invited.
    """
    region = await one(viewer, Region, region_id)
    first, last = date(year, 1, 1), date(year, 12, 31)
    areas, area_cities = await _areas(region_id, first)
    places = await read_places(region_id, area_cities)
    teams, guests = await _teams(viewer, region_id, area_cities)
    outages = await outage_windows(first, last)
    windows = await blocked_days([*teams, *guests], first, last, places, outages)
    shared = await _shared_persons(region_id, teams, first)
    codes = {place.code for place in places.values()}
    rules = await rules_in_force(region_id, first)
    kinds = await last_held(region_id, teams, first, rules)
    return YearFacts(
        region=region.code,
        year=year,
        issue_date=issue_date,
        calendar=await load_calendar(year),
        places={place.code: place for place in places.values()},
        rules=rules,
        teams=tuple(fact_of(t, places, windows, shared) for t in teams if places[t.region_id].code in codes),
        guests=tuple(fact_of(t, places, windows, shared) for t in guests),
        resources=await read_resources(
            viewer, region_id, area_cities, places, await closed_days((first, last), outages)
        ),
        areas=areas,
        centers=await _centers(viewer, region_id, places),
        given=await _given(viewer, region_id, places, year),
        last_held=kinds,
        city_last_held=await city_last_held(viewer, region_id, places, first),
        hosts=await hosts_on_record(area_cities, places, year),
    )


async def _areas(region_id: UUID, on: date) -> tuple[tuple[AreaFact, ...], set[UUID]]:
    """Return the dated areas that touch the region's subtree, and the ids of the regions in them."""
    mine = await RegionClosure.filter(Q(ancestor_id=region_id) | Q(descendant_id=region_id)).values_list(
        "ancestor_id", "descendant_id"
    )
    related = {region for pair in mine for region in pair}
    members = await rows(SYSTEM, AreaMember).filter(in_force(on)).prefetch_related("area", "region")
    by_area: dict[UUID, list[AreaMember]] = defaultdict(list)
    for member in members:
        by_area[member.area_id].append(member)
    facts: list[AreaFact] = []
    cities: set[UUID] = set()
    for group in by_area.values():
        if any(member.region_id in related for member in group):
            area = group[0].area
            facts.append(
                AreaFact(area.code, area.name, area.name_en, tuple(sorted(m.region.code for m in group)))
            )
            cities |= {member.region_id for member in group}
    return tuple(sorted(facts, key=lambda a: a.code)), cities


async def read_places(region_id: UUID, area_cities: set[UUID]) -> dict[UUID, PlaceFact]:
    """Return a region and some cities with everything above and below them, by id."""
    roots = [region_id, *area_cities]
    above = RegionClosure.filter(descendant_id__in=roots).values_list("ancestor_id", flat=True)
    below = RegionClosure.filter(ancestor_id__in=roots).values_list("descendant_id", flat=True)
    wanted: set[Any] = {*await above, *await below}
    found = await rows(SYSTEM, Region).filter(id__in=list(wanted))
    codes = {region.id: region.code for region in found}
    return {
        r.id: PlaceFact(
            r.code, r.name, r.level, codes.get(r.parent_id) if r.parent_id else None, r.latitude, r.longitude
        )
        for r in found
    }


async def _teams(viewer: Viewer, region_id: UUID, area_cities: set[UUID]) -> tuple[list[Team], list[Team]]:
    own = rows(viewer, Team).filter(region__ancestor_pairs__ancestor_id=region_id, state=TeamState.ACTIVE)
    teams = await own.order_by("code").select_related("organization")
    mine = {team.id for team in teams}
    others = rows(SYSTEM, Team).filter(
        region__ancestor_pairs__ancestor_id__in=list(area_cities),
        state=TeamState.ACTIVE,
        category=TeamCategory.MCP,
    )
    invited = await others.order_by("code").distinct().select_related("organization") if area_cities else []
    return teams, [team for team in invited if team.id not in mine]


def fact_of(
    team: Team, places: dict[UUID, PlaceFact], windows: Windows, shared: dict[UUID, set[str]]
) -> TeamFact:
    """Return a team as the planner sees it, with the days it is blocked and the persons it shares."""
    return TeamFact(
        code=team.code,
        name=team.name,
        category=team.category,
        region=places[team.region_id].code,
        organization=team.organization.credit_code,
        strength=team.authorized_strength,
        importance=team.importance,
        persons=frozenset(shared.get(team.id, ())),
        blocked=tuple(sorted(windows.get(team.id, ()), key=lambda w: (w.first, w.last, w.reason))),
    )


async def _shared_persons(region_id: UUID, teams: Iterable[Team], on: date) -> dict[UUID, set[str]]:
    """Return the persons each team shares with another one, by their ids."""
    ids = {team.id for team in teams}
    query = rows(SYSTEM, Membership).filter(reaching(on), team__region__ancestor_pairs__ancestor_id=region_id)
    pairs: list[Any] = await query.values_list("person_id", "team_id")
    by_person: dict[UUID, set[UUID]] = defaultdict(set)
    for person, team in pairs:
        if team in ids:
            by_person[person].add(team)
    found: dict[UUID, set[str]] = defaultdict(set)
    for person, of in by_person.items():
        for team in of if len(of) > 1 else ():
            found[team].add(str(person))
    return found


async def read_resources(
    viewer: Viewer,
    region_id: UUID,
    area_cities: set[UUID],
    places: dict[UUID, PlaceFact],
    closed: Windows,
) -> tuple[ResourceFact, ...]:
    """Return the resources of a region, of some cities and of the city above it, with their closed days."""
    own = (
        await rows(viewer, SharedResource)
        .filter(region__ancestor_pairs__ancestor_id=region_id)
        .select_related("organization")
    )
    near = (
        await rows(SYSTEM, SharedResource)
        .filter(region__ancestor_pairs__ancestor_id__in=[*area_cities, *_cities_above(region_id, places)])
        .distinct()
        .select_related("organization")
    )
    merged = {resource.id: resource for resource in [*near, *own]}
    return tuple(
        ResourceFact(
            code=r.code,
            name=r.name,
            kind=r.kind,
            region=places[r.region_id].code,
            organization=r.organization.credit_code if r.organization else "",
            capacity=r.capacity,
            latitude=r.latitude,
            longitude=r.longitude,
            closed=tuple(closed.get(r.id, ())),
        )
        for r in sorted(merged.values(), key=lambda r: r.code)
    )


def _cities_above(region_id: UUID, places: dict[UUID, PlaceFact]) -> list[UUID]:
    parent = places[region_id].parent
    return [
        i for i, place in places.items() if place.code == parent and place.level is RegionLevel.PREFECTURE
    ]


async def _centers(viewer: Viewer, region_id: UUID, places: dict[UUID, PlaceFact]) -> tuple[CenterFact, ...]:
    query = rows(viewer, MobilizationCenter).filter(
        region__ancestor_pairs__ancestor_id=region_id, state__in=list(OPERATING)
    )
    return tuple(CenterFact(c.code, c.name, places[c.region_id].code) for c in await query.order_by("code"))


async def _given(
    viewer: Viewer, region_id: UUID, places: dict[UUID, PlaceFact], year: int
) -> tuple[GivenFact, ...]:
    query = (
        rows(viewer, ExternalEvent)
        .filter(first_day__gte=date(year, 1, 1), last_day__lte=date(year, 12, 31))
        .order_by("first_day", "code")
    )
    line = set(await RegionClosure.filter(descendant_id=region_id).values_list("ancestor_id", flat=True))
    below = set(await RegionClosure.filter(ancestor_id=region_id).values_list("descendant_id", flat=True))
    return tuple(
        GivenFact(
            code=e.code,
            kind=e.kind,
            title=e.title,
            title_en=e.title_en,
            first_day=e.first_day,
            last_day=e.last_day,
            host=places[e.host_id].code,
            given_by=e.given_by,
            region=places[e.region_id].code,
        )
        for e in await query
        if e.host_id in places and e.region_id in (line | below) & places.keys()
    )

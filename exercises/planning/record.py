"""Reads what was held before the year: the last passed execution of each kind, and who hosted last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from tortoise.functions import Max

from exercises.codes import ExerciseKind, Grade
from exercises.default_syllabus import RuleData
from exercises.planning.crews import applies
from exercises.planning.facts import HostRecord, PlaceFact
from exercises.tables import Execution, ExecutionTeam
from registry.access import SYSTEM, Viewer, rows
from registry.codes import RegionLevel, TeamCategory, TeamState
from registry.tables import Team

HOST_YEARS = 4
"""Years of the record in which hosting is to be even, before the planned one (assumed)."""


async def last_held(
    region_id: UUID, teams: Iterable[Team], before: date, rules: Sequence[RuleData] = ()
) -> dict[tuple[str, ExerciseKind], date]:
    """
    Return the last passed execution of each kind for each team (by code), before the year begins.

    An exercise counts for the kinds that the rows of its kind satisfy, as it does when readiness is rated.
    """
    by_id = {team.id: team for team in teams}
    query = rows(SYSTEM, ExecutionTeam).filter(
        execution__last_day__lt=before,
        team__state=TeamState.ACTIVE,
        team__region__ancestor_pairs__ancestor_id=region_id,
    )
    found: list[Any] = (
        await query.exclude(grade=Grade.FAILED)
        .annotate(last=Max("execution__last_day"))
        .group_by("team_id", "execution__kind")
        .values_list("team_id", "execution__kind", "last")
    )
    last_of: dict[tuple[str, ExerciseKind], date] = {}
    for team, kind, last in found:
        for counted in _counted(by_id[team].category, ExerciseKind(kind), rules) if team in by_id else ():
            key = (by_id[team].code, counted)
            last_of[key] = max(_day(last), last_of.get(key, date.min))
    return last_of


def _counted(category: TeamCategory, kind: ExerciseKind, rules: Sequence[RuleData]) -> set[ExerciseKind]:
    applying = (rule for rule in rules if rule.kind is kind and applies(rule, category))
    return {kind, *(each for rule in applying for each in rule.satisfies)}


def _day(value: Any) -> date:
    """Return a day an aggregate gave back: SQLite answers in text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


async def city_last_held(
    viewer: Viewer, region_id: UUID, places: dict[UUID, PlaceFact], before: date
) -> dict[tuple[str, ExerciseKind], date]:
    """Return the last execution of the city-wide kinds, whoever took part, by city and kind."""
    kinds = [ExerciseKind.SPECIAL, ExerciseKind.COMPREHENSIVE]
    query = rows(viewer, Execution).filter(kind__in=kinds, last_day__lt=before)
    parents = {place.code: place.parent for place in places.values()}
    cities = {i: p for i, p in places.items() if p.level in (RegionLevel.PREFECTURE, RegionLevel.COUNTY)}
    found: dict[tuple[str, ExerciseKind], date] = {}
    for held in await query.filter(region__ancestor_pairs__ancestor_id=region_id).order_by("last_day"):
        place = cities.get(held.region_id)
        if place is not None:
            city = parents[place.code] if place.level is RegionLevel.COUNTY else place.code
            found[city or place.code, held.kind] = held.last_day
    return found


async def hosts_on_record(area_cities: set[UUID], places: dict[UUID, PlaceFact], year: int) -> HostRecord:
    """Return the hosts of the last `HOST_YEARS` years, of whichever area the exercises were."""
    query = rows(SYSTEM, Execution).filter(
        kind=ExerciseKind.CROSS_REGION,
        first_day__gte=date(year - HOST_YEARS, 1, 1),
        first_day__lt=date(year, 1, 1),
        host_id__in=list(area_cities),
    )
    found: list[Any] = await query.values_list("host_id", "first_day") if area_cities else []
    held = [(places[host].code, day.year) for host, day in found if host in places]
    return HostRecord(
        last=tuple(sorted({host for host, held_in in held if held_in == year - 1})),
        hosted=tuple(sorted(Counter(host for host, _ in held).items())),
    )

"""Who and what stands in which team on a day, also elsewhere: what overlaps rest on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from registry.access import SYSTEM, rows
from registry.codes import EquipmentState, MatchKind, OverlapKind, TeamState
from registry.consistency.frames import answer
from registry.matching.identities import found_different, identities, things_behind
from registry.periods import in_force
from registry.tables import EquipmentItem, Membership, OutsideService, RegionClosure, Team

#: What the records of an overlap are.
RECORDS: dict[OverlapKind, MatchKind] = {
    OverlapKind.PERSON_TEAMS: MatchKind.PERSON,
    OverlapKind.PERSON_OUTSIDE: MatchKind.PERSON,
    OverlapKind.EQUIPMENT_TEAMS: MatchKind.EQUIPMENT,
    OverlapKind.ORGANIZATION_CATEGORIES: MatchKind.ORGANIZATION,
}
_GONE = (EquipmentState.RETIRED, EquipmentState.LOST)


@dataclass(frozen=True, slots=True)
class Holding:
    """
    A record in a place on a day; ids as texts.

    `identity` is shared by records that are one; `team` is None for a service outside the teams.
    """

    identity: str
    record: str
    team: str | None
    place: str


Gathered: TypeAlias = tuple[list[Holding], frozenset[str]]


def _here(region_id: UUID, path: str) -> Q:
    """Return the condition that a path ends in a region's subtree."""
    below = RegionClosure.filter(ancestor_id=region_id).values("descendant_id")
    condition: dict[str, Any] = {f"{path}__in": Subquery(below)}
    return Q(**condition)


async def _pairs(listed: QuerySet[Any], *columns: str) -> list[tuple[str, ...]]:
    """Return columns of a query as texts."""
    return [tuple(str(cell) for cell in row) for row in await answer(listed.values_list(*columns))]


async def _teams_here(region_id: UUID, on: date) -> frozenset[str]:
    """Return the ids of the teams of a region's subtree that are there on a day."""
    listed = rows(SYSTEM, Team).filter(in_force(on), _here(region_id, "region_id"))
    return frozenset(team for (team,) in await _pairs(listed, "id"))


async def _serving(region_id: UUID, on: date, same: Iterable[str]) -> list[tuple[str, ...]]:
    """Return (person, team) of everybody who serves in a region's subtree, and where else they serve."""
    held = rows(SYSTEM, Membership).filter(in_force(on)).exclude(team__state=TeamState.DISBANDED)
    people = held.filter(_here(region_id, "team__region_id")).values("person_id")
    found = await _pairs(held.filter(person_id__in=Subquery(people)), "person_id", "team_id")
    linked = await _pairs(held.filter(person_id__in=[UUID(each) for each in same]), "person_id", "team_id")
    return sorted({*found, *linked})


async def people_in_teams(region_id: UUID, on: date) -> Gathered:
    """Return who serves in which team."""
    same = await identities(MatchKind.PERSON, on)
    serving = await _serving(region_id, on, same)
    held = [Holding(same.get(person, person), person, team, team) for person, team in serving]
    return held, await _teams_here(region_id, on)


async def people_outside(region_id: UUID, on: date) -> Gathered:
    """Return who serves in a team, and who in the militia or the reserve."""
    same = await identities(MatchKind.PERSON, on)
    serving = await _serving(region_id, on, same)
    members = rows(SYSTEM, Membership).filter(in_force(on), _here(region_id, "team__region_id"))
    known = Q(person_id__in=Subquery(members.values("person_id")))
    known |= Q(person_id__in=[UUID(each) for each in same])
    outside = await _pairs(rows(SYSTEM, OutsideService).filter(in_force(on), known), "person_id")
    held = [Holding(same.get(person, person), person, team, "team") for person, team in serving]
    held += [Holding(same.get(person, person), person, None, "outside") for (person,) in outside]
    return held, await _teams_here(region_id, on)


async def items_in_teams(region_id: UUID, on: date) -> Gathered:
    """Return which item is in which team; one kind and serial is one thing, unless found to be different."""
    same, apart = await identities(MatchKind.EQUIPMENT, on), await found_different(MatchKind.EQUIPMENT)
    held = rows(SYSTEM, EquipmentItem).filter(in_force(on)).exclude(state__in=list(_GONE))
    here = held.filter(_here(region_id, "team__region_id"), serial__isnull=False)
    columns = ("id", "team_id", "kind", "serial")
    found = await _pairs(held.filter(serial__in=Subquery(here.values("serial"))), *columns)
    found += await _pairs(here, *columns)
    found += await _pairs(held.filter(id__in=[UUID(each) for each in same]), *columns)
    things = things_behind(((item, kind, serial) for item, _, kind, serial in found), same, apart)
    listed = sorted({(item, team) for item, team, _, _ in found})
    held_by = [Holding(things[item], item, team, team) for item, team in listed]
    return held_by, await _teams_here(region_id, on)


async def organizations_behind(region_id: UUID, on: date) -> Gathered:
    """Return which organization forms teams of which category."""
    same = await identities(MatchKind.ORGANIZATION, on)
    formed = rows(SYSTEM, Team).filter(in_force(on)).exclude(state=TeamState.DISBANDED)
    here = formed.filter(_here(region_id, "region_id")).values("organization_id")
    columns = ("id", "organization_id", "category")
    found = await _pairs(formed.filter(organization_id__in=Subquery(here)), *columns)
    found += await _pairs(formed.filter(organization_id__in=[UUID(each) for each in same]), *columns)
    held = [Holding(same.get(body, body), body, team, category) for team, body, category in sorted({*found})]
    return held, await _teams_here(region_id, on)


#: Kind of overlap → how its holdings are gathered.
GATHERED: dict[OverlapKind, Callable[[UUID, date], Awaitable[Gathered]]] = {
    OverlapKind.PERSON_TEAMS: people_in_teams,
    OverlapKind.PERSON_OUTSIDE: people_outside,
    OverlapKind.EQUIPMENT_TEAMS: items_in_teams,
    OverlapKind.ORGANIZATION_CATEGORIES: organizations_behind,
}

"""The coverage matrix: how many active teams of each category each part of a region has, and the gaps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from tortoise.expressions import Subquery
from tortoise.functions import Count

from registry.access import Viewer, one, rows
from registry.codes import RegionLevel, TeamCategory, TeamState
from registry.tables import Region, RegionClosure, Team

TEAM_LEVELS = (RegionLevel.NATION, RegionLevel.PROVINCE, RegionLevel.PREFECTURE, RegionLevel.COUNTY)
"""Levels that form teams: streets, communities and estates are no gaps of the matrix."""


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """Active teams of one category in one region and everything below it; none is a gap."""

    region: Region
    category: TeamCategory
    teams: int

    @property
    def gap(self) -> bool:
        """Tell whether nobody covers this category here."""
        return self.teams == 0


async def coverage(viewer: Viewer, region_id: UUID) -> list[CoverageCell]:
    """
    Return the matrix of a region: a row for each part below it, a cell for each category.

    Rows are ordered by code, cells as `TeamCategory` orders them. A region without parts is its own
    row; streets and below are no parts, what they have counts for their district. Teams of the region
    itself (a city's own) stand in no part: they form a first row of their own when there are any. Always
    the same number of statements.

    Raises
    ------
    NotFound
        The viewer does not see the region.

    """
    region = await one(viewer, Region, region_id)
    parts = await rows(viewer, Region).filter(parent_id=region_id, level__in=TEAM_LEVELS).order_by("code")
    below = RegionClosure.filter(ancestor_id=region_id).values("descendant_id")
    counted = (
        await rows(viewer, Team)
        .filter(region_id__in=Subquery(below), state=TeamState.ACTIVE)
        .annotate(teams=Count("id"))
        .group_by("region_id", "category")
        .values_list("region_id", "category", "teams")
    )
    pairs = await RegionClosure.filter(ancestor_id__in=[part.id for part in parts] or [region_id])
    part_of = {pair.descendant_id: pair.ancestor_id for pair in pairs}
    totals: Counter[tuple[UUID, TeamCategory]] = Counter()
    for team_region, category, teams in counted:
        totals[part_of.get(team_region, region_id), TeamCategory(category)] += teams
    own = parts and any(key == region_id for key, _ in totals)
    lines = [region, *parts] if own or not parts else parts
    return [
        CoverageCell(line, category, totals[line.id, category]) for line in lines for category in TeamCategory
    ]

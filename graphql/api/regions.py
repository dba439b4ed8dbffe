"""Regions: the tree, and the joint-training areas across it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from tortoise.expressions import Q, Subquery

from api.context import Info
from api.enums import Label
from api.nodes import Node, column, labelled, shown, table_type, to_many, to_one, visible
from api.pages import After, Connection, First, Sort, page
from registry import tables
from registry.access import rows
from registry.codes import RegionLevel


@table_type(tables.Region, "An administrative region, with the coordinates of its seat.")
class Region(Node):
    """A region of the tree."""

    code: str = column("State code: six digits, nine for a town, twelve for a community; an estate adds -NN.")
    name: str = column("Name in Chinese.")
    level: RegionLevel = column("Level in the tree.")
    level_label: Label = labelled("level", "Level in words.")
    latitude: float | None = column("Latitude of the seat in degrees north, WGS 84.")
    longitude: float | None = column("Longitude of the seat in degrees east, WGS 84.")
    version: int = column("Version for optimistic locking, from 1.")
    parent: Region | None = to_one("The region above; null at the root or out of scope.")
    children: list[Region] = to_many("The regions directly below, by code.", order=("code",))
    area_memberships: list[AreaMember] = to_many(
        "Memberships in joint-training areas in force today.", current=True
    )


@table_type(tables.Area, "A joint-training area: regions that train together across borders.")
class Area(Node):
    """A joint-training area."""

    code: str = column("Code of the area, unique.")
    name: str = column("Name in Chinese.")
    name_en: str = column("Name in English.")
    members: list[AreaMember] = to_many("Memberships in force today.", current=True)


@table_type(tables.AreaMember, "A region's dated membership in a joint-training area.")
class AreaMember(Node):
    """A region in an area."""

    area: Area | None = to_one("The area.")
    region: Region | None = to_one("The region; null when out of scope.")
    valid_from: date = column("First day of the membership.")
    valid_to: date | None = column("Day after the last day; null while open.")


@strawberry.input(description="Which regions to list; every part given must hold.")
class RegionFilter:
    """A choice of regions."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only this region and those below it."
    )
    level: RegionLevel | None = strawberry.field(default=None, description="Only this level.")
    code_prefix: str | None = strawberry.field(
        default=None, description="Only codes that begin with these characters."
    )


def within(info: Info, text: str | None, column_name: str = "region_id") -> Q:
    """Return the condition of being in the subtree a global id names: nothing is, if it is out of reach."""
    if text is None:
        return Q()
    above = visible(info, tables.Region, text)
    below = tables.RegionClosure.filter(ancestor_id__in=above).values("descendant_id")
    condition: dict[str, Any] = {f"{column_name}__in": Subquery(below)}
    return Q(**condition)


@strawberry.type
class RegionQuery:
    """Queries about regions."""

    @strawberry.field(description="The region with a state code; null when unknown or out of scope.")
    async def region(
        self,
        info: Info,
        code: Annotated[str, strawberry.argument(description="State code, see `Region.code`.")],
    ) -> Region | None:
        """Return a region."""
        return shown(await rows(info.context.viewer, tables.Region).get_or_none(code=code))

    @strawberry.field(description="Regions within the caller's reach, by code.")
    async def regions(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[RegionFilter | None, strawberry.argument(description="Which regions.")] = None,
    ) -> Connection[Region]:
        """Return a page of regions."""
        listed = rows(info.context.viewer, tables.Region)
        if filter is not None:
            listed = listed.filter(within(info, filter.within_id, "id"))
            if filter.level is not None:
                listed = listed.filter(level=filter.level)
            if filter.code_prefix:
                listed = listed.filter(code__startswith=filter.code_prefix)
        return await page(listed, Sort("code"), first, after)

    @strawberry.field(description="Joint-training areas, by code.")
    async def areas(self, info: Info, first: First, after: After = None) -> Connection[Area]:
        """Return a page of areas."""
        return await page(rows(info.context.viewer, tables.Area), Sort("code"), first, after)

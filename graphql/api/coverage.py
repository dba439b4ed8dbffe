"""Which team categories a region and each region below it can rely on, and where the gaps are."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.context import Info
from api.enums import Label, label
from api.nodes import row_id, shown
from api.regions import Region
from registry import tables
from registry.codes import TeamCategory
from registry.coverage import coverage
from registry.errors import NotFound


@strawberry.type(description="How many active teams of one category a region has.")
class CoverageCell:
    """One cell of the coverage matrix."""

    region: Region = strawberry.field(description="The region, without those below it.")
    category: TeamCategory = strawberry.field(description="The team category.")
    category_label: Label = strawberry.field(description="The category in words.")
    teams: int = strawberry.field(description="Active teams of the category in the region.")
    gap: bool = strawberry.field(description="Whether there is none.")


@strawberry.type
class CoverageQuery:
    """Queries about coverage."""

    @strawberry.field(
        description="Region by team category below a region, gaps included; null when it is out of scope."
    )
    async def coverage(
        self,
        info: Info,
        region_id: Annotated[strawberry.ID, strawberry.argument(description="The region above all others.")],
    ) -> list[CoverageCell] | None:
        """Return the coverage matrix."""
        viewer = info.context.viewer
        try:
            cells = await coverage(viewer, row_id(region_id, tables.Region))
        except NotFound:
            return None
        return [
            CoverageCell(
                region=shown(cell.region),
                category=cell.category,
                category_label=label(cell.category),
                teams=cell.teams,
                gap=cell.gap,
            )
            for cell in cells
        ]

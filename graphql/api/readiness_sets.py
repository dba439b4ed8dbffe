"""Readiness of many teams: added up by group, as joint units, kept for dashboards, and night by night."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry
from tortoise.functions import Min

from api.context import Info
from api.nodes import row_id
from api.readiness_groups import (
    JointUnit,
    ReadinessDashboard,
    ReadinessGroup,
    ReadinessPoint,
    TeamReadinessPoint,
    dashboard_of,
    group_of,
    point_of,
    team_point_of,
    unit_of,
)
from exercises.readiness.curve import curve, team_curve
from exercises.readiness.grouped import grouped, joint_area, joint_region
from registry import tables
from registry.access import one, rows
from registry.codes import ReadinessGrouping, TaskState
from registry.errors import NotFound
from registry.readiness.records.keeping import kept, rollups

On = Annotated[
    date | None, strawberry.argument(description="Day to rate, past or to come; today when absent.")
]
Task = Annotated[TaskState, strawberry.argument(description="The task teams are rated for.")]
RegionId = Annotated[strawberry.ID, strawberry.argument(description="The region; its subtree is meant.")]
TeamId = Annotated[strawberry.ID, strawberry.argument(description="The team.")]
FirstDay = Annotated[date, strawberry.argument(description="First day.")]
LastDay = Annotated[date, strawberry.argument(description="Last day, at most 799 days after the first.")]


@strawberry.type
class ReadinessSetQuery:
    """Queries about the readiness of many teams."""

    @strawberry.field(
        description="Every team of a region rated on a day and added up by group, by name of the group; null"
        " when the region is out of scope."
    )
    async def readiness_sets(
        self,
        info: Info,
        region_id: RegionId,
        by: Annotated[ReadinessGrouping, strawberry.argument(description="What to add up by.")],
        on: On = None,
        task: Task = TaskState.PEACE,
    ) -> list[ReadinessGroup] | None:
        """Return the groups of a region."""
        region, day = row_id(region_id, tables.Region), on or info.context.today
        try:
            found = await grouped(info.context.viewer, region, by, day, task)
        except NotFound:
            return None
        return [group_of(each, by) for each in found]

    @strawberry.field(
        description="A region, or a joint-training area, rated function by function as if all its teams were"
        " one, then as a whole; of an area only teams within the caller's reach take part. Null when neither"
        " or both are named, or it is out of scope."
    )
    async def joint_readiness(
        self,
        info: Info,
        region_id: Annotated[strawberry.ID | None, strawberry.argument(description="The region.")] = None,
        area_id: Annotated[strawberry.ID | None, strawberry.argument(description="The area.")] = None,
        on: On = None,
        task: Task = TaskState.PEACE,
    ) -> list[JointUnit] | None:
        """Return the units of a region or an area."""
        viewer, day = info.context.viewer, on or info.context.today
        try:
            if region_id is not None and area_id is None:
                found = await joint_region(viewer, row_id(region_id, tables.Region), day, task)
            elif area_id is not None and region_id is None:
                found = await joint_area(viewer, row_id(area_id, tables.Area), day, task)
            else:
                return None
        except NotFound:
            return None
        return [unit_of(each) for each in found]

    @strawberry.field(
        description="The current ratings of a region's teams as they are kept: nothing is rated for the"
        " answer. Null when the region is out of scope."
    )
    async def readiness_dashboard(self, info: Info, region_id: RegionId) -> ReadinessDashboard | None:
        """Return what is kept of a region."""
        viewer, region = info.context.viewer, row_id(region_id, tables.Region)
        try:
            await one(viewer, tables.Region, region)
        except NotFound:
            return None
        cells = await rollups(viewer, region)
        named = rows(viewer, tables.Region).filter(id__in=[row.region_id for row in cells])
        oldest = await kept(viewer, region).annotate(oldest=Min("rated_on")).values("oldest")
        return dashboard_of(cells, {row.id: row for row in await named}, oldest[0]["oldest"])

    @strawberry.field(
        description="The curve of the past: a region's teams by level in each night of which there is a"
        " snapshot; null when the region is out of scope."
    )
    async def readiness_curve(
        self,
        info: Info,
        region_id: RegionId,
        first_day: FirstDay,
        last_day: LastDay,
        task: Task = TaskState.PEACE,
    ) -> list[ReadinessPoint] | None:
        """Return the curve of a region."""
        region = row_id(region_id, tables.Region)
        try:
            found = await curve(info.context.viewer, region, first_day, last_day, task)
        except NotFound:
            return None
        return [point_of(each) for each in found]

    @strawberry.field(
        description="The curve of the past of one team, from the nights' snapshots; null when it is out of"
        " scope."
    )
    async def team_readiness_curve(
        self,
        info: Info,
        team_id: TeamId,
        first_day: FirstDay,
        last_day: LastDay,
        task: Task = TaskState.PEACE,
    ) -> list[TeamReadinessPoint] | None:
        """Return the curve of a team."""
        team = row_id(team_id, tables.Team)
        try:
            found = await team_curve(info.context.viewer, team, first_day, last_day, task)
        except NotFound:
            return None
        return [team_point_of(each) for each in found]

"""The readiness of sets of teams: districts, cities, categories, and areas that act together."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pandas as pd
from tortoise.expressions import Subquery

from exercises.readiness.loading import load_frames
from registry.access import SYSTEM, Viewer, one, rows
from registry.codes import MatchKind, ReadinessGrouping, RegionLevel, TaskState, TeamCategory
from registry.frame import Frame
from registry.matching.identities import found_different, identities, things_behind
from registry.periods import in_force
from registry.readiness.frames import ReadinessFrames
from registry.readiness.records.office_rules import rules_of_regions
from registry.readiness.records.reading import Where
from registry.readiness.rules import RatingRules
from registry.readiness.sets import ALL, joint, of_set, rate_all
from registry.tables import Area, AreaMember, Region, RegionClosure, Team


@dataclass(frozen=True, slots=True)
class Group:
    """A group by its key (id of a region or area, or code of a category), and what it is called."""

    key: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class GroupReadiness:
    """A group with the sums over its teams, by the columns of `registry.readiness.sets.SUMMED`."""

    group: Group
    sums: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class UnitReadiness:
    """
    A group, or one function of it, rated as a unit: columns of `registry.readiness.sets.JOINT`.

    `function` is None for the whole group.
    """

    function: TeamCategory | None
    values: Mapping[str, Any]


async def rated_frame(viewer: Viewer, where: Where, on: date, task: TaskState) -> Frame:
    """
    Rate the teams of a region's subtree, or some teams, at once (`registry.readiness.sets.rate_all`).

    Raises
    ------
    NotFound
        The region is out of the viewer's scope.

    """
    frames = await load_frames(viewer, where, on)
    return await asyncio.to_thread(rate_all, frames, on, await _rules(frames, on), task)


async def _rules(frames: ReadinessFrames, on: date) -> dict[str, RatingRules]:
    regions = {UUID(region) for region in frames["team"]["region"].unique()}
    return {str(region): each for region, each in (await rules_of_regions(SYSTEM, regions, on)).items()}


async def grouped(
    viewer: Viewer, region_id: UUID, by: ReadinessGrouping, on: date, task: TaskState
) -> list[GroupReadiness]:
    """
    Rate the teams of a region's subtree and add them up by group, in order of the groups' names.

    A team counts in every joint-training area its region belongs to on the day; teams in none are left out.
    Raises `NotFound` for a region out of scope.
    """
    rated = await rated_frame(viewer, region_id, on, task)
    groups, pairs = await _groups(rated, by, on)
    summed = of_set(rated, pairs)
    plain = summed.astype(object).where(summed.notna(), None)
    told = [
        GroupReadiness(groups[row.pop("group")], {name: _plain(value) for name, value in row.items()})
        for row in plain.to_dict("records")
    ]
    return sorted(told, key=lambda each: (each.group.name, each.group.key))


def _plain(value: Any) -> int | None:
    return None if value is None else int(value)


async def _groups(rated: Frame, by: ReadinessGrouping, on: date) -> tuple[dict[str, Group], Frame]:
    """Return the groups by key, and which team is in which."""
    if by is ReadinessGrouping.CATEGORY:
        groups = {each.value: Group(each.value, each.zh, each.en) for each in TeamCategory}
        return groups, rated[["category", "team"]].rename(columns={"category": "group"})
    regions = sorted({UUID(region) for region in rated["region"].unique()})
    found = await (_areas(regions, on) if by is ReadinessGrouping.AREA else _regions(regions, by))
    links = pd.DataFrame([(str(region), group.key) for region, group in found], columns=["region", "group"])
    pairs = rated[["region", "team"]].merge(links, on="region")
    return {group.key: group for _, group in found}, pairs[["group", "team"]]


async def _regions(regions: Sequence[UUID], by: ReadinessGrouping) -> list[tuple[UUID, Group]]:
    """Return each region with itself, or with the city it lies in; what lies above cities with itself."""
    above = await RegionClosure.filter(descendant_id__in=regions).order_by("descendant_id", "depth")
    known = {row.id: row for row in await rows(SYSTEM, Region).filter(id__in=[p.ancestor_id for p in above])}
    chosen = {pair.descendant_id: known[pair.descendant_id] for pair in above}
    if by is ReadinessGrouping.CITY:
        for pair in above:
            if known[pair.ancestor_id].level is RegionLevel.PREFECTURE:
                chosen[pair.descendant_id] = known[pair.ancestor_id]
    return [(region, Group(str(row.id), row.name, row.name)) for region, row in chosen.items()]


async def _areas(regions: Sequence[UUID], on: date) -> list[tuple[UUID, Group]]:
    """Return each region with every area it, or a region above it, belongs to on a day."""
    above = await RegionClosure.filter(descendant_id__in=regions)
    members = await (
        rows(SYSTEM, AreaMember)
        .filter(in_force(on), region_id__in=[pair.ancestor_id for pair in above])
        .select_related("area")
    )
    areas = {(row.region_id, row.area_id): row.area for row in members}
    pairs = {
        (pair.descendant_id, area.id): area
        for pair in above
        for (region, _), area in areas.items()
        if region == pair.ancestor_id
    }
    return [(region, Group(str(area.id), area.name, area.name_en)) for (region, _), area in pairs.items()]


async def joint_region(
    viewer: Viewer, region_id: UUID, on: date, task: TaskState = TaskState.PEACE
) -> list[UnitReadiness]:
    """Rate the teams of a region's subtree as units, as `joint_area`; raises `NotFound` as it does."""
    return await _joint(await load_frames(viewer, region_id, on), on, task)


async def joint_area(
    viewer: Viewer, area_id: UUID, on: date, task: TaskState = TaskState.PEACE
) -> list[UnitReadiness]:
    """
    Rate an area's teams as units: each function, then (function None) the whole area; each asset once.

    Only teams in the viewer's scope take part. Where their regions follow different figures, the default
    figures are used. Raises `NotFound` for an area there is none of.
    """
    await one(viewer, Area, area_id)
    members = rows(SYSTEM, AreaMember).filter(in_force(on), area_id=area_id).values("region_id")
    inside = RegionClosure.filter(ancestor_id__in=Subquery(members)).values("descendant_id")
    teams: Any = rows(viewer, Team).filter(in_force(on), region_id__in=Subquery(inside))
    return await _joint(await load_frames(viewer, await teams.values_list("id", flat=True), on), on, task)


async def _joint(frames: ReadinessFrames, on: date, task: TaskState) -> list[UnitReadiness]:
    """Rate all teams of some frames as one group."""
    followed = {each.version: each for each in (await _rules(frames, on)).values()}
    rules = next(iter(followed.values())) if len(followed) == 1 else RatingRules.of({})
    things = await _things(frames, on)
    groups = pd.DataFrame({"team": frames["team"]["team"], "group": ""})
    found = await asyncio.to_thread(joint, frames, groups, on, rules, task, things)
    plain = found.astype(object).where(found.notna(), None)
    return [
        UnitReadiness(None if row["function"] == ALL else TeamCategory(row["function"]), row)
        for row in plain.to_dict("records")
    ]


async def _things(frames: ReadinessFrames, on: date) -> dict[str, str]:
    """Return the thing behind each item, by number, by what people said is one, and what they said is not."""
    items = frames["item"]
    serials = items["serial"].where(items["serial"].notna(), None)
    told = zip(items["item"], items["kind"], serials, strict=True)
    same = await identities(MatchKind.EQUIPMENT, on)
    return things_behind(told, same, await found_different(MatchKind.EQUIPMENT))

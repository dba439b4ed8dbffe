"""The readiness of many teams as the schema words it; `api.readiness_sets` asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import strawberry

from api.enums import Label, label
from api.nodes import NAMES, global_id, shown
from api.regions import Region
from exercises.readiness.curve import Point
from exercises.readiness.grouped import GroupReadiness, UnitReadiness
from registry import tables
from registry.codes import DataAge, Measure, ReadinessArea, ReadinessGrouping, TeamCategory
from registry.readiness.ratings import MeasureRating
from registry.readiness.records.keeping import fractions_of, summed
from registry.readiness.sets import RATED

_LEVELS = range(1, 6)


@strawberry.type(description="The sums of one fraction over some teams.")
class SummedFraction:
    """A fraction."""

    measure: Measure = strawberry.field(description="Which fraction.")
    measure_label: Label = strawberry.field(description="The same in words.")
    numerator: int = strawberry.field(
        description="What counts: persons, posts or items; of training, quarters of weighted credit."
    )
    denominator: int = strawberry.field(description="Of how much, in the same unit; 0: not applicable.")
    shown: str = strawberry.field(
        description="The percentage, rounded down to 0.1 %; a dash when not applicable."
    )


@strawberry.type(description="How many teams have which level; a team that is not rated has none.")
class LevelCounts:
    """Teams by level."""

    level1: int = strawberry.field(description="Teams at level 1, the best.")
    level2: int = strawberry.field(description="Teams at level 2.")
    level3: int = strawberry.field(description="Teams at level 3.")
    level4: int = strawberry.field(description="Teams at level 4, the worst.")
    level5: int = strawberry.field(description="Teams that reorganize.")
    unrated: int = strawberry.field(description="Teams that are not rated.")


@strawberry.type(description="The readiness of a group of teams, each rated by itself and added up.")
class ReadinessGroup:
    """A group."""

    key: str = strawberry.field(
        description="Global id of the region, city or joint-training area, or code of the category."
    )
    name: Label = strawberry.field(description="What the group is called; regions have a Chinese name only.")
    teams: int = strawberry.field(description="Teams of the group.")
    rated: int = strawberry.field(description="Teams with a level from 1 to 4.")
    ready: int = strawberry.field(description="Teams at level 1 or 2; the share is `ready` of `rated`.")
    levels: LevelCounts = strawberry.field(description="Teams by level, caps applied, overrides not.")
    unverified: int = strawberry.field(description="Teams whose level rests on data of age D.")
    worst: int | None = strawberry.field(description="Worst level of a rated team; null without one.")
    median: int | None = strawberry.field(
        description="Median level of rated teams, of two in the middle the worse; null without one."
    )
    fractions: list[SummedFraction] = strawberry.field(description="Sums over the rated teams.")


@strawberry.type(description="The level of one area of a joint unit.")
class UnitArea:
    """An area."""

    area: ReadinessArea = strawberry.field(description="Which area.")
    area_label: Label = strawberry.field(description="The same in words.")
    level: int | None = strawberry.field(description="Level 1 to 4; null when not applicable.")
    data_age: DataAge = strawberry.field(description="How long ago its oldest record was confirmed.")


@strawberry.type(
    description="All active teams of one function rated as if they were one team: whoever and whatever"
    " serves several of them counts once. Caps are about single teams and do not apply."
)
class JointUnit:
    """A unit."""

    function: TeamCategory | None = strawberry.field(
        description="The function; null for all functions together."
    )
    function_label: Label | None = strawberry.field(description="The function in words; null for all.")
    teams: int = strawberry.field(description="Active teams that take part.")
    level: int | None = strawberry.field(description="Worst area, 1 to 4; null when nothing is applicable.")
    unverified: bool = strawberry.field(description="Whether an area rests on data of age D.")
    areas: list[UnitArea] = strawberry.field(description="The four areas.")
    fractions: list[SummedFraction] = strawberry.field(description="The fractions of the unit.")
    shared_people: int = strawberry.field(
        description="How often people serve in a further team of the unit: adding teams up counts them again."
    )
    shared_items: int = strawberry.field(description="Items whose record repeats another one of the unit.")


@strawberry.type(description="The current ratings of one region's own teams of one category, as kept.")
class DashboardCell:
    """One cell of region by category."""

    region: Region = strawberry.field(description="The region, without those below it.")
    category: TeamCategory = strawberry.field(description="The team category.")
    category_label: Label = strawberry.field(description="The category in words.")
    teams: int = strawberry.field(description="Teams.")
    levels: LevelCounts = strawberry.field(description="Teams by level.")
    unverified: int = strawberry.field(description="Teams whose level rests on data of age D.")
    overridden: int = strawberry.field(description="Teams shown at another level than the computed one.")


@strawberry.type(description="Readiness at a glance, kept up to date behind every write and each night.")
class ReadinessDashboard:
    """A dashboard."""

    rated_on: date | None = strawberry.field(
        description="Oldest day of which a team's current rating is; null when none is kept yet."
    )
    teams: int = strawberry.field(description="Teams.")
    levels: LevelCounts = strawberry.field(description="Teams by level.")
    fractions: list[SummedFraction] = strawberry.field(description="Sums over the rated teams.")
    cells: list[DashboardCell] = strawberry.field(description="Region by category, by code of the region.")


@strawberry.type(description="The readiness of a region's teams in the night that began a day.")
class ReadinessPoint:
    """One day of the curve of the past."""

    day: date = strawberry.field(description="The day.")
    teams: int = strawberry.field(description="Teams.")
    levels: LevelCounts = strawberry.field(description="Teams by level.")
    unverified: int = strawberry.field(description="Teams whose level rests on data of age D.")
    overridden: int = strawberry.field(description="Teams shown at another level than the computed one.")


@strawberry.type(description="The rating of one team in the night that began a day, as it was taken.")
class TeamReadinessPoint:
    """One day of a team's curve."""

    day: date = strawberry.field(description="The day.")
    level: int | None = strawberry.field(description="Level 1 to 5; null when the team was not rated.")
    shown_level: int | None = strawberry.field(description="Level shown, under an override if one held.")
    unverified: bool = strawberry.field(description="Whether an area rested on data of age D.")
    fractions: list[SummedFraction] = strawberry.field(description="The fractions.")
    rule_version: str = strawberry.field(description="Version of the figures it was rated by (SHA-256).")
    input_hash: str = strawberry.field(description="Hash of the facts it was made from (SHA-256).")


def _fractions(pairs: Mapping[str, tuple[int, int]]) -> list[SummedFraction]:
    return [
        SummedFraction(
            measure=measure,
            measure_label=label(measure),
            numerator=top,
            denominator=bottom,
            shown=MeasureRating(measure, top, bottom, None, None, None).shown,
        )
        for measure in Measure
        for top, bottom in (pairs[measure.value],)
    ]


def _of_columns(values: Mapping[str, Any]) -> list[SummedFraction]:
    return _fractions(fractions_of([int(values[name]) for name in RATED["fractions"]]))


def _levels(counts: Sequence[int], unrated: int) -> LevelCounts:
    one, two, three, four, five = counts
    return LevelCounts(level1=one, level2=two, level3=three, level4=four, level5=five, unrated=unrated)


def group_of(found: GroupReadiness, by: ReadinessGrouping) -> ReadinessGroup:
    """Word a group."""
    sums: Any = found.sums
    return ReadinessGroup(
        key=_key(found.group.key, by),
        name=Label(zh=found.group.name, en=found.group.name_en),
        levels=_levels([sums[f"level_{level}"] for level in _LEVELS], sums["unrated"]),
        fractions=_of_columns(sums),
        **{name: sums[name] for name in ("teams", "rated", "ready", "unverified", "worst", "median")},
    )


def _key(key: str, by: ReadinessGrouping) -> str:
    if by is ReadinessGrouping.CATEGORY:
        return key
    table = tables.Area if by is ReadinessGrouping.AREA else tables.Region
    return global_id(NAMES[table], UUID(key))


def unit_of(found: UnitReadiness) -> JointUnit:
    """Word a unit."""
    values = found.values
    return JointUnit(
        function=found.function,
        function_label=None if found.function is None else label(found.function),
        areas=[
            UnitArea(
                area=area,
                area_label=label(area),
                level=values[area.value],
                data_age=DataAge(values[f"age_{area.value}"]),
            )
            for area in ReadinessArea
        ],
        fractions=_of_columns(values),
        **{name: values[name] for name in ("teams", "level", "unverified", "shared_people", "shared_items")},
    )


def _row_levels(rows_: Sequence[tables.ReadinessRollup]) -> LevelCounts:
    counts = [sum(getattr(row, f"level_{level}") for row in rows_) for level in _LEVELS]
    return _levels(counts, sum(row.unrated for row in rows_))


def dashboard_of(
    cells: Sequence[tables.ReadinessRollup], regions: Mapping[UUID, tables.Region], rated_on: date | None
) -> ReadinessDashboard:
    """Word what is kept: its cells, and all of them together."""
    return ReadinessDashboard(
        rated_on=rated_on,
        teams=sum(row.teams for row in cells),
        levels=_row_levels(cells),
        fractions=_fractions(fractions_of(summed(row.sums for row in cells))),
        cells=[
            DashboardCell(
                region=shown(regions[row.region_id]),
                category=row.category,
                category_label=label(row.category),
                teams=row.teams,
                levels=_row_levels([row]),
                unverified=row.unverified,
                overridden=row.overridden,
            )
            for row in sorted(cells, key=lambda row: (regions[row.region_id].code, row.category))
        ],
    )


def point_of(point: Point) -> ReadinessPoint:
    """Word one day of a curve."""
    return ReadinessPoint(
        day=point.day,
        teams=sum(point.levels) + point.unrated,
        levels=_levels(point.levels, point.unrated),
        unverified=point.unverified,
        overridden=point.overridden,
    )


def team_point_of(row: tables.ReadinessSnapshot) -> TeamReadinessPoint:
    """Word one day of a team's curve."""
    return TeamReadinessPoint(
        day=row.day,
        level=row.level,
        shown_level=row.shown,
        unverified=row.unverified,
        fractions=_fractions(fractions_of(row.fractions)),
        rule_version=row.rule_version,
        input_hash=row.input_hash,
    )

"""Strength figures: everybody and everything counted once, and why the whole may be less than its parts."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.context import Info
from api.enums import Label, label
from api.nodes import row_id, shown
from api.regions import Region
from registry import strength as domain
from registry import tables
from registry.codes import TeamCategory
from registry.errors import NotFound


@strawberry.type(description="Figures of one part of a region and one category of teams.")
class StrengthLine:
    """A line; teams that are active or reorganizing count."""

    region: Region | None = strawberry.field(description="The part; null for the whole.")
    category: TeamCategory | None = strawberry.field(description="The category; null for all of them.")
    category_label: Label | None = strawberry.field(description="The category in words; null for all.")
    teams: int = strawberry.field(description="Teams.")
    authorized: int = strawberry.field(description="Authorized strength of the teams, in persons.")
    posts: int = strawberry.field(description="Posts.")
    posts_filled: int = strawberry.field(description="Posts that somebody holds.")
    key_posts: int = strawberry.field(description="Key posts.")
    key_posts_filled: int = strawberry.field(description="Key posts that somebody holds.")
    people: int = strawberry.field(description="Members, each counted once.")
    people_named: int = strawberry.field(description="Memberships: who serves in two teams is named twice.")
    vehicles: int = strawberry.field(description="Vehicles, in items; one kind and serial counts once.")
    equipment: int = strawberry.field(
        description="Equipment with the vehicles, in items; one kind and serial counts once."
    )


@strawberry.type(description="What the lines of the parts add up to; the whole may have less.")
class SumOfParts:
    """A plain sum."""

    people: int = strawberry.field(description="Sum of `people` over the parts, in persons.")
    vehicles: int = strawberry.field(description="Sum of `vehicles` over the parts, in items.")
    equipment: int = strawberry.field(description="Sum of `equipment` over the parts, in items.")


@strawberry.type(description="The strength of a region on a day.")
class Strength:
    """A report of strength."""

    on: date = strawberry.field(description="The day.")
    lines: list[StrengthLine] = strawberry.field(
        description="The whole first, then each part below the region; in each all categories, then each."
    )
    sum_of_parts: SumOfParts = strawberry.field(description="What the parts add up to.")
    explanation: Label = strawberry.field(description="Why the whole is less than that, or that it is not.")


def _line(line: domain.StrengthLine, region: Region | None) -> StrengthLine:
    """Return a line as the schema words it."""
    category = line.category
    figures = {name: getattr(line, name) for name in domain.FIGURES}
    return StrengthLine(
        region=region,
        category=category,
        category_label=None if category is None else label(category),
        **figures,
    )


@strawberry.type
class StrengthQuery:
    """The query about strength."""

    @strawberry.field(
        description="Strength of a region and each part below it by category, each person and item"
        " counted once in every total; null when the region is out of scope."
    )
    async def strength(
        self,
        info: Info,
        region_id: Annotated[strawberry.ID, strawberry.argument(description="The region.")],
        on: Annotated[date | None, strawberry.argument(description="The day; today when absent.")] = None,
    ) -> Strength | None:
        """Return the strength of a region."""
        day = on or info.context.today
        try:
            found = await domain.strength(info.context.viewer, row_id(region_id, tables.Region), day)
        except NotFound:
            return None
        parts = sorted({line.region_id for line in found if line.region_id is not None})
        regions = await info.context.loaders.by_id(tables.Region).load_many(parts)
        known = dict(zip(parts, regions, strict=True))
        lines = [_line(each, shown(known[each.region_id] if each.region_id else None)) for each in found]
        english, chinese = domain.explained(found)
        sums = SumOfParts(**domain.sums_of_parts(found))
        return Strength(on=day, lines=lines, sum_of_parts=sums, explanation=Label(zh=chinese, en=english))

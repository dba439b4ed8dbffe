"""What stands in two places at once, by the rule of its region."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Annotated

import strawberry

from api.context import Info
from api.enums import Label, label
from api.masking import coded
from api.match_pairs import RegionName, region_name
from api.nodes import Node, row_id, shown
from api.pages import MOST
from api.teams import Team
from registry import overlaps as domain
from registry import tables
from registry.codes import DoubleService, OverlapKind
from registry.errors import NotFound
from registry.overlap_words import said


@strawberry.type(description="One thing that stands in several places on a day.")
class Overlap:
    """An overlap."""

    kind: OverlapKind = strawberry.field(description="What overlaps.")
    kind_label: Label = strawberry.field(description="The kind in words.")
    records: list[Node] = strawberry.field(
        description="Its records within reach: people, equipment or organizations."
    )
    records_elsewhere: int = strawberry.field(description="How many of its records are out of reach.")
    teams: list[Team] = strawberry.field(description="The teams within reach it stands in, by code.")
    teams_elsewhere: int = strawberry.field(description="How many of its teams are out of reach.")
    rule: DoubleService | None = strawberry.field(
        description="The strictest rule of double service of the regions concerned; null where none speaks."
    )
    rule_label: Label | None = strawberry.field(
        description="The rule in words: what members may serve in too."
    )
    allowed: bool = strawberry.field(description="Whether it may stay so.")
    decider: RegionName | None = strawberry.field(
        description="Lowest region above all its teams: whoever may register there settles it."
    )
    sentence: Label = strawberry.field(description="All of it in a sentence; it names no personal data.")


@strawberry.type(description="How many overlaps of one kind there are.")
class OverlapCount:
    """A count."""

    kind: OverlapKind = strawberry.field(description="What overlaps.")
    kind_label: Label = strawberry.field(description="The kind in words.")
    total: int = strawberry.field(description="Overlaps of the kind.")
    not_allowed: int = strawberry.field(description="Those among them that may not stay so.")


@strawberry.type(description="The overlaps of a region on a day.")
class Overlaps:
    """A report of overlaps."""

    on: date = strawberry.field(description="The day.")
    counts: list[OverlapCount] = strawberry.field(description="How many there are, kind by kind.")
    found: strawberry.Private[list[domain.Overlap]]

    @strawberry.field(description="The first ones; what is not allowed comes first.")
    def overlaps(
        self,
        first: Annotated[int, strawberry.argument(description="How many to give at most, 1 to 100.")] = 20,
    ) -> list[Overlap]:
        """Return the first overlaps."""
        if not 1 <= first <= MOST:
            raise coded("PAGE_SIZE", "first must lie in 1 to 100.", "first 须在 1 至 100 之间。")
        return [_shown(each) for each in self.found[:first]]


def _shown(overlap: domain.Overlap) -> Overlap:
    """Return an overlap as the schema words it."""
    english, chinese = said(overlap)
    return Overlap(
        kind=overlap.kind,
        kind_label=label(overlap.kind),
        records=shown(list(overlap.records)),
        records_elsewhere=overlap.records_elsewhere,
        teams=shown(list(overlap.teams)),
        teams_elsewhere=overlap.teams_elsewhere,
        rule=overlap.rule,
        rule_label=None if overlap.rule is None else label(overlap.rule),
        allowed=overlap.allowed,
        decider=None if overlap.decider is None else region_name(overlap.decider),
        sentence=Label(zh=chinese, en=english),
    )


@strawberry.type
class OverlapQuery:
    """Queries about overlaps."""

    @strawberry.field(
        description="What stands in two places at once, at least one of them in the region or below it; null"
        " when the region is out of scope."
    )
    async def overlaps(
        self,
        info: Info,
        region_id: Annotated[strawberry.ID, strawberry.argument(description="The region above all others.")],
        on: Annotated[date | None, strawberry.argument(description="The day; today when absent.")] = None,
        kind: Annotated[
            OverlapKind | None, strawberry.argument(description="Only this kind; all when absent.")
        ] = None,
    ) -> Overlaps | None:
        """Return the overlaps of a region."""
        day = on or info.context.today
        kinds = tuple(OverlapKind) if kind is None else (kind,)
        try:
            found = await domain.overlaps(info.context.viewer, row_id(region_id, tables.Region), day, kinds)
        except NotFound:
            return None
        total = Counter(each.kind for each in found)
        refused = Counter(each.kind for each in found if not each.allowed)
        counts = [
            OverlapCount(kind=each, kind_label=label(each), total=total[each], not_allowed=refused[each])
            for each in kinds
        ]
        return Overlaps(on=day, counts=counts, found=found)

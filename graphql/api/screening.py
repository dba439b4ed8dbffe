"""The inflation screen: whether records can be believed, as questions with a harmless reason beside each."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

import strawberry

from api.context import Info
from api.enums import Label, label
from api.masking import coded
from api.match_pairs import RegionName, region_name
from api.nodes import NAMES, global_id, row_id
from api.pages import MOST
from exercises.screening.catalog import RULES
from exercises.screening.gathering import Period
from exercises.screening.rule import Screen
from exercises.screening.screening import Hit, screen
from registry import tables
from registry.access import rows
from registry.codes import IssueSeverity
from registry.errors import AccessDenied, NotFound
from registry.tables import Record

#: Records named of one hit, and days screened unless told otherwise.
MOST_RECORDS, YEAR_DAYS = 100, 364


@strawberry.type(
    description="A rule of the inflation screen; every figure is assumed until an office knows more."
)
class ScreenRule:
    """A rule as it ships."""

    code: str = strawberry.field(description="Stable code.")
    severity: IssueSeverity = strawberry.field(description="How much a hit weighs.")
    severity_label: Label = strawberry.field(description="The severity in words.")
    title: Label = strawberry.field(description="What is odd, in a few words.")
    harmless: Label = strawberry.field(description="What may explain a hit without anybody's doing wrong.")
    next_step: Label = strawberry.field(description="What to look at next.")
    threshold: int | None = strawberry.field(description="Its figure.")
    unit: str | None = strawberry.field(description="What the figure counts.")
    mark_label: Label = strawberry.field(description="How far its figure can be believed.")


@strawberry.type(description="One record behind a hit.")
class ScreenRecord:
    """A record by its global id."""

    id: strawberry.ID = strawberry.field(description="Its global id: `node` gives all of it, masked as ever.")
    kind: str = strawberry.field(description="Name of its type.")


@strawberry.type(description="A question to somebody, never a verdict: records that are hard to believe.")
class ScreenHit:
    """A hit."""

    rule: ScreenRule = strawberry.field(description="The rule that asks.")
    sentence: Label = strawberry.field(description="What is odd, in words; it names no person.")
    region: RegionName | None = strawberry.field(description="The region of the record; null out of reach.")
    subject: ScreenRecord = strawberry.field(description="The record the hit is about.")
    records: list[ScreenRecord] = strawberry.field(description="The first 100 records behind it, in order.")
    records_total: int = strawberry.field(description="How many records are behind it.")


@strawberry.type(description="How many hits of one rule there are.")
class ScreenCount:
    """A count."""

    rule: ScreenRule = strawberry.field(description="The rule.")
    hits: int = strawberry.field(description="Its hits.")


@strawberry.type(description="What the screen found in a region and a period.")
class InflationScreen:
    """A screen."""

    first_day: date = strawberry.field(description="First day of the period.")
    last_day: date = strawberry.field(description="Last day of the period.")
    total: int = strawberry.field(description="Hits in all.")
    counts: list[ScreenCount] = strawberry.field(description="Hits by rule, for every rule asked for.")
    found: strawberry.Private[list[Hit]]

    @strawberry.field(description="The first hits, the worst first.")
    async def hits(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="How many to give at most, 1 to 100.")] = 20,
        skip: Annotated[int, strawberry.argument(description="How many to leave out before, 0 and up.")] = 0,
    ) -> list[ScreenHit]:
        """Return some hits."""
        if not 1 <= first <= MOST or skip < 0:
            raise coded("PAGE_SIZE", "first must lie in 1 to 100.", "first 须在 1 至 100 之间。")
        chosen = self.found[skip : skip + first]
        wanted = list({hit.region_id for hit in chosen})
        regions = await rows(info.context.viewer, tables.Region).filter(id__in=wanted)
        known = {region.id: region_name(region) for region in regions}
        return [_hit(each, known) for each in chosen]


def _hit(hit: Hit, regions: dict[UUID, RegionName]) -> ScreenHit:
    return ScreenHit(
        rule=_rule(hit.rule),
        sentence=Label(zh=hit.sentence_zh, en=hit.sentence),
        region=regions.get(hit.region_id),
        subject=_record(*hit.record),
        records=[_record(*each) for each in hit.records[:MOST_RECORDS]],
        records_total=len(hit.records),
    )


def _record(table: str, id_: UUID) -> ScreenRecord:
    kind = NAMES[_table(table)]
    return ScreenRecord(id=strawberry.ID(global_id(kind, id_)), kind=kind)


def _table(name: str) -> type[Record]:
    """Return the table that rules call by this name."""
    return next(table for table in NAMES if table.table_name() == name)


def _rule(rule: Screen) -> ScreenRule:
    return ScreenRule(
        code=rule.code,
        severity=rule.severity,
        severity_label=label(rule.severity),
        title=Label(zh=rule.title_zh, en=rule.title),
        harmless=Label(zh=rule.harmless_zh, en=rule.harmless),
        next_step=Label(zh=rule.fix_zh, en=rule.fix),
        threshold=rule.threshold,
        unit=rule.unit,
        mark_label=label(rule.mark),
    )


@strawberry.type
class ScreeningQuery:
    """Queries about whether records can be believed."""

    @strawberry.field(
        description="Records of a region's teams in a period that are hard to believe, each with what may"
        " harmlessly explain it; null where the caller may not audit."
    )
    async def inflation_screen(
        self,
        info: Info,
        region_id: Annotated[
            strawberry.ID, strawberry.argument(description="The region; its subtree is meant.")
        ],
        first_day: Annotated[
            date | None,
            strawberry.argument(name="from", description="First day; a year before the last when absent."),
        ] = None,
        last_day: Annotated[
            date | None,
            strawberry.argument(
                name="to", description="Last day, at most 1,099 days after the first; today when absent."
            ),
        ] = None,
        rules: Annotated[
            list[str] | None,
            strawberry.argument(description="Codes of the rules to apply; all when absent or empty."),
        ] = None,
    ) -> InflationScreen | None:
        """Return what the screen finds."""
        until = last_day or info.context.today
        since = first_day or until - timedelta(days=YEAR_DAYS)
        codes = list(dict.fromkeys(rules)) if rules else list(RULES)
        try:
            period = Period(row_id(region_id, tables.Region), since, until)
            found = await screen(info.context.viewer, period, codes)
        except (NotFound, AccessDenied):
            return None
        total = Counter(hit.rule.code for hit in found)
        counts = [ScreenCount(rule=_rule(RULES[code]), hits=total[code]) for code in codes]
        return InflationScreen(first_day=since, last_day=until, total=len(found), counts=counts, found=found)

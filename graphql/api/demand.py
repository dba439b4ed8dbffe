"""`demandCoverage`: which centers cover a demand by its days, or how much is missing and what would help."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

import strawberry

from api.centers import MobilizationCenter
from api.context import Info
from api.enums import Label, expose
from api.nodes import row_id, shown
from api.organizations import CapabilityItem, Organization
from exercises.center_demand import Answer, Question, Supplier, Wanted, demand_coverage
from registry import tables
from registry.centers import stale
from registry.codes import Code
from registry.errors import NotFound
from scheduling.demand import Arrival, Contribution, Covered, Objective, Short, Unfinished


class DemandObjective(Code):
    """What decides between several ways of covering a demand; ties are broken by the others."""

    FEWEST_CENTERS = "fewest_centers", "中心最少", "fewest centers"
    EARLIEST_FINISH = "earliest_finish", "最早到齐", "earliest finish"
    LEAST_SURGE = "least_surge", "扩产最少", "least surge output"
    NEAREST = "nearest", "运距最近", "least travel"


class GapWayKind(Code):
    """What alone would close a gap."""

    LATER = "later", "放宽期限", "more time"
    RESERVE = "reserve", "增加储备", "more reserve"
    CONVERSION = "conversion", "加快转产", "faster conversion"
    SURGE = "surge", "提高动员产量", "more surge output"
    OTHERS = "others", "计入其他单位", "counting others"


expose(DemandObjective)
expose(GapWayKind)

ASSUMPTIONS = (
    ("储备即时起运,转产期间照常生产。", "Reserves leave at once; normal output goes on while converting."),
    (
        "转产完成后的第一个整日起按动员产量生产,持续期满后恢复正常产量。",
        "Surge begins with the first whole day after the conversion and falls back after its days.",
    ),
    (
        "当日产量日终起运;路程按大圆距离乘 1.3、时速 50 公里估算。",
        "A day's output leaves at its end; the way is 1.3 times the great circle, at 50 km/h.",
    ),
    ("全部产量均可征用。", "The whole output can be called on."),
)


@strawberry.input(description="A quantity of a product needed by the end of a day.")
class DemandLineInput:
    """One line of a demand."""

    product: str = strawberry.field(description="Product or service, as the capabilities name it.")
    unit: str = strawberry.field(description="Unit, as the capabilities name it.")
    quantity: int = strawberry.field(description="Units needed, at least 1.")
    by_day: int = strawberry.field(description="By the end of which day, 1 to 3,660; 1 is today.")
    substitutes: list[str] | None = strawberry.field(
        default=None, description="Products of the same unit that serve as well, one for one."
    )


@strawberry.type(description="Units that arrive on a day, by where they come from.")
class DemandArrival:
    """One day of a contribution."""

    day: int = strawberry.field(description="Number of the day, 1 being today.")
    on: date = strawberry.field(description="The same as a date.")
    units: int = strawberry.field(description="Units that arrive.")
    stock: int = strawberry.field(description="Of these, from the reserve.")
    normal: int = strawberry.field(description="Of these, from normal output.")
    surge: int = strawberry.field(description="Of these, from surge beyond normal output.")


@strawberry.type(description="What one capability gives to one line of a demand.")
class DemandContribution:
    """A contribution."""

    line: int = strawberry.field(description="Place of the line in the question, from 0.")
    units: int = strawberry.field(description="Units it gives in all.")
    surge_units: int = strawberry.field(description="Of these, made in surge beyond normal output.")
    travel_hours: int = strawberry.field(description="Hours on the way; 0 when no place was named.")
    unverified: bool = strawberry.field(description="Whether it was not verified within the year.")
    center: MobilizationCenter | None = strawberry.field(description="The center; null for an enterprise.")
    organization: Organization = strawberry.field(description="The organization.")
    capability: CapabilityItem = strawberry.field(description="The capability.")
    arrivals: list[DemandArrival] = strawberry.field(description="Day by day.")


@strawberry.type(description="Something that alone would close a gap, and the least of it that does.")
class GapWay:
    """A way out."""

    kind: GapWayKind = strawberry.field(description="What it is.")
    amount: int = strawberry.field(
        description="Day for LATER, units for RESERVE, hours for CONVERSION, units per day at each source"
        " for SURGE, number of centers or enterprises for OTHERS."
    )
    sentence: str = strawberry.field(description="The same in English.")
    sentence_zh: str = strawberry.field(description="The same in Chinese.")
    codes: list[str] = strawberry.field(description="Codes of the others, for OTHERS.")


@strawberry.type(description="A line of a demand that stays short.")
class DemandGap:
    """What is missing of a line."""

    line: int = strawberry.field(description="Place of the line in the question, from 0.")
    missing: int = strawberry.field(description="Units that cannot be had in time.")


@strawberry.type(description="Everything arrives in time, and no other way is better: proven.")
class DemandCovered:
    """A covered demand."""

    finish_day: int = strawberry.field(description="Day on which the last unit arrives, 1 being today.")
    finish_on: date = strawberry.field(description="The same as a date.")
    center_count: int = strawberry.field(description="How many centers or enterprises give anything.")
    surge_units: int = strawberry.field(description="Units made in surge beyond normal output.")
    contributions: list[DemandContribution] = strawberry.field(description="Who gives what, day by day.")
    assumptions: list[Label] = strawberry.field(description="What is assumed of production and travel.")


@strawberry.type(description="The demand cannot be met in time: proven.")
class DemandShort:
    """A demand with a gap."""

    shortfall: int = strawberry.field(description="Units missing in all.")
    gaps: list[DemandGap] = strawberry.field(description="Units missing by line.")
    earliest_day: int | None = strawberry.field(
        description="Day by which everything could arrive; null if not within ten years."
    )
    earliest_on: date | None = strawberry.field(description="The same as a date.")
    ways: list[GapWay] = strawberry.field(description="What would close the gap, each alone.")
    contributions: list[DemandContribution] = strawberry.field(description="The most that can be had.")
    assumptions: list[Label] = strawberry.field(description="What is assumed of production and travel.")


@strawberry.type(description="The work allowed ran out before the answer was proven.")
class DemandUnfinished:
    """A way that covers the demand, if one was found, but may not be the best."""

    contributions: list[DemandContribution] = strawberry.field(
        description="Who would give what; empty if no way was found."
    )


DemandAnswer = Annotated[
    DemandCovered | DemandShort | DemandUnfinished,
    strawberry.union("DemandAnswer", description="Covered, short or unfinished."),
]


@strawberry.type
class DemandQuery:
    """The query about demands."""

    @strawberry.field(
        description="Which centers cover a demand made today, proven best, or how much is missing;"
        " null when a region is out of scope."
    )
    async def demand_coverage(
        self,
        info: Info,
        lines: Annotated[
            list[DemandLineInput], strawberry.argument(description="What is needed, 1 to 10 lines.")
        ],
        within_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only enterprises of this region.")
        ] = None,
        destination_id: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Region at whose seat the units are needed; no way if absent."),
        ] = None,
        objective: Annotated[
            DemandObjective, strawberry.argument(description="What decides between several ways.")
        ] = DemandObjective.FEWEST_CENTERS,
        others_too: Annotated[
            bool, strawberry.argument(description="Count centers without a title and other enterprises.")
        ] = False,
        verified_only: Annotated[
            bool,
            strawberry.argument(description="Count only what was verified within the year, as measured."),
        ] = False,
    ) -> DemandAnswer | None:
        """Return how a demand is covered."""
        question = Question(
            wanted=tuple(_wanted(line) for line in lines),
            within_id=None if within_id is None else row_id(within_id, tables.Region),
            to_region_id=None if destination_id is None else row_id(destination_id, tables.Region),
            objective=Objective(objective.value),
            others_too=others_too,
            verified_only=verified_only,
        )
        try:
            answer = await demand_coverage(info.context.viewer, question, today=info.context.today)
        except NotFound:
            return None
        return _answer(answer, info.context.today)


def _wanted(line: DemandLineInput) -> Wanted:
    """Return a line as the domain takes it."""
    return Wanted(
        product=line.product,
        unit=line.unit,
        quantity=line.quantity,
        by_day=line.by_day,
        substitutes=tuple(line.substitutes or ()),
    )


def _answer(answer: Answer, today: date) -> DemandCovered | DemandShort | DemandUnfinished:
    """Return an answer as the schema words it."""
    outcome = answer.outcome
    if isinstance(outcome, Unfinished):
        given = outcome.best.contributions if outcome.best else ()
        return DemandUnfinished(contributions=_given(given, answer, today))
    assumptions = [Label(zh=zh, en=en) for zh, en in ASSUMPTIONS]
    contributions = _given(outcome.contributions, answer, today)
    if isinstance(outcome, Covered):
        return DemandCovered(
            finish_day=outcome.finish,
            finish_on=_on(today, outcome.finish),
            center_count=len(outcome.centers),
            surge_units=outcome.surge,
            contributions=contributions,
            assumptions=assumptions,
        )
    return DemandShort(
        shortfall=outcome.shortfall,
        gaps=[DemandGap(line=int(line), missing=units) for line, units in outcome.missing],
        earliest_day=outcome.earliest,
        earliest_on=None if outcome.earliest is None else _on(today, outcome.earliest),
        ways=_ways(outcome),
        contributions=contributions,
        assumptions=assumptions,
    )


def _ways(outcome: Short) -> list[GapWay]:
    """Return what would close a gap."""
    return [
        GapWay(
            kind=GapWayKind(way.kind.value),
            amount=way.amount,
            sentence=way.sentence,
            sentence_zh=way.sentence_zh,
            codes=list(way.centers),
        )
        for way in outcome.ways
    ]


def _given(given: tuple[Contribution, ...], answer: Answer, today: date) -> list[DemandContribution]:
    """Return contributions with who stands behind them."""
    return [_contribution(each, answer.suppliers[each.source], today) for each in given]


def _contribution(each: Contribution, supplier: Supplier, today: date) -> DemandContribution:
    """Return one contribution."""
    return DemandContribution(
        line=int(each.line),
        units=each.units,
        surge_units=each.surge,
        travel_hours=supplier.travel_hours,
        unverified=stale(supplier.capability.verified_on, today),
        center=shown(supplier.center),
        organization=shown(supplier.organization),
        capability=shown(supplier.capability),
        arrivals=[_arrival(arrival, today) for arrival in each.arrivals],
    )


def _arrival(arrival: Arrival, today: date) -> DemandArrival:
    """Return the units of one day."""
    return DemandArrival(
        day=arrival.day,
        on=_on(today, arrival.day),
        units=arrival.units,
        stock=arrival.stock,
        normal=arrival.normal,
        surge=arrival.surge,
    )


def _on(today: date, day: int) -> date:
    """Return the date of a day's number; the first is today."""
    return today + timedelta(days=day - 1)

"""
"150 units in 10 days from which centers?": the register's capabilities put to the solver of demands.

The way is reckoned between the seats of two regions: great circle times `DETOUR` at `ROAD_KM_PER_HOUR`
(both assumed); without a place to go to there is no way. What is assumed of production stands in
`scheduling.demand.output`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any
from uuid import UUID

import numpy as np
from tortoise.expressions import Subquery

from registry.access import Viewer, one, rows
from registry.centers import TITLED, stale
from registry.errors import InvalidValue
from registry.periods import reaching
from registry.sirens.geometry import distances_m
from registry.tables import (
    CapabilityItem,
    CapabilityVerification,
    MobilizationCenter,
    Organization,
    Region,
    RegionClosure,
)
from scheduling.demand import Covered, Demand, Line, Objective, Outcome, Short, Source, cover, faults
from scheduling.demand.problem import HORIZON_DAYS, MOST_UNITS

#: Kilometers of road for each kilometer of the great circle (assumed).
DETOUR = 1.3
#: Speed of a loaded column, in km/h (assumed).
ROAD_KM_PER_HOUR = 50
MOST_LINES = 10
#: The product of a source is its name and unit: 150 sets and 150 tons are different things.
_KEY = "{} / {}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """
    A quantity of a product, in its unit, needed by the end of a day (1 is the first).

    `substitutes` are other products of the same unit that serve as well, one for one.
    """

    product: str
    unit: str
    quantity: int
    by_day: int
    substitutes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """
    What is needed, and who is asked.

    Only centers that hold their title count, within a region if `within_id` is given. `others_too`
    counts centers without a title and enterprises that are none. `verified_only` counts capabilities
    verified within the year, at what was measured if that is less than what is claimed. The units are
    needed at the seat of `to_region_id`.
    """

    wanted: tuple[Wanted, ...]
    within_id: UUID | None = None
    to_region_id: UUID | None = None
    objective: Objective = Objective.FEWEST_CENTERS
    others_too: bool = False
    verified_only: bool = False


@dataclass(frozen=True, slots=True)
class Supplier:
    """Who stands behind a source: a capability, its organization, and its center if it has one."""

    capability: CapabilityItem
    organization: Organization
    center: MobilizationCenter | None
    travel_hours: int

    @property
    def code(self) -> str:
        """Return the code of the center, or the credit code of an enterprise that is none."""
        return self.center.code if self.center else self.organization.credit_code

    @property
    def titled(self) -> bool:
        """Tell whether it is a center that holds its title."""
        return self.center is not None and self.center.state in TITLED


@dataclass(frozen=True, slots=True)
class Answer:
    """
    The outcome with who stands behind each source of it.

    Lines are called by their place in the question, from 0. `left_out` are capabilities that were not
    reckoned because their region has no position.
    """

    outcome: Outcome
    suppliers: Mapping[str, Supplier]
    left_out: tuple[Supplier, ...]


async def demand_coverage(viewer: Viewer, question: Question, *, today: date, seed: int = 1) -> Answer:
    """
    Return who covers a demand made today, proven best, or that nobody can, with what would close the gap.

    The solver runs in a thread; its answer has passed the verifier.

    Raises
    ------
    NotFound
        The viewer does not see a region of the question.
    InvalidValue
        Nothing or too much is asked for, a figure is out of bounds, or the place has no position.

    """
    lines = tuple(_lines(question.wanted))
    place = None if question.to_region_id is None else await one(viewer, Region, question.to_region_id)
    if place is not None and (place.latitude is None or place.longitude is None):
        raise InvalidValue("to_region_id", place.code, "the region has no position")
    if question.within_id is not None:
        await one(viewer, Region, question.within_id)
    known, left_out = await _suppliers(viewer, question, place, today)
    measured = await _measured(viewer, known.values()) if question.verified_only else {}
    demand = Demand(lines, tuple(_sources(known, question, measured, today)), question.objective)
    outcome = await asyncio.to_thread(cover, demand, seed=seed)
    if isinstance(outcome, Covered | Short):
        wrong = faults(demand, outcome.contributions, short=isinstance(outcome, Short))
        if wrong:
            raise AssertionError(f"the solver's answer does not hold: {wrong}")
    return Answer(outcome, known, left_out)


def _lines(wanted: tuple[Wanted, ...]) -> Iterable[Line]:
    """Yield what is asked for as the solver's lines, each figure within its bounds."""
    if not 1 <= len(wanted) <= MOST_LINES:
        raise InvalidValue("lines", len(wanted), f"ask for 1 to {MOST_LINES} lines")
    for number, each in enumerate(wanted):
        if not each.product.strip() or not each.unit.strip():
            raise InvalidValue("product", each.product, "product and unit must not be blank")
        for field, value, most in (
            ("quantity", each.quantity, MOST_UNITS),
            ("by_day", each.by_day, HORIZON_DAYS),
        ):
            if not 1 <= value <= most:
                raise InvalidValue(field, value, f"it must lie in 1 to {most}")
        unit = each.unit.strip()
        products = frozenset(_KEY.format(name.strip(), unit) for name in (each.product, *each.substitutes))
        yield Line(str(number), products, each.quantity, each.by_day)


async def _suppliers(
    viewer: Viewer, question: Question, place: Region | None, today: date
) -> tuple[dict[str, Supplier], tuple[Supplier, ...]]:
    """Return everyone who makes what is asked for, and apart those the way to whom is unknown."""
    names = {name.strip() for each in question.wanted for name in (each.product, *each.substitutes)}
    units = {each.unit.strip() for each in question.wanted}
    listed = rows(viewer, CapabilityItem).filter(
        reaching(today),
        product__in=names,
        unit__in=units,
        valid_from__lte=today,
    )
    if question.within_id is not None:
        below = RegionClosure.filter(ancestor_id=question.within_id).values("descendant_id")
        within: dict[str, Any] = {"organization__region_id__in": Subquery(below)}
        listed = listed.filter(**within)
    items = await listed.order_by("product", "id")
    centers = await _by_id(viewer, MobilizationCenter, {item.center_id for item in items})
    bodies = await _by_id(viewer, Organization, {item.organization_id for item in items})
    regions = await _by_id(viewer, Region, {body.region_id for body in bodies.values()})
    hours = _hours(place, regions)
    known: dict[str, Supplier] = {}
    unknown: list[Supplier] = []
    for item in items:
        body = bodies[item.organization_id]
        center = centers.get(item.center_id) if item.center_id else None
        way = hours.get(body.region_id)
        supplier = Supplier(item, body, center, way or 0)
        if way is None:
            unknown.append(supplier)
        else:
            known[str(item.id)] = supplier
    return known, tuple(unknown)


async def _by_id(viewer: Viewer, table: Any, ids: set[UUID | None]) -> dict[UUID, Any]:
    """Return the rows of a table with some ids that the viewer sees."""
    found = await rows(viewer, table).filter(id__in=[each for each in ids if each is not None])
    return {row.id: row for row in found}


def _hours(place: Region | None, regions: Mapping[UUID, Region]) -> dict[UUID, int]:
    """Return the hours from each region that has a position to the place; 0 when there is no place."""
    if place is None or place.latitude is None or place.longitude is None:
        return dict.fromkeys(regions, 0)
    seats = [
        (region_id, region.latitude, region.longitude)
        for region_id, region in regions.items()
        if region.latitude is not None and region.longitude is not None
    ]
    north = np.array([latitude for _, latitude, _ in seats], dtype=np.float64)
    east = np.array([longitude for _, _, longitude in seats], dtype=np.float64)
    meters = distances_m(place.latitude, place.longitude, north, east)
    return {
        region_id: ceil(away / 1000 * DETOUR / ROAD_KM_PER_HOUR)
        for (region_id, _, _), away in zip(seats, meters.tolist(), strict=True)
    }


async def _measured(viewer: Viewer, suppliers: Iterable[Supplier]) -> dict[UUID, CapabilityVerification]:
    """Return the latest verification of each capability."""
    ids = [supplier.capability.id for supplier in suppliers]
    found = rows(viewer, CapabilityVerification).filter(capability_id__in=ids)
    return {each.capability_id: each for each in await found.order_by("valid_from", "id")}


def _sources(
    known: Mapping[str, Supplier],
    question: Question,
    measured: Mapping[UUID, CapabilityVerification],
    today: date,
) -> Iterable[Source]:
    """Yield the capabilities as the solver's sources; those that do not count are there to close a gap."""
    for key, supplier in known.items():
        item = supplier.capability
        seen = measured.get(item.id)
        surge, hours = item.surge_per_day, item.conversion_hours
        if seen is not None and seen.measured_per_day is not None:
            surge = min(surge, seen.measured_per_day)
        if seen is not None and seen.measured_conversion_hours is not None:
            hours = max(hours, seen.measured_conversion_hours)
        fresh = not (question.verified_only and stale(item.verified_on, today))
        yield Source(
            id=key,
            center=supplier.code,
            product=_KEY.format(item.product, item.unit),
            stock=item.reserve_stock,
            normal=min(item.normal_per_day, surge),
            surge=surge,
            conversion_hours=hours,
            sustain_days=item.sustain_days,
            travel_hours=supplier.travel_hours,
            counted=fresh and (question.others_too or supplier.titled),
        )

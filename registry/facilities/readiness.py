"""The always-on state 全时备战状态: which facilities are ready on a day, and how available they were."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tortoise.expressions import Subquery

from registry.access import Viewer, one, rows
from registry.codes import OutageState
from registry.errors import InvalidValue
from registry.facilities.availability import Availability, OutageSpan, availability
from registry.periods import Period, reaching
from registry.tables import CommandFacility, FacilityOutage, MaintenanceContract, Region, RegionClosure

LONGEST_DAYS = 3_660


@dataclass(frozen=True, slots=True)
class FacilityAvailability:
    """A facility with its availability over a period."""

    facility: CommandFacility
    figures: Availability


@dataclass(frozen=True, slots=True)
class FacilityReadiness:
    """
    A facility on one day: whether it is up, whether a maintenance contract is in force.

    `outages` are the approved ones that touch the day.
    """

    facility: CommandFacility
    outages: tuple[FacilityOutage, ...]
    contracted: bool

    @property
    def up(self) -> bool:
        """Tell whether no approved outage touches the day."""
        return not self.outages

    @property
    def ready(self) -> bool:
        """Tell whether it keeps the always-on state: up, and maintained under contract."""
        return self.up and self.contracted


async def facility_availability(
    viewer: Viewer, region_id: UUID, first_day: date, last_day: date
) -> list[FacilityAvailability]:
    """
    Return the availability of a region's facilities from a first to a last day (both included), by code.

    A facility registered or given up within the period is judged for the days it stood. Always the same
    number of statements.

    Raises
    ------
    NotFound
        The viewer does not see the region.
    InvalidValue
        The last day lies before the first, or more than 3,660 days are asked for.

    """
    await one(viewer, Region, region_id)
    if last_day < first_day:
        raise InvalidValue("last_day", last_day.isoformat(), f"it must not lie before {first_day}")
    if (last_day - first_day).days >= LONGEST_DAYS:
        raise InvalidValue("last_day", last_day.isoformat(), f"at most {LONGEST_DAYS} days are counted")
    facilities, outages = await _standing(viewer, region_id, first_day, last_day)
    return [
        FacilityAvailability(facility, _figures(facility, outages[facility.id], first_day, last_day))
        for facility in facilities
    ]


async def facility_readiness(viewer: Viewer, region_id: UUID, on: date) -> list[FacilityReadiness]:
    """
    Return how a region's always-on facilities stand on a day, by code; always as many statements.

    Raises
    ------
    NotFound
        The viewer does not see the region.

    """
    await one(viewer, Region, region_id)
    facilities, outages = await _standing(viewer, region_id, on, on)
    wanted = [facility for facility in facilities if facility.always_on]
    contracts = await rows(viewer, MaintenanceContract).filter(
        facility_id__in=[facility.id for facility in wanted], valid_from__lte=on, valid_to__gt=on
    )
    covered = {contract.facility_id for contract in contracts}
    return [
        FacilityReadiness(facility, tuple(outages[facility.id]), facility.id in covered)
        for facility in wanted
    ]


async def _standing(
    viewer: Viewer, region_id: UUID, first_day: date, last_day: date
) -> tuple[list[CommandFacility], dict[UUID, list[FacilityOutage]]]:
    """Return the facilities that stand in a period, and their approved outages that touch it."""
    below = Subquery(RegionClosure.filter(ancestor_id=region_id).values("descendant_id"))
    dated = reaching(first_day)
    facilities = (
        await rows(viewer, CommandFacility)
        .filter(dated, valid_from__lte=last_day, region_id__in=below)
        .order_by("code")
    )
    found = (
        await rows(viewer, FacilityOutage)
        .filter(
            dated,
            valid_from__lte=last_day,
            state=OutageState.APPROVED,
            facility_id__in=[facility.id for facility in facilities],
        )
        .order_by("valid_from", "id")
    )
    outages: dict[UUID, list[FacilityOutage]] = defaultdict(list)
    for outage in found:
        outages[outage.facility_id].append(outage)
    return facilities, outages


def _figures(
    facility: CommandFacility, outages: list[FacilityOutage], first_day: date, last_day: date
) -> Availability:
    """Return the availability of a facility for the days of the period it stood."""
    end = facility.valid_to
    until = last_day if end is None else min(last_day, end - timedelta(days=1))
    spans = [
        OutageSpan(o.kind, Period(o.valid_from, o.valid_to), o.first_hour, o.until_hour) for o in outages
    ]
    return availability(max(first_day, facility.valid_from), until, spans)

"""How available and how ready command facilities are, and which maintenance contracts run out."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.context import Info
from api.facilities import CommandFacility, FacilityOutage, MaintenanceContract
from api.nodes import row_id, shown
from registry import tables
from registry.errors import NotFound
from registry.facilities.contracts import due_contracts
from registry.facilities.readiness import facility_availability, facility_readiness

Above = Annotated[strawberry.ID, strawberry.argument(description="The region above all others.")]


@strawberry.type(description="How many hours of a period a facility was up.")
class FacilityAvailability:
    """A line of the list of availabilities."""

    facility: CommandFacility = strawberry.field(description="The facility.")
    hours: int = strawberry.field(description="Hours of the period on which it stood.")
    planned_hours: int = strawberry.field(description="Hours out by plan and by nothing else.")
    failed_hours: int = strawberry.field(description="Hours out by failure, those also out by plan included.")
    percent: float = strawberry.field(description="Hours up out of all, in percent, two decimals.")
    percent_without_planned: float | None = strawberry.field(
        description="Hours up out of those not out by plan, in percent, two decimals; null if there are none."
    )


@strawberry.type(description="Whether a facility keeps the always-on state on a day.")
class FacilityReadiness:
    """A line of the list of readiness."""

    facility: CommandFacility = strawberry.field(description="The facility.")
    up: bool = strawberry.field(description="Whether no approved outage touches the day.")
    contracted: bool = strawberry.field(description="Whether a maintenance contract is in force.")
    ready: bool = strawberry.field(description="Whether it keeps the always-on state: up and contracted.")
    outages: list[FacilityOutage] = strawberry.field(description="The approved outages that touch the day.")


@strawberry.type
class FacilityFigureQuery:
    """Queries about figures of command facilities."""

    @strawberry.field(
        description="Availability of each facility of a region over some days, by code; null out of scope."
    )
    async def facility_availability(
        self,
        info: Info,
        region_id: Above,
        first_day: Annotated[date, strawberry.argument(name="from", description="First day.")],
        last_day: Annotated[
            date, strawberry.argument(name="until", description="Last day, included; at most 3,660 days.")
        ],
    ) -> list[FacilityAvailability] | None:
        """Return the availability of a region's facilities."""
        region = row_id(region_id, tables.Region)
        try:
            found = await facility_availability(info.context.viewer, region, first_day, last_day)
        except NotFound:
            return None
        return [
            FacilityAvailability(
                facility=shown(each.facility),
                hours=each.figures.hours,
                planned_hours=each.figures.planned_hours,
                failed_hours=each.figures.unplanned_hours,
                percent=each.figures.percent,
                percent_without_planned=each.figures.percent_without_planned,
            )
            for each in found
        ]

    @strawberry.field(
        description="How each always-on facility of a region stands on a day, by code; null out of scope."
    )
    async def facility_readiness(
        self,
        info: Info,
        region_id: Above,
        on: Annotated[date | None, strawberry.argument(description="The day; today when absent.")] = None,
    ) -> list[FacilityReadiness] | None:
        """Return the always-on state of a region's facilities."""
        day = on or info.context.today
        try:
            found = await facility_readiness(info.context.viewer, row_id(region_id, tables.Region), day)
        except NotFound:
            return None
        return [
            FacilityReadiness(
                facility=shown(each.facility),
                up=each.up,
                contracted=each.contracted,
                ready=each.ready,
                outages=shown(list(each.outages)),
            )
            for each in found
        ]

    @strawberry.field(
        description="Contracts in force that run out within some days and are not renewed, the soonest first;"
        " null out of scope."
    )
    async def contracts_due(
        self,
        info: Info,
        region_id: Above,
        days: Annotated[
            int, strawberry.argument(description="How many days ahead, 1 to 3,660; 90 when absent.")
        ] = 90,
    ) -> list[MaintenanceContract] | None:
        """Return the contracts that run out."""
        region = row_id(region_id, tables.Region)
        try:
            due = await due_contracts(info.context.viewer, region, today=info.context.today, within_days=days)
        except NotFound:
            return None
        return shown(due)

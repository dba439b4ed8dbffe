"""Works opened to the public as shelters, and their parking bays: dated facts."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.enums import Label
from api.nodes import Node, column, labelled, row_id, shown, table_type, to_one
from api.pages import After, Connection, First, Sort, page
from api.problems import AccessDenied, InvalidValue, NotFound, StaleVersion
from api.regions import within
from api.works import Work
from registry import tables
from registry.access import rows
from registry.codes import ShelterPurpose
from registry.periods import in_force
from registry.works.openings import close_shelter, open_shelter, set_parking_bays


@table_type(tables.ShelterOpening, "Days on which a work stood open to the public.")
class ShelterOpening(Node):
    """An opening."""

    purpose: ShelterPurpose = column("What it was opened for.")
    purpose_label: Label = labelled("purpose", "The purpose in words.")
    capacity_persons: int = column("Persons it takes at once.")
    area_m2: int | None = column("Area opened, in m²; null if not known.", name="areaM2")
    valid_from: date = column("First day.", name="openedOn")
    valid_to: date | None = column(
        "First day it was closed again; null until further notice.", name="closedOn"
    )
    version: int = column("Version for optimistic locking, from 1.")
    work: Work | None = to_one("The work.")


@table_type(tables.ParkingFact, "How many parking bays a work offered over some days.")
class ParkingFact(Node):
    """A number of bays."""

    bays: int = column("Parking bays.")
    valid_from: date = column("First day.")
    valid_to: date | None = column("Day after the last day; null while it holds.")
    version: int = column("Version for optimistic locking, from 1.")
    work: Work | None = to_one("The work.")


@strawberry.input(description="Which openings or parking facts to list; every part given must hold.")
class OpeningFilter:
    """A choice of dated facts."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only works of this region and those below it."
    )
    current: bool = strawberry.field(default=False, description="Only what holds today, when true.")


Choice = Annotated[OpeningFilter | None, strawberry.argument(description="Which ones.")]


@strawberry.type
class ShelterQuery:
    """Queries about shelters and parking bays."""

    @strawberry.field(description="Openings to the public within the caller's reach, the oldest first.")
    async def shelter_openings(
        self, info: Info, first: First, after: After = None, filter: Choice = None
    ) -> Connection[ShelterOpening]:
        """Return a page of openings."""
        listed = rows(info.context.viewer, tables.ShelterOpening)
        if filter is not None:
            listed = listed.filter(within(info, filter.within_id, "work__region_id"))
            if filter.current:
                listed = listed.filter(in_force(info.context.today))
        return await page(listed, Sort("valid_from"), first, after)

    @strawberry.field(description="Parking bays of works within the caller's reach, the oldest first.")
    async def parking_facts(
        self, info: Info, first: First, after: After = None, filter: Choice = None
    ) -> Connection[ParkingFact]:
        """Return a page of parking facts."""
        listed = rows(info.context.viewer, tables.ParkingFact)
        if filter is not None:
            listed = listed.filter(within(info, filter.within_id, "work__region_id"))
            if filter.current:
                listed = listed.filter(in_force(info.context.today))
        return await page(listed, Sort("valid_from"), first, after)


@strawberry.input(description="Opens a work to the public.")
class OpenShelterInput:
    """Input of `openShelter`."""

    work_id: strawberry.ID = strawberry.field(description="The work.")
    opened_on: date = strawberry.field(description="First day; may lie ahead.")
    purpose: ShelterPurpose = strawberry.field(description="What for.")
    capacity_persons: int = strawberry.field(description="Persons it takes at once, above 0.")
    reason: str = reason_field()
    closes_on: date | None = strawberry.field(
        default=None, description="First day it is closed again; until further notice when absent."
    )
    area_m2: int | None = strawberry.field(
        default=None, description="Area opened in m², at most the work's.", name="areaM2"
    )


@strawberry.input(description="Closes a work that is open to the public.")
class CloseShelterInput:
    """Input of `closeShelter`."""

    opening_id: strawberry.ID = strawberry.field(description="The opening.")
    closed_on: date = strawberry.field(description="First day it is closed, after the first day.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


@strawberry.input(description="Says how many parking bays a work offers from a day on.")
class SetParkingBaysInput:
    """Input of `setParkingBays`."""

    work_id: strawberry.ID = strawberry.field(description="The work.")
    bays: int = strawberry.field(description="Parking bays; 0 ends the offer.")
    from_day: date = strawberry.field(description="First day.")
    reason: str = reason_field()


@strawberry.type(description="The work's parking bays from the day on.")
class ParkingBays:
    """What a work offers now."""

    bays: int = strawberry.field(description="Parking bays; 0 when the offer ended.")
    fact: ParkingFact | None = strawberry.field(description="The fact that holds; null when it ended.")


OpenShelterPayload = Annotated[
    ShelterOpening | NotFound | AccessDenied | InvalidValue,
    strawberry.union("OpenShelterPayload", description="The opening, or why not."),
]
CloseShelterPayload = Annotated[
    ShelterOpening | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("CloseShelterPayload", description="The ended opening, or why not."),
]
SetParkingBaysPayload = Annotated[
    ParkingBays | NotFound | AccessDenied | InvalidValue,
    strawberry.union("SetParkingBaysPayload", description="The bays from the day on, or why not."),
]


@strawberry.type
class ShelterMutation:
    """Changes of shelters and parking bays."""

    @strawberry.mutation(description="Open a work to the public.")
    async def open_shelter(
        self, info: Info, input: Annotated[OpenShelterInput, strawberry.argument(description="Which work.")]
    ) -> OpenShelterPayload:
        """Open a work."""
        made = await open_shelter(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.work_id, tables.Work),
            opened_on=input.opened_on,
            closes_on=input.closes_on,
            purpose=input.purpose,
            capacity_persons=input.capacity_persons,
            area_m2=input.area_m2,
        )
        return shown(made)

    @strawberry.mutation(description="Close a work that is open to the public.")
    async def close_shelter(
        self, info: Info, input: Annotated[CloseShelterInput, strawberry.argument(description="Which one.")]
    ) -> CloseShelterPayload:
        """Close a work."""
        closed = await close_shelter(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.opening_id, tables.ShelterOpening),
            input.expected_version,
            closed_on=input.closed_on,
        )
        return shown(closed)

    @strawberry.mutation(description="Say how many parking bays a work offers from a day on.")
    async def set_parking_bays(
        self, info: Info, input: Annotated[SetParkingBaysInput, strawberry.argument(description="How many.")]
    ) -> SetParkingBaysPayload:
        """Set the bays."""
        fact = await set_parking_bays(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.work_id, tables.Work),
            bays=input.bays,
            from_day=input.from_day,
        )
        return ParkingBays(bays=input.bays, fact=shown(fact))

"""Command facilities: what stands, what works from it, when it is out, and who maintains it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry
from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from api.context import Info
from api.enums import Label
from api.nodes import Node, column, find, labelled, shown, table_type, to_many, to_one
from api.organizations import Organization
from api.pages import After, Connection, First, Sort, page
from api.regions import Region, within
from api.resources import SharedResource
from api.teams import Team
from registry import tables
from registry.access import rows
from registry.codes import FacilityKind, OutageKind, OutageState
from registry.periods import in_force


@table_type(tables.CommandFacility, "A facility of the command system.")
class CommandFacility(Node):
    """A facility."""

    code: str = column("Code of the facility, unique.")
    name: str = column("Name in Chinese.")
    kind: FacilityKind = column("What it is.")
    kind_label: Label = labelled("kind", "What it is, in words.")
    always_on: bool = column("Whether it must be ready day and night.")
    valid_from: date = column("First day it stands.")
    valid_to: date | None = column("Day it is given up; null while it stands.", name="givenUpOn")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("The region it stands in.")
    organization: Organization | None = to_one("Who hosts it; null if unknown or out of scope.")
    provisions: list[FacilityResource] = to_many(
        "Resources and teams that work from it, by first day; ended ones too.", order=("valid_from", "id")
    )
    outages: list[FacilityOutage] = to_many(
        "When it is out, by first day; whatever was decided.", order=("valid_from", "id")
    )
    contracts: list[MaintenanceContract] = to_many(
        "Its maintenance contracts, the oldest first.", order=("valid_from", "id")
    )


@table_type(tables.FacilityResource, "One shared resource or one team that works from a facility.")
class FacilityResource(Node):
    """A link."""

    valid_from: date = column("First day it works from there.", name="since")
    valid_to: date | None = column("First day it no longer does; null while it does.", name="until")
    version: int = column("Version for optimistic locking, from 1.")
    facility: CommandFacility | None = to_one("The facility.")
    resource: SharedResource | None = to_one("The resource, if it is one; null when out of scope.")
    team: Team | None = to_one("The team, if it is one; null when out of scope.")


@table_type(tables.FacilityOutage, "Days on which a facility is out; only an approved one closes it.")
class FacilityOutage(Node):
    """An outage."""

    kind: OutageKind = column("Why.")
    kind_label: Label = labelled("kind", "Why, in words.")
    state: OutageState = column("How firm it is; a failure is approved at once.")
    state_label: Label = labelled("state", "The state in words.")
    valid_from: date = column("First day.", name="firstDay")
    valid_to: date | None = column("Day after the last day; null while open.", name="until")
    first_hour: int = column("Hour of the first day from which it is out, 0 to 23.")
    until_hour: int = column("Hour of the last day until which it is out, 1 to 24.")
    description: str = column("What is done or what failed; may be empty.")
    decided_on: date | None = column("Day of the decision; null while it is open.")
    version: int = column("Version for optimistic locking, from 1.")
    facility: CommandFacility | None = to_one("The facility.")


@table_type(tables.MaintenanceContract, "A contract for the maintenance of a facility.")
class MaintenanceContract(Node):
    """A contract."""

    number: str = column("Number of the contract, unique.")
    scope: str = column("What is maintained.")
    valid_from: date = column("First day.", name="firstDay")
    valid_to: date | None = column("Day after the last day.", name="until")
    response_hours: int = column("Hours within which the contractor must come.")
    cost_yuan: int | None = column("Cost in yuan over its whole term; null if not known.")
    version: int = column("Version for optimistic locking, from 1.")
    facility: CommandFacility | None = to_one("The facility.")
    contractor: Organization | None = to_one("Who maintains; null when out of scope.")
    renews: MaintenanceContract | None = to_one("The older contract it renews, if any.")
    renewals: list[MaintenanceContract] = to_many("The contract that renews it, if any.", order=("id",))


@strawberry.input(description="Which command facilities to list; every part given must hold.")
class FacilityFilter:
    """A choice of facilities."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only this region and those below it."
    )
    kind: FacilityKind | None = strawberry.field(default=None, description="Only this kind.")
    always_on: bool | None = strawberry.field(
        default=None, description="Only those that must, or must not, be ready day and night."
    )
    out_on: date | None = strawberry.field(
        default=None, description="Only those an approved outage closes on this day, for hours at least."
    )
    standing: bool = strawberry.field(default=False, description="Only those standing today, when true.")


def _chosen(info: Info, choice: FacilityFilter | None) -> QuerySet[tables.CommandFacility]:
    """Return the facilities a filter names."""
    viewer = info.context.viewer
    listed = rows(viewer, tables.CommandFacility)
    if choice is None:
        return listed
    listed = listed.filter(within(info, choice.within_id))
    if choice.kind is not None:
        listed = listed.filter(kind=choice.kind)
    if choice.always_on is not None:
        listed = listed.filter(always_on=choice.always_on)
    if choice.standing:
        listed = listed.filter(in_force(info.context.today))
    if choice.out_on is not None:
        closing = rows(viewer, tables.FacilityOutage).filter(
            in_force(choice.out_on), state=OutageState.APPROVED
        )
        listed = listed.filter(id__in=Subquery(closing.values("facility_id")))
    return listed


@strawberry.type
class FacilityQuery:
    """Queries about command facilities."""

    @strawberry.field(description="One command facility; null when unknown or out of scope.")
    async def facility(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> CommandFacility | None:
        """Return a facility."""
        return shown(await find(info, tables.CommandFacility, id))

    @strawberry.field(description="Command facilities within the caller's reach, by code.")
    async def facilities(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[FacilityFilter | None, strawberry.argument(description="Which facilities.")] = None,
    ) -> Connection[CommandFacility]:
        """Return a page of facilities."""
        return await page(_chosen(info, filter), Sort("code"), first, after)

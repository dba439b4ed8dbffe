"""Shared resources, and the days on which teams, people or resources are out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.context import Info
from api.enums import Label
from api.nodes import Node, column, find, labelled, shown, table_type, to_many, to_one
from api.organizations import Organization
from api.pages import After, Connection, First, Sort, page
from api.people import Person
from api.regions import Region, within
from api.teams import Team
from registry import tables
from registry.access import rows
from registry.codes import BlackoutKind, ResourceKind, TeamCategory, UnavailabilityReason

if TYPE_CHECKING:
    from api.facilities import FacilityResource


@table_type(tables.SharedResource, "A venue, pool of people, vehicle or radio set shared by teams.")
class SharedResource(Node):
    """A resource."""

    code: str = column("Code of the resource, unique.")
    name: str = column("Name in Chinese.")
    kind: ResourceKind = column("What it is.")
    kind_label: Label = labelled("kind", "What it is, in words.")
    capacity: int = column(
        "Persons at once for halls, grounds and bases; otherwise teams, instructors, evaluators,"
        " vehicles, sets or channel groups available on one day."
    )
    latitude: float | None = column("Latitude in degrees north, WGS 84.")
    longitude: float | None = column("Longitude in degrees east, WGS 84.")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("The region it stands in.")
    organization: Organization | None = to_one("Who provides it, if known.")
    unavailabilities: list[Unavailability] = to_many(
        "Days on which it is out, by first day.", order=("valid_from", "id")
    )
    facility_links: list[Annotated[FacilityResource, strawberry.lazy("api.facilities")]] = to_many(
        "Command facilities it works from, by first day; ended ones too.", order=("valid_from", "id")
    )


@table_type(tables.Unavailability, "Days on which one team, person or resource cannot be used.")
class Unavailability(Node):
    """A period of absence."""

    reason: UnavailabilityReason = column("Why.")
    reason_label: Label = labelled("reason", "Why, in words.")
    note: str = column("Remark; may be empty.")
    valid_from: date = column("First day.", name="firstDay")
    valid_to: date | None = column("Day after the last day; null while open.", name="until")
    version: int = column("Version for optimistic locking, from 1.")
    team: Team | None = to_one("The team that is out, if it is one.")
    person: Person | None = to_one("The person who is out, if it is one.")
    resource: SharedResource | None = to_one("The resource that is out, if it is one.")
    region: Region | None = to_one("The region concerned.")


@table_type(tables.Blackout, "Days on which nobody of a region trains, or nobody of a category or employer.")
class Blackout(Node):
    """A period without training."""

    kind: BlackoutKind = column("Why.")
    kind_label: Label = labelled("kind", "Why, in words.")
    category: TeamCategory | None = column("Only teams of this category; all when null.")
    note: str = column("Remark; may be empty.")
    valid_from: date = column("First day.", name="firstDay")
    valid_to: date | None = column("Day after the last day.", name="until")
    region: Region | None = to_one("The region, with everything below it.")
    organization: Organization | None = to_one("Only people of this employer; all when null.")


@strawberry.input(description="Which resources to list; every part given must hold.")
class ResourceFilter:
    """A choice of resources."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only this region and those below it."
    )
    kind: ResourceKind | None = strawberry.field(default=None, description="Only this kind.")


@strawberry.type
class ResourceQuery:
    """Queries about shared resources and the days they are out."""

    @strawberry.field(description="One shared resource; null when unknown or out of scope.")
    async def resource(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> SharedResource | None:
        """Return a resource."""
        return shown(await find(info, tables.SharedResource, id))

    @strawberry.field(description="Shared resources within the caller's reach, by code.")
    async def resources(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[ResourceFilter | None, strawberry.argument(description="Which resources.")] = None,
    ) -> Connection[SharedResource]:
        """Return a page of resources."""
        listed = rows(info.context.viewer, tables.SharedResource)
        if filter is not None:
            listed = listed.filter(within(info, filter.within_id))
            if filter.kind is not None:
                listed = listed.filter(kind=filter.kind)
        return await page(listed, Sort("code"), first, after)

    @strawberry.field(description="Periods of absence within the caller's reach, by first day.")
    async def unavailabilities(
        self, info: Info, first: First, after: After = None
    ) -> Connection[Unavailability]:
        """Return a page of absences."""
        return await page(rows(info.context.viewer, tables.Unavailability), Sort("valid_from"), first, after)

    @strawberry.field(description="Periods without training within the caller's reach, by first day.")
    async def blackouts(self, info: Info, first: First, after: After = None) -> Connection[Blackout]:
        """Return a page of blackouts."""
        return await page(rows(info.context.viewer, tables.Blackout), Sort("valid_from"), first, after)

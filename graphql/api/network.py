"""The five-level network: its regions, who answers for them, and the gaps."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.enums import Label, label
from api.nodes import Node, column, labelled, personal, row_id, shown, table_type, to_one
from api.organizations import Organization
from api.pages import After, Connection, First, Sort, page
from api.problems import AccessDenied, CodeTaken, InvalidValue, NotFound, StaleVersion
from api.regions import Region, within
from registry import errors, tables
from registry.access import rows
from registry.codes import NetworkLevel
from registry.network import add_network_region, assign_body, end_body, network_gaps, responsible_line
from registry.periods import in_force


@table_type(tables.ResponsibleBody, "A body that answers for the works of a region, dated.")
class ResponsibleBody(Node):
    """A responsible body."""

    level: NetworkLevel = column("Level of the network.")
    level_label: Label = labelled("level", "The level in words.")
    duty_phone: str | None = personal(
        "Duty telephone; null if unknown or without the right to read personal data."
    )
    valid_from: date = column("First day.")
    valid_to: date | None = column("Day after the last day; null while it answers.")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("The region; null when out of scope.")
    organization: Organization | None = to_one("The body; null when out of scope.")


@strawberry.input(description="Which responsible bodies to list; every part given must hold.")
class ResponsibleBodyFilter:
    """A choice of bodies."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only this region and those below it."
    )
    level: NetworkLevel | None = strawberry.field(default=None, description="Only this level.")
    current: bool = strawberry.field(default=False, description="Only who answers today, when true.")


@strawberry.type(description="One level of the line of responsibility above a place.")
class NetworkStep:
    """A level."""

    level: NetworkLevel = strawberry.field(description="Level of the network.")
    level_label: Label = strawberry.field(description="The level in words.")
    region: Region = strawberry.field(description="The region of that level.")
    body: ResponsibleBody | None = strawberry.field(description="Who answers today; null is a gap.")


RegionId = Annotated[strawberry.ID, strawberry.argument(description="The region.")]


@strawberry.type
class NetworkQuery:
    """Queries about the network."""

    @strawberry.field(description="Responsible bodies within the caller's reach, and those above it.")
    async def responsible_bodies(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[
            ResponsibleBodyFilter | None, strawberry.argument(description="Which bodies.")
        ] = None,
    ) -> Connection[ResponsibleBody]:
        """Return a page of bodies."""
        listed = rows(info.context.viewer, tables.ResponsibleBody)
        if filter is not None:
            listed = listed.filter(within(info, filter.within_id))
            if filter.level is not None:
                listed = listed.filter(level=filter.level)
            if filter.current:
                listed = listed.filter(in_force(info.context.today))
        return await page(listed, Sort("valid_from"), first, after)

    @strawberry.field(
        description="Who answers for a place today, from the highest level in reach; null out of scope."
    )
    async def responsible_line(self, info: Info, region_id: RegionId) -> list[NetworkStep] | None:
        """Return the line of responsibility."""
        context = info.context
        try:
            line = await responsible_line(context.viewer, row_id(region_id, tables.Region), context.today)
        except errors.NotFound:
            return None
        return [
            NetworkStep(
                level=step.level,
                level_label=label(step.level),
                region=shown(step.region),
                body=shown(step.body),
            )
            for step in line
        ]

    @strawberry.field(
        description="Regions at and below a place that nobody answers for today; null when out of scope."
    )
    async def network_gaps(self, info: Info, region_id: RegionId) -> list[Region] | None:
        """Return the gaps."""
        context = info.context
        try:
            gaps = await network_gaps(context.viewer, row_id(region_id, tables.Region), context.today)
        except errors.NotFound:
            return None
        return shown(gaps)


@strawberry.input(description="Adds a street or town, a community or a managed estate.")
class AddNetworkRegionInput:
    """Input of `addNetworkRegion`."""

    parent_id: strawberry.ID = strawberry.field(description="The district, street or community above.")
    code: str = strawberry.field(
        description="Nine digits for a street, twelve for a community, and -NN more for an estate."
    )
    name: str = strawberry.field(description="Name in Chinese, at most 60 characters.")
    from_day: date = strawberry.field(description="First day, not in the future.")
    reason: str = reason_field()


@strawberry.input(description="Makes a body answer for a region.")
class AssignResponsibleBodyInput:
    """Input of `assignResponsibleBody`."""

    region_id: strawberry.ID = strawberry.field(description="The region, of one of the five levels.")
    organization_id: strawberry.ID = strawberry.field(description="The body.")
    from_day: date = strawberry.field(description="First day; who answered before is relieved.")
    reason: str = reason_field()
    duty_phone: str | None = strawberry.field(default=None, description="Duty telephone, personal data.")


@strawberry.input(description="Relieves a body.")
class EndResponsibleBodyInput:
    """Input of `endResponsibleBody`."""

    body_id: strawberry.ID = strawberry.field(description="The responsible body.")
    ended_on: date = strawberry.field(description="First day on which it no longer answers.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


AddNetworkRegionPayload = Annotated[
    Region | NotFound | AccessDenied | InvalidValue | CodeTaken,
    strawberry.union("AddNetworkRegionPayload", description="The new region, or why not."),
]
AssignResponsibleBodyPayload = Annotated[
    ResponsibleBody | NotFound | AccessDenied | InvalidValue,
    strawberry.union("AssignResponsibleBodyPayload", description="The responsible body, or why not."),
]
EndResponsibleBodyPayload = Annotated[
    ResponsibleBody | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("EndResponsibleBodyPayload", description="The relieved body, or why not."),
]


@strawberry.type
class NetworkMutation:
    """Changes of the network."""

    @strawberry.mutation(description="Add a street or town, a community or a managed estate.")
    async def add_network_region(
        self,
        info: Info,
        input: Annotated[AddNetworkRegionInput, strawberry.argument(description="What is added.")],
    ) -> AddNetworkRegionPayload:
        """Add a region."""
        made = await add_network_region(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.parent_id, tables.Region),
            code=input.code,
            name=input.name,
            from_day=input.from_day,
        )
        return shown(made)

    @strawberry.mutation(description="Make a body answer for a region from a day on.")
    async def assign_responsible_body(
        self,
        info: Info,
        input: Annotated[AssignResponsibleBodyInput, strawberry.argument(description="Who, and where.")],
    ) -> AssignResponsibleBodyPayload:
        """Assign a body."""
        made = await assign_body(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.region_id, tables.Region),
            row_id(input.organization_id, tables.Organization),
            from_day=input.from_day,
            duty_phone=input.duty_phone,
        )
        return shown(made)

    @strawberry.mutation(description="Relieve a body; its history is kept.")
    async def end_responsible_body(
        self,
        info: Info,
        input: Annotated[EndResponsibleBodyInput, strawberry.argument(description="Which, and when.")],
    ) -> EndResponsibleBodyPayload:
        """Relieve a body."""
        ended = await end_body(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.body_id, tables.ResponsibleBody),
            input.expected_version,
            ended_on=input.ended_on,
        )
        return shown(ended)

"""Changes of command facilities: registered, changed, and linked to what works from them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.facilities import CommandFacility, FacilityResource
from api.nodes import row_id, shown
from api.problems import AccessDenied, CodeTaken, InvalidValue, NotFound, StaleVersion
from registry import tables
from registry.codes import FacilityKind
from registry.facilities.register import (
    FacilityDraft,
    change_facility,
    link_facility,
    register_facility,
    unlink_facility,
)


@strawberry.input(description="Registers a command facility.")
class RegisterFacilityInput:
    """Input of `registerFacility`."""

    region_id: strawberry.ID = strawberry.field(description="The region it stands in.")
    code: str = strawberry.field(description="Code, unique, 1 to 40 characters.")
    name: str = strawberry.field(description="Name in Chinese, 1 to 120 characters.")
    kind: FacilityKind = strawberry.field(description="What it is.")
    reason: str = reason_field()
    organization_id: strawberry.ID | None = strawberry.field(default=None, description="Who hosts it.")
    always_on: bool = strawberry.field(
        default=True, description="Whether it must be ready day and night; it must when absent."
    )
    since: date | None = strawberry.field(default=None, description="First day it stands; today when absent.")


@strawberry.input(description="Renames a facility, says whether it is always on, or gives it up.")
class ChangeFacilityInput:
    """Input of `changeFacility`."""

    facility_id: strawberry.ID = strawberry.field(description="The facility.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()
    name: str | None = strawberry.field(default=None, description="New name; stays when absent.")
    always_on: bool | None = strawberry.field(
        default=None, description="Whether it must be ready day and night; stays when absent."
    )
    given_up_on: date | None = strawberry.field(
        default=None, description="First day it no longer stands; stays when absent."
    )


@strawberry.input(description="Says that a resource or a team works from a facility: name exactly one.")
class LinkFacilityInput:
    """Input of `linkFacility`."""

    facility_id: strawberry.ID = strawberry.field(description="The facility.")
    reason: str = reason_field()
    resource_id: strawberry.ID | None = strawberry.field(default=None, description="The shared resource.")
    team_id: strawberry.ID | None = strawberry.field(default=None, description="The team.")
    since: date | None = strawberry.field(default=None, description="First day; today when absent.")


@strawberry.input(description="Ends the link of a resource or a team to a facility.")
class UnlinkFacilityInput:
    """Input of `unlinkFacility`."""

    link_id: strawberry.ID = strawberry.field(description="The link, one of the facility's `provisions`.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()
    until: date | None = strawberry.field(
        default=None, description="First day without it; today when absent."
    )


RegisterFacilityPayload = Annotated[
    CommandFacility | NotFound | AccessDenied | InvalidValue | CodeTaken,
    strawberry.union("RegisterFacilityPayload", description="The new facility, or why not."),
]
ChangeFacilityPayload = Annotated[
    CommandFacility | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("ChangeFacilityPayload", description="The facility as it is now, or why not."),
]
LinkFacilityPayload = Annotated[
    FacilityResource | NotFound | AccessDenied | InvalidValue,
    strawberry.union("LinkFacilityPayload", description="The new link, or why not."),
]
UnlinkFacilityPayload = Annotated[
    FacilityResource | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("UnlinkFacilityPayload", description="The link as it ended, or why not."),
]


@strawberry.type
class FacilityMutation:
    """Changes of command facilities."""

    @strawberry.mutation(description="Register a command facility.")
    async def register_facility(
        self,
        info: Info,
        input: Annotated[RegisterFacilityInput, strawberry.argument(description="The facility.")],
    ) -> RegisterFacilityPayload:
        """Register a facility."""
        host = input.organization_id
        draft = FacilityDraft(
            region_id=row_id(input.region_id, tables.Region),
            code=input.code,
            name=input.name,
            kind=input.kind,
            organization_id=None if host is None else row_id(host, tables.Organization),
            always_on=input.always_on,
            since=input.since,
        )
        return shown(await register_facility(info.context.viewer, act(info, input.reason), draft))

    @strawberry.mutation(description="Rename a facility, say whether it is always on, or give it up.")
    async def change_facility(
        self,
        info: Info,
        input: Annotated[ChangeFacilityInput, strawberry.argument(description="What to change.")],
    ) -> ChangeFacilityPayload:
        """Change a facility."""
        changed = await change_facility(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.facility_id, tables.CommandFacility),
            input.expected_version,
            name=input.name,
            always_on=input.always_on,
            given_up_on=input.given_up_on,
        )
        return shown(changed)

    @strawberry.mutation(
        description="Say that a resource or a team works from a facility: approved outages then block it."
    )
    async def link_facility(
        self,
        info: Info,
        input: Annotated[LinkFacilityInput, strawberry.argument(description="What works from where.")],
    ) -> LinkFacilityPayload:
        """Link a resource or a team."""
        resource, team = input.resource_id, input.team_id
        linked = await link_facility(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.facility_id, tables.CommandFacility),
            resource_id=None if resource is None else row_id(resource, tables.SharedResource),
            team_id=None if team is None else row_id(team, tables.Team),
            since=input.since,
        )
        return shown(linked)

    @strawberry.mutation(description="End the link of a resource or a team to a facility.")
    async def unlink_facility(
        self,
        info: Info,
        input: Annotated[UnlinkFacilityInput, strawberry.argument(description="Which link, and when.")],
    ) -> UnlinkFacilityPayload:
        """Unlink a resource or a team."""
        ended = await unlink_facility(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.link_id, tables.FacilityResource),
            input.expected_version,
            input.until,
        )
        return shown(ended)

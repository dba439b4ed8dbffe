"""Addresses of calendar files: a token of its own, for reading one region's calendar only."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.nodes import row_id
from api.problems import AccessDenied, InvalidValue, NotFound
from registry import tables
from registry.access import issue_token, one, require
from registry.codes import Capability
from registry.history import changing

#: Bytes of chance in a token.
SECRET_BYTES = 32


@strawberry.input(description="Makes an address from which calendar programs fetch a region's events.")
class CreateCalendarTokenInput:
    """Input of `createCalendarToken`."""

    region_id: strawberry.ID = strawberry.field(description="The region whose calendar it is.")
    reason: str = reason_field()
    label: str = strawberry.field(default="", description="Where it is used, at most 80 characters.")
    expires_at: datetime | None = strawberry.field(
        default=None, description="When it stops working, with time zone; never when absent."
    )


@strawberry.type(description="The address of a calendar file. It is shown once and cannot be read again.")
class CalendarAddress:
    """Where to fetch the calendar."""

    feed_path: str = strawberry.field(description="Path on this server, to be kept as secret as a password.")
    expires_at: datetime | None = strawberry.field(description="When it stops working; null for never.")


CreateCalendarTokenPayload = Annotated[
    CalendarAddress | NotFound | AccessDenied | InvalidValue,
    strawberry.union("CreateCalendarTokenPayload", description="The address, or why not."),
]


@strawberry.type
class CalendarMutation:
    """Changes of calendar addresses."""

    @strawberry.mutation(description="Make an address from which calendar programs fetch a region's events.")
    async def create_calendar_token(
        self,
        info: Info,
        input: Annotated[CreateCalendarTokenInput, strawberry.argument(description="Which calendar.")],
    ) -> CreateCalendarTokenPayload:
        """Make an address."""
        viewer = info.context.viewer
        region = row_id(input.region_id, tables.Region)
        await require(viewer, Capability.READ, region)
        holder = await one(viewer, tables.Principal, viewer.principal_id)
        async with changing(act(info, input.reason)) as change:
            token = await issue_token(
                change,
                holder,
                secret=info.context.services.secret(SECRET_BYTES),
                purpose="calendar",
                label=input.label,
                expires_at=input.expires_at,
                region_id=region,
            )
        return CalendarAddress(feed_path=f"/calendar/{token}.ics", expires_at=input.expires_at)

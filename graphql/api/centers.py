"""Mobilization centers and their life."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.enums import Label
from api.nodes import Node, column, find, labelled, row_id, shown, table_type, to_many, to_one
from api.organizations import CapabilityItem, Organization
from api.pages import After, Connection, First, Sort, page
from api.problems import AccessDenied, InvalidValue, NotFound, NotReady, StaleVersion, TransitionRefused
from api.regions import Region, within
from registry import tables
from registry.access import rows
from registry.centers import Move, move_center
from registry.codes import CenterLevel, CenterState, IndustryField


@table_type(tables.MobilizationCenter, "A national-economy mobilization center set up on an enterprise.")
class MobilizationCenter(Node):
    """A center."""

    code: str = column("Code of the center, unique.")
    name: str = column("Name in Chinese.")
    field: IndustryField = column("Industry field.")
    field_label: Label = labelled("field", "Industry field in words.")
    level: CenterLevel = column("Which government designates it.")
    level_label: Label = labelled("level", "The level in words.")
    state: CenterState = column("Where it is in its life.")
    state_label: Label = labelled("state", "The state in words.")
    designation_number: str | None = column("Number of the designation; null before it.")
    designated_on: date | None = column("Day of the designation; null before it.")
    reinspection_due_on: date | None = column("Day by which it is to be re-inspected.")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("The region it belongs to.")
    organization: Organization | None = to_one("The enterprise it is set up on.")
    capabilities: list[CapabilityItem] = to_many(
        "What it can produce or do, in force today.", order=("product", "id"), current=True
    )


@strawberry.input(description="Which mobilization centers to list; every part given must hold.")
class CenterFilter:
    """A choice of centers."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only this region and those below it."
    )
    level: CenterLevel | None = strawberry.field(default=None, description="Only this level.")
    state: CenterState | None = strawberry.field(default=None, description="Only this state.")


@strawberry.type
class CenterQuery:
    """Queries about mobilization centers."""

    @strawberry.field(description="One mobilization center; null when unknown or out of scope.")
    async def center(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> MobilizationCenter | None:
        """Return a center."""
        return shown(await find(info, tables.MobilizationCenter, id))

    @strawberry.field(description="Mobilization centers within the caller's reach, by code.")
    async def centers(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[CenterFilter | None, strawberry.argument(description="Which centers.")] = None,
    ) -> Connection[MobilizationCenter]:
        """Return a page of centers."""
        listed = rows(info.context.viewer, tables.MobilizationCenter)
        if filter is not None:
            listed = listed.filter(within(info, filter.within_id))
            if filter.level is not None:
                listed = listed.filter(level=filter.level)
            if filter.state is not None:
                listed = listed.filter(state=filter.state)
        return await page(listed, Sort("code"), first, after)


@strawberry.input(description="Moves a mobilization center to another state of its life.")
class MoveCenterStateInput:
    """Input of `moveCenterState`."""

    center_id: strawberry.ID = strawberry.field(description="The center.")
    state: CenterState = strawberry.field(description="The state to move to.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()
    designation_number: str | None = strawberry.field(
        default=None, description="Number of the designation; required when the state is DESIGNATED."
    )


MoveCenterStatePayload = Annotated[
    MobilizationCenter | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused | NotReady,
    strawberry.union("MoveCenterStatePayload", description="The center in its new state, or why not."),
]


@strawberry.type
class CenterMutation:
    """Changes of mobilization centers."""

    @strawberry.mutation(description="Move a mobilization center to another state of its life.")
    async def move_center_state(
        self,
        info: Info,
        input: Annotated[MoveCenterStateInput, strawberry.argument(description="What to change.")],
    ) -> MoveCenterStatePayload:
        """Move a center."""
        moved = await move_center(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.center_id, tables.MobilizationCenter),
            input.state,
            input.expected_version,
            Move(designation_number=input.designation_number),
        )
        return shown(moved)

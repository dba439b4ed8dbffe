"""Moving, locking and cancelling planned events, checked by the planner's own rules."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.events import PlannedEvent
from api.nodes import row_id, shown
from api.problems import (
    AccessDenied,
    InvalidValue,
    MoveRefused,
    NotFound,
    PlanFrozen,
    StaleVersion,
    TransitionRefused,
    Violation,
    violation,
)
from exercises import events, tables
from registry.errors import NotFound as UnknownRecord


@strawberry.input(description="Moves a planned event to another day.")
class MoveEventInput:
    """Input of `moveEvent`."""

    event_id: strawberry.ID = strawberry.field(description="The event.")
    first_day: date = strawberry.field(description="New first day; its length stays the same.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


@strawberry.input(description="Names a planned event to change, and why.")
class EventInput:
    """Input of `lockEvent`, `unlockEvent` and `cancelEvent`."""

    event_id: strawberry.ID = strawberry.field(description="The event.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


Refusals = NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused | PlanFrozen
MoveEventPayload = Annotated[
    PlannedEvent
    | NotFound
    | AccessDenied
    | InvalidValue
    | StaleVersion
    | TransitionRefused
    | PlanFrozen
    | MoveRefused,
    strawberry.union("MoveEventPayload", description="The moved event, or why not."),
]
LockEventPayload = Annotated[
    PlannedEvent | Refusals, strawberry.union("LockEventPayload", description="The locked event, or why not.")
]
UnlockEventPayload = Annotated[
    PlannedEvent | Refusals,
    strawberry.union("UnlockEventPayload", description="The unlocked event, or why not."),
]
CancelEventPayload = Annotated[
    PlannedEvent | Refusals,
    strawberry.union("CancelEventPayload", description="The cancelled event, or why not."),
]


@strawberry.type
class EventChangeQuery:
    """Questions before a change."""

    @strawberry.field(
        description="Rules a move would break; empty if it is possible, null if the event is out of scope."
    )
    async def check_move(
        self,
        info: Info,
        event_id: Annotated[strawberry.ID, strawberry.argument(description="The event.")],
        first_day: Annotated[date, strawberry.argument(description="The day it would begin on.")],
    ) -> list[Violation] | None:
        """Return what a move would break."""
        try:
            broken = await events.check_move(
                info.context.viewer, row_id(event_id, tables.PlannedEvent), first_day
            )
        except UnknownRecord:
            return None
        return [violation(each) for each in broken]


Input = Annotated[EventInput, strawberry.argument(description="Which event, and why.")]


@strawberry.type
class EventMutation:
    """Changes of planned events."""

    @strawberry.mutation(description="Move a planned event; refused with reasons when a rule would break.")
    async def move_event(
        self,
        info: Info,
        input: Annotated[MoveEventInput, strawberry.argument(description="Which event, and where to.")],
    ) -> MoveEventPayload:
        """Move an event."""
        moved = await events.move_event(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.event_id, tables.PlannedEvent),
            input.first_day,
            input.expected_version,
        )
        return shown(moved)

    @strawberry.mutation(description="Lock a planned event: planning may no longer move it.")
    async def lock_event(self, info: Info, input: Input) -> LockEventPayload:
        """Lock an event."""
        key = row_id(input.event_id, tables.PlannedEvent)
        who, why = info.context.viewer, act(info, input.reason)
        return shown(await events.lock_event(who, why, key, input.expected_version))

    @strawberry.mutation(description="Unlock a planned event.")
    async def unlock_event(self, info: Info, input: Input) -> UnlockEventPayload:
        """Unlock an event."""
        key = row_id(input.event_id, tables.PlannedEvent)
        who, why = info.context.viewer, act(info, input.reason)
        return shown(await events.unlock_event(who, why, key, input.expected_version))

    @strawberry.mutation(description="Cancel a planned event; it stays in the calendar as cancelled.")
    async def cancel_event(self, info: Info, input: Input) -> CancelEventPayload:
        """Cancel an event."""
        key = row_id(input.event_id, tables.PlannedEvent)
        who, why = info.context.viewer, act(info, input.reason)
        return shown(await events.cancel_event(who, why, key, input.expected_version))

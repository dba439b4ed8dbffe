"""The guided act of a reorganization, step by step."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.access import act
from api.context import Info
from api.evidence import evidence_rows
from api.nodes import find, row_id, shown
from api.reorganization_inputs import (
    CancelReorganizationInput,
    CancelReorganizationPayload,
    CompleteReorganizationInput,
    CompleteReorganizationPayload,
    DraftReorganizationMoveInput,
    DraftReorganizationMovePayload,
    DropReorganizationMoveInput,
    DropReorganizationMovePayload,
    HoldMusterInput,
    HoldMusterPayload,
    OpenReorganizationInput,
    OpenReorganizationPayload,
    RecordReorganizationCountsInput,
    RecordReorganizationCountsPayload,
)
from registry import tables
from registry.reorganization import (
    Counted,
    Seen,
    cancel_reorganization,
    complete_reorganization,
    draft_move,
    drop_move,
    hold_muster,
    open_reorganization,
    record_counts,
)


@strawberry.type
class ReorganizationMutation:
    """Changes of reorganizations."""

    @strawberry.mutation(
        description="Open the reorganization of an active team; the team is reorganizing until it is"
        " completed or cancelled."
    )
    async def open_reorganization(
        self,
        info: Info,
        input: Annotated[OpenReorganizationInput, strawberry.argument(description="Which team.")],
    ) -> OpenReorganizationPayload:
        """Open a reorganization."""
        opened = await open_reorganization(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.team_id, tables.Team),
            input.year,
            input.expected_version,
            opened_on=input.opened_on,
        )
        return shown(opened)

    @strawberry.mutation(description="Put a move of a member into the draft; nothing is applied yet.")
    async def draft_reorganization_move(
        self,
        info: Info,
        input: Annotated[DraftReorganizationMoveInput, strawberry.argument(description="The move.")],
    ) -> DraftReorganizationMovePayload:
        """Draft a move."""
        drafted = await draft_move(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.reorganization_id, tables.Reorganization),
            input.draft(),
        )
        return shown(drafted)

    @strawberry.mutation(description="Take a move out of the draft.")
    async def drop_reorganization_move(
        self,
        info: Info,
        input: Annotated[DropReorganizationMoveInput, strawberry.argument(description="Which move.")],
    ) -> DropReorganizationMovePayload:
        """Drop a move."""
        left = await drop_move(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.move_id, tables.ReorganizationMove),
            input.expected_version,
        )
        return shown(left)

    @strawberry.mutation(description="Record how many items of equipment were counted.")
    async def record_reorganization_counts(
        self,
        info: Info,
        input: Annotated[RecordReorganizationCountsInput, strawberry.argument(description="The counts.")],
    ) -> RecordReorganizationCountsPayload:
        """Record counts."""
        counts = [
            Counted(row_id(each.item_id, tables.EquipmentItem), each.counted, each.note)
            for each in input.counts
        ]
        reorganization_id = row_id(input.reorganization_id, tables.Reorganization)
        await record_counts(info.context.viewer, act(info, input.reason), reorganization_id, counts)
        return shown(await find(info, tables.Reorganization, input.reorganization_id))

    @strawberry.mutation(description="Record the muster: day, place, and who was there.")
    async def hold_muster(
        self,
        info: Info,
        input: Annotated[HoldMusterInput, strawberry.argument(description="The muster.")],
    ) -> HoldMusterPayload:
        """Record a muster."""
        held = await hold_muster(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.reorganization_id, tables.Reorganization),
            input.expected_version,
            on=input.on,
            place=input.place,
            members=[
                Seen(row_id(each.membership_id, tables.Membership), each.presence, each.note)
                for each in input.members
            ],
        )
        return shown(held)

    @strawberry.mutation(
        description="Apply the whole draft as one change and make the team active; refused with every reason"
        " at once."
    )
    async def complete_reorganization(
        self,
        info: Info,
        input: Annotated[CompleteReorganizationInput, strawberry.argument(description="Which.")],
    ) -> CompleteReorganizationPayload:
        """Complete a reorganization."""
        completed = await complete_reorganization(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.reorganization_id, tables.Reorganization),
            input.expected_version,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(completed)

    @strawberry.mutation(description="Give a reorganization up: the team is active, nothing is applied.")
    async def cancel_reorganization(
        self,
        info: Info,
        input: Annotated[CancelReorganizationInput, strawberry.argument(description="Which.")],
    ) -> CancelReorganizationPayload:
        """Cancel a reorganization."""
        cancelled = await cancel_reorganization(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.reorganization_id, tables.Reorganization),
            input.expected_version,
        )
        return shown(cancelled)

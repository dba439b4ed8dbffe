"""Changes of equipment: registered, inspected, moved between states, handed over; how often inspected."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.equipment import EquipmentInspection, EquipmentItem, EquipmentTransfer, InspectionSchedule
from api.evidence import evidence_field, evidence_rows
from api.nodes import row_id, shown
from api.problems import AccessDenied, CodeTaken, InvalidValue, NotFound, StaleVersion, TransitionRefused
from registry import tables
from registry.codes import EquipmentState, InspectionResult, SourceMark
from registry.equipment import (
    EquipmentDraft,
    InspectionDraft,
    Replaced,
    ScheduleDraft,
    TransferDraft,
    move_equipment_state,
    record_inspection,
    register_equipment,
    set_inspection_schedule,
    transfer_equipment,
)

_VERSION = "Version of the item the caller has seen."


@strawberry.input(description="Registers an item or lot of equipment.")
class RegisterEquipmentInput:
    """Input of `registerEquipment`."""

    team_id: strawberry.ID = strawberry.field(description="The team that holds it.")
    owner_id: strawberry.ID = strawberry.field(description="The organization that owns it.")
    kind: str = strawberry.field(description="Kind in Chinese, as the team type's requirement has it.")
    reason: str = reason_field()
    kind_en: str = strawberry.field(default="", description="Kind in English, at most 60 characters.")
    key: bool = strawberry.field(default=False, description="Whether it belongs to a key line.")
    quantity: int = strawberry.field(default=1, description="Items, 1 or more; 1 with a serial.")
    serial: str | None = strawberry.field(default=None, description="Serial number; none for a lot.")
    state: EquipmentState = strawberry.field(
        default=EquipmentState.SERVICEABLE, description="Serviceable or stored."
    )
    from_day: date | None = strawberry.field(
        default=None, description="First day with the team; today when absent."
    )
    next_inspection_on: date | None = strawberry.field(
        default=None, description="First day on which it is overdue; by the schedule when absent."
    )
    replaces_id: strawberry.ID | None = strawberry.field(
        default=None, description="The item it is bought for, retired by the same act; none when absent."
    )
    replaced_version: int | None = strawberry.field(
        default=None, description="Version of that item the caller has seen; required with it."
    )
    evidence_ids: list[strawberry.ID] | None = evidence_field()


@strawberry.input(description="Records an inspection of an item.")
class RecordInspectionInput:
    """Input of `recordInspection`."""

    item_id: strawberry.ID = strawberry.field(description="The item or lot.")
    inspected_on: date = strawberry.field(description="Day of the inspection, not in the future.")
    result: InspectionResult = strawberry.field(description="What was found; it settles the state.")
    inspector: str = strawberry.field(description="Who inspected, at most 120 characters.")
    expected_version: int = strawberry.field(description=_VERSION)
    reason: str = reason_field()
    next_due_on: date | None = strawberry.field(
        default=None, description="First day on which it is overdue again; by the schedule when absent."
    )
    note: str = strawberry.field(default="", description="Remark, at most 300 characters.")
    evidence_ids: list[strawberry.ID] | None = evidence_field()


@strawberry.input(description="Moves an item to another state.")
class MoveEquipmentStateInput:
    """Input of `moveEquipmentState`."""

    item_id: strawberry.ID = strawberry.field(description="The item or lot.")
    to: EquipmentState = strawberry.field(
        description="The state; inspection overdue cannot be set, it follows from dates."
    )
    expected_version: int = strawberry.field(description=_VERSION)
    reason: str = reason_field()
    on: date | None = strawberry.field(
        default=None, description="Day from which it is so; today when absent."
    )
    evidence_ids: list[strawberry.ID] | None = evidence_field()


@strawberry.input(description="Hands an item, a lot or a part of a lot over.")
class TransferEquipmentInput:
    """Input of `transferEquipment`."""

    item_id: strawberry.ID = strawberry.field(description="The item or lot.")
    to_team_id: strawberry.ID = strawberry.field(description="The team that receives.")
    expected_version: int = strawberry.field(description=_VERSION)
    reason: str = reason_field()
    to_owner_id: strawberry.ID | None = strawberry.field(
        default=None, description="The organization that owns it then; the owner stays when absent."
    )
    quantity: int | None = strawberry.field(
        default=None, description="Items, 1 to the whole lot; the whole lot when absent."
    )
    moved_on: date | None = strawberry.field(
        default=None, description="Day of the hand-over; today when absent."
    )
    note: str = strawberry.field(default="", description="Remark, at most 300 characters.")
    evidence_ids: list[strawberry.ID] | None = evidence_field()


@strawberry.input(description="Sets how often equipment of a kind is inspected in a region and below.")
class SetInspectionScheduleInput:
    """Input of `setInspectionSchedule`."""

    region_id: strawberry.ID = strawberry.field(description="The office's region.")
    kind: str = strawberry.field(description="Kind of the items, in Chinese.")
    interval_days: int = strawberry.field(description="Days from an inspection to the next, 1 to 3,660.")
    lead_days: int = strawberry.field(description="Days before, from which it is announced.")
    reason: str = reason_field()
    from_day: date | None = strawberry.field(
        default=None, description="First day on which it holds; today when absent."
    )
    mark: SourceMark = strawberry.field(default=SourceMark.ASSUMED, description="How the figures are known.")
    citation: str = strawberry.field(default="", description="Where they come from.")
    evidence_ids: list[strawberry.ID] | None = evidence_field()


RegisterEquipmentPayload = Annotated[
    EquipmentItem | NotFound | AccessDenied | InvalidValue | CodeTaken | StaleVersion | TransitionRefused,
    strawberry.union("RegisterEquipmentPayload", description="The new item, or why not."),
]
RecordInspectionPayload = Annotated[
    EquipmentInspection | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("RecordInspectionPayload", description="The inspection, or why not."),
]
MoveEquipmentStatePayload = Annotated[
    EquipmentItem | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("MoveEquipmentStatePayload", description="The item, or why not."),
]
TransferEquipmentPayload = Annotated[
    EquipmentTransfer | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("TransferEquipmentPayload", description="The hand-over, or why not."),
]
SetInspectionSchedulePayload = Annotated[
    InspectionSchedule | NotFound | AccessDenied | InvalidValue,
    strawberry.union("SetInspectionSchedulePayload", description="The schedule, or why not."),
]


@strawberry.type
class EquipmentMutation:
    """Changes of equipment."""

    @strawberry.mutation(description="Register equipment; what it replaces is retired by the same act.")
    async def register_equipment(
        self,
        info: Info,
        input: Annotated[RegisterEquipmentInput, strawberry.argument(description="What it is.")],
    ) -> RegisterEquipmentPayload:
        """Register equipment."""
        names = ("kind", "kind_en", "key", "quantity", "serial", "state", "from_day", "next_inspection_on")
        draft = EquipmentDraft(
            team_id=row_id(input.team_id, tables.Team),
            owner_id=row_id(input.owner_id, tables.Organization),
            **{name: getattr(input, name) for name in names},
        )
        old = input.replaces_id
        made = await register_equipment(
            info.context.viewer,
            act(info, input.reason),
            draft,
            replaces=None
            if old is None
            else Replaced(row_id(old, tables.EquipmentItem), input.replaced_version or 0),
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(made)

    @strawberry.mutation(description="Record an inspection; it settles the state and the next day.")
    async def record_inspection(
        self,
        info: Info,
        input: Annotated[RecordInspectionInput, strawberry.argument(description="What was found.")],
    ) -> RecordInspectionPayload:
        """Record an inspection."""
        draft = InspectionDraft(
            item_id=row_id(input.item_id, tables.EquipmentItem),
            inspected_on=input.inspected_on,
            result=input.result,
            inspector=input.inspector,
            next_due_on=input.next_due_on,
            note=input.note,
        )
        made = await record_inspection(
            info.context.viewer,
            act(info, input.reason),
            draft,
            input.expected_version,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(made)

    @strawberry.mutation(description="Move an item to another state the table of moves allows.")
    async def move_equipment_state(
        self,
        info: Info,
        input: Annotated[MoveEquipmentStateInput, strawberry.argument(description="Which, and where to.")],
    ) -> MoveEquipmentStatePayload:
        """Move an item."""
        moved = await move_equipment_state(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.item_id, tables.EquipmentItem),
            input.to,
            input.expected_version,
            on=input.on,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(moved)

    @strawberry.mutation(description="Hand equipment over to another team or owner; no item is lost by it.")
    async def transfer_equipment(
        self,
        info: Info,
        input: Annotated[TransferEquipmentInput, strawberry.argument(description="What goes where.")],
    ) -> TransferEquipmentPayload:
        """Hand equipment over."""
        owner = input.to_owner_id
        draft = TransferDraft(
            item_id=row_id(input.item_id, tables.EquipmentItem),
            to_team_id=row_id(input.to_team_id, tables.Team),
            to_owner_id=None if owner is None else row_id(owner, tables.Organization),
            quantity=input.quantity,
            moved_on=input.moved_on,
            note=input.note,
        )
        made = await transfer_equipment(
            info.context.viewer,
            act(info, input.reason),
            draft,
            input.expected_version,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(made)

    @strawberry.mutation(description="Set how often equipment is inspected; the schedule before it ends.")
    async def set_inspection_schedule(
        self,
        info: Info,
        input: Annotated[SetInspectionScheduleInput, strawberry.argument(description="How often, where.")],
    ) -> SetInspectionSchedulePayload:
        """Set a schedule."""
        names = ("kind", "interval_days", "lead_days", "from_day", "mark", "citation")
        draft = ScheduleDraft(
            region_id=row_id(input.region_id, tables.Region),
            **{name: getattr(input, name) for name in names},
        )
        made = await set_inspection_schedule(
            info.context.viewer,
            act(info, input.reason),
            draft,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(made)

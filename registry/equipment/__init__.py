"""
Equipment 装备器材: registered, inspected at intervals, moved between states, handed over.

Reading order: `conditions` (the table of moves, and overdue told by dates) → `schedules` (how often) →
`register`, `inspections`, `transfers` (what is stored) → `dues` (what is due).
"""

from registry.equipment.conditions import EQUIPMENT_MOVES, condition_on, move_equipment_state
from registry.equipment.dues import InspectionDue, inspections_due
from registry.equipment.inspections import InspectionDraft, record_inspection
from registry.equipment.register import EquipmentDraft, Replaced, register_equipment
from registry.equipment.schedules import ScheduleDraft, next_due, schedule_for, set_inspection_schedule
from registry.equipment.transfers import TransferDraft, transfer_equipment

__all__ = [
    "EQUIPMENT_MOVES",
    "EquipmentDraft",
    "InspectionDraft",
    "InspectionDue",
    "Replaced",
    "ScheduleDraft",
    "TransferDraft",
    "condition_on",
    "inspections_due",
    "move_equipment_state",
    "next_due",
    "record_inspection",
    "register_equipment",
    "schedule_for",
    "set_inspection_schedule",
    "transfer_equipment",
]

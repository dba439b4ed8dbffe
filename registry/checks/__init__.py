"""
Checks 检查: by versioned check lists, routine or drawn, with answers, findings and their publication.

Reading order: `objects` → `lists` → `planning` → `drawn` → `recording` → `publishing`.
"""

from registry.checks.drawn import plan_drawn_checks
from registry.checks.lists import CheckListDraft, ItemDraft, write_check_list
from registry.checks.objects import OBJECTS, CheckedObject, checked_object
from registry.checks.planning import CheckDraft, InspectorDraft, add_check, cancel_check, plan_check
from registry.checks.publishing import CHECK_MOVES, CheckDue, checks_due, publish_check
from registry.checks.recording import Answered, CheckRecord, Found, correct_check, record_check

__all__ = [
    "CHECK_MOVES",
    "OBJECTS",
    "Answered",
    "CheckDraft",
    "CheckDue",
    "CheckListDraft",
    "CheckRecord",
    "CheckedObject",
    "Found",
    "InspectorDraft",
    "ItemDraft",
    "add_check",
    "cancel_check",
    "checked_object",
    "checks_due",
    "correct_check",
    "plan_check",
    "plan_drawn_checks",
    "publish_check",
    "record_check",
    "write_check_list",
]

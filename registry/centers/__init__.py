"""
Mobilization centers: their life step by step, their checklist, what they can produce, what falls due.

Reading order: `rules` (the figures) → `registering` → `checklist` → `moving` (the life) → `reviews`
→ `capabilities` → `dues`.
"""

from registry.centers.capabilities import (
    CapabilityDraft,
    Figures,
    Verification,
    register_capability,
    revise_capability,
    verify_capability,
)
from registry.centers.checklist import check_center, unmet
from registry.centers.dues import TITLED, CenterDue, centers_due
from registry.centers.moving import Move, move_center
from registry.centers.registering import CenterDraft, register_center, revise_center
from registry.centers.reviews import ReviewDraft, record_objections, take_over_review
from registry.centers.rules import stale

__all__ = [
    "TITLED",
    "CapabilityDraft",
    "CenterDraft",
    "CenterDue",
    "Figures",
    "Move",
    "ReviewDraft",
    "Verification",
    "centers_due",
    "check_center",
    "move_center",
    "record_objections",
    "register_capability",
    "register_center",
    "revise_capability",
    "revise_center",
    "stale",
    "take_over_review",
    "unmet",
    "verify_capability",
]

"""
Mobilization centers: their life step by step, their checklist, what they can produce, what falls due.

Reading order: `rules` (the figures) → `checklist` → `moving` (the life) → `reviews` → `capabilities`
→ `dues`.
"""

from registry.centers.checklist import check_center, unmet
from registry.centers.moving import Move, move_center

__all__ = ["Move", "check_center", "move_center", "unmet"]

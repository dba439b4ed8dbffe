"""
The yearly reorganization of a team 整组 as one guided act.

Open it, draft who joins, leaves or changes, count the equipment, hold the muster; then complete it: all
of it is applied in one change, or refused with every reason at once. Cancelling leaves the team as it
was. Militia Regulations arts 14 and 21 give the steps; a province may ask for it every two years only.

Reading order: `opening` → `drafting` → `reading` (a draft with the facts it rests on) → `judging` (what
speaks against completing) → `closing`.
"""

from registry.reorganization.closing import cancel_reorganization, complete_reorganization
from registry.reorganization.drafting import (
    Counted,
    MoveDraft,
    Seen,
    draft_move,
    drop_move,
    hold_muster,
    record_counts,
)
from registry.reorganization.judging import Objection, objections, objections_each
from registry.reorganization.opening import open_reorganization
from registry.reorganization.summary import Summary, summarize

__all__ = [
    "Counted",
    "MoveDraft",
    "Objection",
    "Seen",
    "Summary",
    "cancel_reorganization",
    "complete_reorganization",
    "draft_move",
    "drop_move",
    "hold_muster",
    "objections",
    "objections_each",
    "open_reorganization",
    "record_counts",
    "summarize",
]

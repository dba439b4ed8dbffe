"""
What was held comes back 实施回填: executions, the teams' parts in them, who was there, links proved.

::

    held = await record_execution(viewer, act, ExecutionDraft(event_id=event.id, first_day=day, last_day=day,
        parts=(PartDraft(team.id, Grade.GOOD, others_present=True, attendance=exceptions),)))

Reading order: `drafts` → `checking` → `roll_call` → `making` → `recording`, `correcting`.
"""

from exercises.conduct.correcting import correct_execution
from exercises.conduct.drafts import AttendanceDraft, ExecutionDraft, LinkDraft, PartDraft
from exercises.conduct.recording import record_execution
from exercises.conduct.roll_call import RollCallLine, call_roll, roll_of

__all__ = [
    "AttendanceDraft",
    "ExecutionDraft",
    "LinkDraft",
    "PartDraft",
    "RollCallLine",
    "call_roll",
    "correct_execution",
    "record_execution",
    "roll_of",
]

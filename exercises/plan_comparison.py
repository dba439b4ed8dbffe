"""Two versions of a training year side by side: by component, by event and why, by month and region."""

from __future__ import annotations

import asyncio
from uuid import UUID

from exercises.frozen import as_framed
from exercises.tables import TrainingPlan
from registry.access import Viewer, one
from scheduling.compare import Comparison, compare


async def compare_plans(viewer: Viewer, older_id: UUID, newer_id: UUID) -> Comparison:
    """
    Return what `newer_id` changes in `older_id` and why; cancelled events count as dropped.

    Each version is taken with the problem it was planned from, so that what changed in the records between
    the two shows as a reason. Raises `NotFound` when either is out of scope.
    """
    rows = [await one(viewer, TrainingPlan, key) for key in (older_id, newer_id)]
    older, newer = [await as_framed(row) for row in rows]
    return await asyncio.to_thread(compare, (older.problem, older.plan), (newer.problem, newer.plan))

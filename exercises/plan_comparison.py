"""Two versions of a training year side by side: by component, by event and why, by month and region."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import UUID

from exercises.entries import entries_of
from exercises.frozen import as_framed
from exercises.tables import PlannedEvent, TrainingPlan
from registry.access import Viewer, one, rows
from scheduling.compare import Comparison, EventChange, compare
from scheduling.words import Words


async def compare_plans(viewer: Viewer, older_id: UUID, newer_id: UUID) -> Comparison:
    """
    Return what `newer_id` changes in `older_id` and why; cancelled events count as dropped.

    Each version is taken with the problem it was planned from, so that what changed in the records between
    the two shows as a reason. Raises `NotFound` when either is out of scope.
    """
    versions = [await one(viewer, TrainingPlan, key) for key in (older_id, newer_id)]
    older, newer = [await as_framed(row) for row in versions]
    return await asyncio.to_thread(compare, (older.problem, older.plan), (newer.problem, newer.plan))


def title_of(change: EventChange) -> Words:
    """Return the title of an event that differs, without the identifier that sentences put behind it."""
    return Words(*(name.removesuffix(f" ({change.event})") for name in change.name))


async def changes_to_print(viewer: Viewer, plan: TrainingPlan) -> tuple[EventChange, ...]:
    """
    Return what a version changes in the one it replaces, as far as the viewer may know the days.

    Reasons name other events: they are left out where the viewer may not know the day of every event.
    """
    if plan.parent_id is None:
        return ()
    query = rows(viewer, PlannedEvent).filter(plan_id__in=[plan.parent_id, plan.id])
    entries = await entries_of(viewer, query)
    known = {entry.uid for entry in entries} - {entry.uid for entry in entries if not entry.dated}
    everything = all(entry.dated for entry in entries)
    compared = await compare_plans(viewer, plan.parent_id, plan.id)
    return tuple(
        change if everything else replace(change, reasons=())
        for change in compared.events
        if change.event in known
    )

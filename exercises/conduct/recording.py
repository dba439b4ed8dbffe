"""Recording an exercise that was held; the planned event it carries out is conducted from then on."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from exercises.codes import EventState, PlanState
from exercises.conduct.checking import check_new
from exercises.conduct.drafts import ExecutionDraft
from exercises.conduct.making import add_part, checked, link_row, lock
from exercises.errors import PlanFrozen, TransitionRefused
from exercises.events import MOVABLE
from exercises.tables import Execution, PlannedEvent, TrainingPlan
from registry.access import Viewer, one
from registry.errors import StaleVersion
from registry.evidence import attach
from registry.history import Act, Change, changing


async def record_execution(
    viewer: Viewer,
    act: Act,
    draft: ExecutionDraft,
    *,
    evidence_ids: Sequence[UUID] = (),
    event_version: int | None = None,
) -> Execution:
    """
    Store that an exercise was held; the planned event it carries out is conducted from then on.

    Parameters
    ----------
    viewer, act
        Who records it, and why.
    draft
        What was held.
    evidence_ids
        Files that prove it; they are attached to the execution.
    event_version
        Version of the event the caller has seen; not compared when None.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the event, a region, a team or a file, or may neither plan nor register in
        the region of the exercise or of a team.
    PlanFrozen
        The event's version of the plan is not issued.
    TransitionRefused
        The event was held already, or cancelled.
    StaleVersion
        The event was changed since the caller read it.
    InvalidValue
        Days to come, people who did not serve then, more people than the team has, an evaluator of the team
        itself who is said to be from outside, or a part that stands already.

    """
    event = None if draft.event_id is None else await _event(viewer, draft.event_id, event_version)
    found = await checked(viewer, act, draft, event, None)
    async with changing(act) as change:
        await lock(found.teams)
        await check_new(viewer, found.row, found.teams)
        held = await change.add(found.row)
        for part in draft.parts:
            await add_part(change, held, part, found.teams[part.team_id])
        for link in draft.links:
            await change.add(link_row(held, link, found.regions))
        if event is not None:
            await _conducted(change, event)
        await attach(viewer, change, held, evidence_ids)
    return held


async def _event(viewer: Viewer, event_id: UUID, version: int | None) -> PlannedEvent:
    """Return an event that can be held now: of an issued version, not yet held, not cancelled."""
    event = await one(viewer, PlannedEvent, event_id)
    plan = await one(viewer, TrainingPlan, event.plan_id)
    if version not in (None, event.version):
        raise StaleVersion(version or 0, event.version)
    if plan.state is not PlanState.ISSUED:
        raise PlanFrozen(plan.year, plan.number, plan.state.value)
    if event.state not in MOVABLE:
        raise TransitionRefused(PlannedEvent.table_name(), event.state, EventState.CONDUCTED, ())
    return event


async def _conducted(change: Change, event: PlannedEvent) -> None:
    await change.change(
        event,
        state=EventState.CONDUCTED,
        sequence=event.sequence + 1,
        changed_at=change.act.at,
        change_reason=change.act.reason[:300],
    )

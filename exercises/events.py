"""
Changing one planned event by hand, under the same rules as the solver.

The problem the version was made from is read back, the events stand where they stand now, and the
planner's own check says what a move would break. A refused change leaves everything as it was.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from exercises.codes import EventState, PlanState
from exercises.errors import MoveRefused, PlanFrozen, TransitionRefused
from exercises.frozen import Current, current
from exercises.tables import PlannedEvent, TrainingPlan
from registry.access import Viewer, one, require
from registry.codes import Capability
from registry.errors import InvalidValue
from registry.history import Act, Change, changing
from scheduling.moves import check_move as rules_broken
from scheduling.moves import moved
from scheduling.plan import Plan
from scheduling.rules.rule import Violation

CHANGEABLE = (PlanState.DRAFT, PlanState.CONSULTED, PlanState.ISSUED)
"""Versions whose events may be changed; the others are with the approver, superseded or over."""
MOVABLE = (EventState.PLANNED, EventState.NOTIFIED, EventState.LOCKED, EventState.POSTPONED)
"""States in which an event has not been held and still stands."""


@dataclass(frozen=True, slots=True)
class _Case:
    event: PlannedEvent
    plan: TrainingPlan


async def check_move(
    viewer: Viewer, event_id: UUID, first_day: date, *, notice_from: date | None = None
) -> tuple[Violation, ...]:
    """
    Return the rules that moving an event to `first_day` would break; none means that it may be made.

    Notice periods count from the day the version was framed for, or from `notice_from` if given.
    Raises `NotFound` when the event or its plan is out of scope.
    """
    event = await one(viewer, PlannedEvent, event_id)
    plan = await one(viewer, TrainingPlan, event.plan_id)
    return _broken(event, await current(plan), first_day, notice_from)


async def move_event(
    viewer: Viewer,
    act: Act,
    event_id: UUID,
    first_day: date,
    expected_version: int,
    reason: str | None = None,
    *,
    notice_from: date | None = None,
) -> PlannedEvent:
    """
    Move an event to another first day, with its resources; the plan's cost is recomputed.

    The reason is that of the act unless given. Returns the event with its sequence raised by one.

    Raises
    ------
    NotFound, AccessDenied
        Out of scope, or the viewer may not plan there.
    PlanFrozen
        The version is submitted, approved, superseded, closed or discarded.
    TransitionRefused
        The event was held or cancelled.
    MoveRefused
        The move would break rules; `violations` says which.
    StaleVersion
        The event was changed since it was read.

    """
    case = await _case(viewer, event_id)
    _check_state(case.event, EventState.POSTPONED)
    now = await current(case.plan)
    broken = _broken(case.event, now, first_day, notice_from)
    if broken:
        raise MoveRefused(broken)
    after = moved(now.problem, now.plan, case.event.uid, first_day)
    place = next(a for a in after.assignments if a.event == case.event.uid)
    async with changing(act) as change:
        fresh = await change.change(
            case.event,
            expected_version=expected_version,
            first_day=place.first_day,
            last_day=place.last_day,
            **_changed(case.event, act, reason),
        )
        await _recount(change, case.plan, now, after)
        return fresh


async def lock_event(viewer: Viewer, act: Act, event_id: UUID, expected_version: int) -> PlannedEvent:
    """Lock an event: neither a planner nor a later version moves it. Raises as `move_event`."""
    case = await _case(viewer, event_id)
    _check_state(case.event, EventState.LOCKED)
    async with changing(act) as change:
        return await change.change(case.event, expected_version=expected_version, locked=True)


async def unlock_event(viewer: Viewer, act: Act, event_id: UUID, expected_version: int) -> PlannedEvent:
    """Unlock an event; one dated outside stays where it is all the same. Raises as `move_event`."""
    case = await _case(viewer, event_id)
    _check_state(case.event, EventState.PLANNED)
    async with changing(act) as change:
        return await change.change(case.event, expected_version=expected_version, locked=False)


async def cancel_event(
    viewer: Viewer, act: Act, event_id: UUID, expected_version: int, reason: str | None = None
) -> PlannedEvent:
    """
    Cancel an event; it stays in the calendar as cancelled, and later versions do not bring it back.

    Cancelling an event of an issued version is the approver's decision.

    Raises
    ------
    InvalidValue
        No reason is given.
    NotFound, AccessDenied, PlanFrozen, TransitionRefused, StaleVersion
        As `move_event`; an issued version asks for `APPROVE` instead of `PLAN`.

    """
    case = await _case(viewer, event_id, Capability.APPROVE)
    why = act.reason if reason is None else reason
    if not why.strip():
        raise InvalidValue("reason", why, "a cancellation needs a reason", rule_zh="取消须说明原因")
    _check_state(case.event, EventState.CANCELLED)
    async with changing(act) as change:
        return await change.change(
            case.event,
            expected_version=expected_version,
            state=EventState.CANCELLED,
            **_changed(case.event, act, why),
        )


async def _case(viewer: Viewer, event_id: UUID, when_issued: Capability = Capability.PLAN) -> _Case:
    """Return the event with its plan, if the viewer may change it in the plan's state."""
    event = await one(viewer, PlannedEvent, event_id)
    plan = await one(viewer, TrainingPlan, event.plan_id)
    needed = when_issued if plan.state is PlanState.ISSUED else Capability.PLAN
    await require(viewer, needed, plan.region_id)
    if plan.state not in CHANGEABLE:
        raise PlanFrozen(plan.year, plan.number, plan.state.value)
    return _Case(event, plan)


def _check_state(event: PlannedEvent, wanted: EventState) -> None:
    if event.state not in MOVABLE:
        raise TransitionRefused(PlannedEvent.table_name(), event.state, wanted, ())


def _broken(
    event: PlannedEvent, now: Current, first_day: date, notice_from: date | None
) -> tuple[Violation, ...]:
    problem = now.problem
    if notice_from is not None:
        problem = replace(problem, issue_date=max(problem.issue_date, notice_from))
    if event.locked and first_day != event.first_day:
        return (_locked(event),)
    if event.state is EventState.CANCELLED:
        return (_cancelled(event),)
    return rules_broken(problem, now.plan, event.uid, first_day)


def _locked(event: PlannedEvent) -> Violation:
    zh = f"{event.title} 已由计划员锁定在 {event.first_day}，请先解锁"
    en = f"{event.title_en} is locked to {event.first_day} by the planner; unlock it first"
    return Violation("locked", (event.uid,), zh, en, (event.first_day,))


def _cancelled(event: PlannedEvent) -> Violation:
    zh, en = f"{event.title} 已取消", f"{event.title_en} is cancelled"
    return Violation("cancelled", (event.uid,), zh, en, (event.first_day,))


def _changed(event: PlannedEvent, act: Act, reason: str | None) -> dict[str, Any]:
    why = act.reason if reason is None else reason
    return {"sequence": event.sequence + 1, "changed_at": act.at, "change_reason": why[:300]}


async def _recount(change: Change, plan: TrainingPlan, now: Current, after: Plan) -> None:
    """Store the cost of the plan as it stands after a move; the bound stays true."""
    cost = after.cost
    await change.change(plan, objective=asdict(cost), total=cost.total(now.problem.weights))

"""
What planners ask of a version as its events stand now: where else, why not, what would help, what clashes.

Nothing here is stored. The planner's own library answers, in a thread, within the time given.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from exercises.events import MOVABLE
from exercises.frozen import Current, as_framed, current
from exercises.tables import PlannedEvent, TrainingPlan, UnscheduledDemand
from registry.access import Viewer, one
from registry.errors import InvalidValue
from scheduling.explain import Compatible, Explanation, Remedy, Undecided, conflict_of, remedies, why
from scheduling.explain.bottleneck import Bottleneck, bottlenecks
from scheduling.moves import Suggestion, suggest
from scheduling.outcome import Conflict
from scheduling.verify import verify

MOST_PLACES = 20
"""Most places offered for one event."""


async def suggested_places(
    viewer: Viewer, event_id: UUID, *, on: date, limit: int = 5
) -> tuple[Suggestion, ...]:
    """
    Return up to `limit` other places in the year for one event, the best first, spread over the year.

    Notice periods count from `on`. A locked event and one that was held or cancelled is offered none.
    Raises `NotFound` when the event or its plan is out of scope.
    """
    event = await one(viewer, PlannedEvent, event_id)
    plan = await one(viewer, TrainingPlan, event.plan_id)
    if event.locked or event.state not in MOVABLE:
        return ()
    now = _from(await current(plan), on)
    return await asyncio.to_thread(suggest, now.problem, now.plan, event.uid, limit)


async def explain_demand(viewer: Viewer, demand_id: UUID) -> Explanation:
    """
    Return why a demand is left out of its version as the events stand now.

    Raises `NotFound` when the demand or its version is out of scope.
    """
    demand, now = await _left_out(viewer, demand_id)
    return await asyncio.to_thread(why, now.problem, now.plan, demand.uid)


@dataclass(frozen=True, slots=True)
class Effort:
    """
    How long a search may take, and how much it returns at most.

    `seconds` are by the clock, or with `deterministic` the solver's own: the same answer every time, at the
    price of several times as long by the clock.
    """

    seconds: float
    limit: int = 5
    seed: int = 0
    deterministic: bool = False


async def remedies_for(viewer: Viewer, demand_id: UUID, effort: Effort) -> tuple[Remedy, ...]:
    """
    Return single changes after which a demand left out takes place, each proven, the smallest first.

    None may mean that the seconds did not suffice. Raises `NotFound` when the demand or its version is out of
    scope.
    """
    demand = await one(viewer, UnscheduledDemand, demand_id)
    now = await _sound(await one(viewer, TrainingPlan, demand.plan_id))
    return await asyncio.to_thread(
        remedies,
        now.problem,
        now.plan,
        demand.uid,
        seconds=effort.seconds,
        seed=effort.seed,
        limit=effort.limit,
        deterministic=effort.deterministic,
    )


async def bottlenecks_of(
    viewer: Viewer, plan_id: UUID, effort: Effort, on_checked: Callable[[int, int], None] | None = None
) -> tuple[Bottleneck, ...]:
    """
    Return the limits that cost a version most, each checked by planning its year anew with it relaxed by one.

    `on_checked` is told, in another thread, how many searches are done of how many. Raises `NotFound` when
    the version is out of scope.
    """
    now = await _sound(await one(viewer, TrainingPlan, plan_id))
    return await asyncio.to_thread(
        bottlenecks,
        now.problem,
        now.plan,
        seconds=effort.seconds,
        seed=effort.seed,
        limit=effort.limit,
        deterministic=effort.deterministic,
        on_checked=on_checked or _untold,
    )


async def conflict_of_demands(
    viewer: Viewer, plan_id: UUID, uids: Collection[str], seconds: float
) -> Conflict | Compatible | Undecided:
    """
    Tell whether some events of a version, and all that is locked in it, can take place in one year at all.

    `seconds` are the solver's own for each question to it. What the version leaves out may be asked for;
    exercises that the planner designs may not, nor pairs of regions.

    Raises
    ------
    NotFound
        The version is out of scope.
    InvalidValue
        The version's problem does not know an event.

    """
    now = await current(await one(viewer, TrainingPlan, plan_id))
    known = {event.id for event in now.problem.events}
    for uid in uids:
        if uid not in known:
            raise InvalidValue("uids", uid, "an event the version was asked to place")
    return await asyncio.to_thread(conflict_of, now.problem, tuple(uids), seconds=seconds)


async def _left_out(viewer: Viewer, demand_id: UUID) -> tuple[UnscheduledDemand, Current]:
    """Return a demand and its version as the events stand now."""
    demand = await one(viewer, UnscheduledDemand, demand_id)
    return demand, await current(await one(viewer, TrainingPlan, demand.plan_id))


async def _sound(row: TrainingPlan) -> Current:
    """Return a version as its events stand now, without later outages if its events break a rule in them."""
    now = await current(row)
    return now if verify(now.problem, now.plan).passed else await as_framed(row)


def _untold(done: int, searches: int) -> None:
    del done, searches


def _from(now: Current, on: date) -> Current:
    """Return a version with notice periods that count from a day, if that is later than its own."""
    return replace(now, problem=replace(now.problem, issue_date=max(now.problem.issue_date, on)))

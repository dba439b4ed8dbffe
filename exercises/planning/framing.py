"""The front door: one office, one year, one problem."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import anyio
import anyio.to_thread

from exercises.codes import EventState, PlanState
from exercises.interruptions import interruptions_of
from exercises.planning.frame import problem_of
from exercises.planning.reading import read_facts
from exercises.planning.standing import Standing
from exercises.tables import EventResource, EventTeam, PlannedEvent, TrainingPlan
from registry.access import Viewer, one, rows
from scheduling.problem import Problem


def draft_issue_date(year: int) -> date:
    """Return the day a year's first plan is taken to be issued: 1 December before it (assumed)."""
    return date(year - 1, 12, 1)


async def frame_problem(
    viewer: Viewer, region_id: UUID, year: int, *, issue_date: date, base_plan_id: UUID | None = None
) -> Problem:
    """
    Return the planning problem of a region's training year as known now.

    `issue_date` is the day the new version will be issued: notice periods count from it, and whatever
    the base plan placed before it is history. Without `base_plan_id` the version in force, if there is
    one, is the base: what it placed costs a move to change.

    Raises
    ------
    NotFound
        The region or the base plan is not there or out of scope.
    NothingToPlan
        No active team has a demand.
    UnknownYear
        No calendar can be given.

    """
    facts = await read_facts(viewer, region_id, year, issue_date)
    if base_plan_id is None:
        base = await version_in_force(region_id, year, viewer)
    else:
        base = await one(viewer, TrainingPlan, base_plan_id)
    earlier = await standings(base) if base else ()
    broken_off = interruptions_of(base) if base else ()
    return await anyio.to_thread.run_sync(problem_of, facts, earlier, broken_off)


async def version_in_force(region_id: UUID, year: int, viewer: Viewer) -> TrainingPlan | None:
    """Return the issued version of a region and year, or None."""
    query = rows(viewer, TrainingPlan).filter(region_id=region_id, year=year, state=PlanState.ISSUED)
    return await query.order_by("-number").first()


async def standings(plan: TrainingPlan) -> tuple[Standing, ...]:
    """Return where the events of a version stand; four statements whatever their number."""
    events = await PlannedEvent.filter(plan_id=plan.id).select_related("host").order_by("uid")
    crews: list[Any] = await EventTeam.filter(event__plan_id=plan.id).values_list("event_id", "team__code")
    choices: list[Any] = (
        await EventResource.filter(event__plan_id=plan.id)
        .order_by("ordinal")
        .values_list("event_id", "resource__code")
    )
    teams_of: dict[UUID, list[str]] = {}
    for event, team in crews:
        teams_of.setdefault(event, []).append(team)
    choices_of: dict[UUID, list[str]] = {}
    for event, resource in choices:
        choices_of.setdefault(event, []).append(resource)
    return tuple(
        Standing(
            uid=event.uid,
            first_day=event.first_day,
            choices=tuple(choices_of.get(event.id, ())),
            crews=tuple(sorted(teams_of.get(event.id, ()))),
            channel=event.channel_group,
            host=event.host.code if event.host else "",
            locked=event.locked,
            cancelled=event.state is EventState.CANCELLED,
        )
        for event in events
    )

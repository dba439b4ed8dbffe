"""The next sessions of many teams in two statements."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from api.context import Context, Info
from exercises.codes import EventState, PlanState
from exercises.tables import EventTeam, PlannedEvent
from registry.access import rows


async def next_sessions(info: Info, team_id: UUID, on: date) -> list[Any]:
    """Return the events of issued plans a team takes part in from a day on, by first day."""
    context = info.context

    async def load(keys: list[UUID]) -> list[Any]:
        return await _sessions(context, keys, on)

    found: list[Any] = await context.loaders.made(("next sessions", on), load).load(team_id)
    return found


async def _sessions(context: Context, team_ids: list[UUID], on: date) -> list[list[Any]]:
    """Return for each team its events from a day on."""
    coming = rows(context.viewer, PlannedEvent).filter(plan__state=PlanState.ISSUED, last_day__gte=on)
    events = {
        event.id: event
        for event in await coming.exclude(state=EventState.CANCELLED)
        .filter(teams__team_id__in=team_ids)
        .distinct()
    }
    groups: defaultdict[UUID, list[Any]] = defaultdict(list)
    for link in await rows(context.viewer, EventTeam).filter(event_id__in=list(events), team_id__in=team_ids):
        groups[link.team_id].append(events[link.event_id])
    for group in groups.values():
        group.sort(key=lambda event: (event.first_day, event.uid))
    return [groups[key] for key in team_ids]

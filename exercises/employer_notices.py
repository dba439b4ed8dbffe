"""Which employers are still to be told of the trainings in issued plans, and by which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tortoise.expressions import Subquery

from exercises.codes import EventState, PlanState
from exercises.tables import EventTeam, PlannedEvent
from registry.access import Viewer, one, rows
from registry.errors import InvalidValue
from registry.service import NOTICE_DAYS, employed_each
from registry.tables import EmployerNotice, Organization, Region, RegionClosure, Team

#: Farthest look ahead, in days.
MOST_DAYS = 400


@dataclass(frozen=True, slots=True)
class NoticeDue:
    """An employer still to be told of an event by a day, and how many of the team's members it employs."""

    due_on: date
    event: PlannedEvent
    team: Team
    organization: Organization
    persons: int


async def notices_due(viewer: Viewer, region_id: UUID, *, today: date, within_days: int) -> list[NoticeDue]:
    """
    Return the notices that fall due for the teams of a region until `within_days` days from today.

    Late ones, whose training has not begun, come first. An employer counts as told when a notice for
    that team and first day is on record: an event moved to another day is told anew. Left out are
    cancelled events, those whose day is not told to the teams, and employers out of reach. Everybody
    employed is counted, though an event may call a part of the team only. Statements do not grow with
    the events.

    Raises
    ------
    NotFound
        The viewer does not see the region.
    InvalidValue
        `within_days` is negative or above `MOST_DAYS`.

    """
    if not 0 <= within_days <= MOST_DAYS:
        raise InvalidValue("within_days", within_days, f"0 to {MOST_DAYS}")
    await one(viewer, Region, region_id)
    coming = await _coming(viewer, region_id, today, today + timedelta(days=within_days + NOTICE_DAYS))
    days = {(team.id, event.first_day) for event, team in coming}
    employed = await employed_each(days)
    told = await _told(viewer, days)
    known = {each for employers in employed.values() for each in employers}
    organizations = {each.id: each for each in await rows(viewer, Organization).filter(id__in=list(known))}
    due = [
        NoticeDue(event.first_day - timedelta(days=NOTICE_DAYS), event, team, organizations[each], persons)
        for event, team in coming
        for each, persons in employed[team.id, event.first_day].items()
        if each in organizations and (team.id, event.first_day, each) not in told
    ]
    return sorted(due, key=lambda each: (each.due_on, each.event.uid, each.team.code, each.organization.name))


async def _coming(
    viewer: Viewer, region_id: UUID, after: date, until: date
) -> list[tuple[PlannedEvent, Team]]:
    """Return the events of issued plans that begin after a day and by another, with their teams."""
    below = RegionClosure.filter(ancestor_id=region_id).values("descendant_id")
    teams = {team.id: team for team in await rows(viewer, Team).filter(region_id__in=Subquery(below))}
    issued = rows(viewer, PlannedEvent).filter(
        plan__state=PlanState.ISSUED, first_day__gt=after, first_day__lte=until, unannounced=False
    )
    events = {event.id: event for event in await issued.exclude(state=EventState.CANCELLED)}
    links = await rows(viewer, EventTeam).filter(event_id__in=list(events))
    return [(events[each.event_id], teams[each.team_id]) for each in links if each.team_id in teams]


async def _told(viewer: Viewer, days: set[tuple[UUID, date]]) -> set[tuple[UUID, date, UUID]]:
    """Return which employers were told of which team's training on which day."""
    notices = rows(viewer, EmployerNotice).filter(
        team_id__in=list({team_id for team_id, _ in days}), training_on__in=list({day for _, day in days})
    )
    return {(each.team_id, each.training_on, each.organization_id) for each in await notices}

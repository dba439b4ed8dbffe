"""
Reads the days on which command facilities are out, as closed days of what works from them.

One fact, one place: an approved outage blocks the resources and stations linked to its facility; no
absence is written for it, so a shortened or withdrawn outage frees them at once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from registry.access import SYSTEM, rows
from registry.codes import OutageState
from registry.periods import Period, reaching
from registry.tables import FacilityOutage, FacilityResource
from scheduling.problem import Problem, Window


@dataclass(frozen=True, slots=True)
class _Blocked:
    """A resource or a team (by id and code) that is blocked on some days."""

    resource_id: UUID | None
    team_id: UUID | None
    code: str
    window: Window


async def outage_windows(first: date, last: date) -> dict[UUID, list[Window]]:
    """Return the days between two (both included) on which resources and teams are blocked, by their ids."""
    found: dict[UUID, list[Window]] = defaultdict(list)
    for blocked in await _blocked(first, last):
        key = blocked.resource_id or blocked.team_id
        if key is not None:
            found[key].append(blocked.window)
    return found


async def with_outages(problem: Problem) -> Problem:
    """Return a stored problem with the outages known by now, not those known when it was planned."""
    blocked = await _blocked(date(problem.year, 1, 1), date(problem.year, 12, 31))
    if not blocked:
        return problem
    resources: dict[str, list[Window]] = defaultdict(list)
    crews: dict[str, list[Window]] = defaultdict(list)
    for each in blocked:
        (resources if each.resource_id is not None else crews)[each.code].append(each.window)
    return replace(
        problem,
        resources=tuple(
            replace(resource, closed=_joined(resource.closed, resources[resource.id]))
            if resource.id in resources
            else resource
            for resource in problem.resources
        ),
        crews=tuple(
            replace(crew, blocked=_joined(crew.blocked, crews[crew.id])) if crew.id in crews else crew
            for crew in problem.crews
        ),
    )


def _joined(known: tuple[Window, ...], found: list[Window]) -> tuple[Window, ...]:
    """Return windows with those found that are not among them."""
    return (*known, *(window for window in found if window not in known))


async def _blocked(first: date, last: date) -> list[_Blocked]:
    """Return what is blocked between two days, in the order of the outages."""
    dated = reaching(first)
    outages = (
        await rows(SYSTEM, FacilityOutage)
        .filter(dated, valid_from__lte=last, state=OutageState.APPROVED)
        .select_related("facility")
        .order_by("valid_from", "id")
    )
    if not outages:
        return []
    links = (
        await rows(SYSTEM, FacilityResource)
        .filter(dated, valid_from__lte=last, facility_id__in=list({o.facility_id for o in outages}))
        .select_related("resource", "team")
        .order_by("id")
    )
    year = Period.of_days(first, last)
    return [
        blocked
        for outage in outages
        for link in links
        if link.facility_id == outage.facility_id
        for blocked in _days(outage, link, year)
    ]


def _days(outage: FacilityOutage, link: FacilityResource, year: Period) -> list[_Blocked]:
    """Return the days of a year on which an outage blocks what is linked, if any."""
    days = Period(outage.valid_from, outage.valid_to).intersection(year)
    shared = days.intersection(Period(link.valid_from, link.valid_to)) if days is not None else None
    if shared is None or shared.end is None:
        return []
    facility, subject = outage.facility, link.resource or link.team
    reason = f"{facility.name}{outage.kind.zh} / {outage.kind.en} of {facility.code}"
    window = Window(shared.start, shared.end - timedelta(days=1), reason)
    return [] if subject is None else [_Blocked(link.resource_id, link.team_id, subject.code, window)]

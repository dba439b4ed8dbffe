"""Reads what surrounds teams that are to be made ready, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from exercises.codes import EventState, PlanState
from exercises.planning.blocked import blocked_days, closed_days
from exercises.planning.facts import YearFacts
from exercises.planning.outages import outage_windows
from exercises.planning.reading import fact_of, read_places, read_resources
from exercises.readiness.train_up.world import Booking, Dated, Qualified, World
from exercises.syllabus import syllabi
from exercises.tables import EventResource, EventTeam
from exercises.workdays import load_calendar
from registry.access import SYSTEM, Viewer, rows
from registry.codes import RegionLevel
from registry.errors import NotFound
from registry.tables import QualificationType, RegionClosure, Team
from scheduling.words import Words

STANDING = (EventState.PLANNED, EventState.NOTIFIED, EventState.LOCKED)
"""States of an event that will be held when it is planned to be."""


async def read_world(viewer: Viewer, team_ids: Collection[UUID], first: date, last: date) -> World:
    """
    Return what surrounds some teams from one day to another, both included.

    The teams are read in the viewer's scope; grounds and bookings of their cities whole, for a ground is
    taken whoever took it.

    Raises
    ------
    NotFound
        A team is not there or out of scope.

    """
    teams = await rows(viewer, Team).filter(id__in=list(team_ids)).select_related("organization")
    missing = set(team_ids) - {team.id for team in teams}
    if missing:
        raise NotFound(Team.table_name(), min(missing))
    teams.sort(key=lambda team: team.code)
    around, calendar_days = await _around(viewer, teams, first, last)
    return World(
        first=first,
        last=last,
        workdays=tuple((day - first).days for day in calendar_days),
        around=around,
        teams={str(team.id): fact for team, fact in zip(teams, around.teams, strict=True)},
        rules=await _rules(teams, first),
        bookings=await _bookings(first, last),
        dated=await _dated(team_ids, first, last),
        qualifications=await _qualifications(),
    )


async def _around(
    viewer: Viewer, teams: Sequence[Team], first: date, last: date
) -> tuple[YearFacts, tuple[date, ...]]:
    """Return places, teams and resources in the planner's terms, and the workdays."""
    places = await read_places(teams[0].region_id, await _cities(teams))
    outages = await outage_windows(first, last)
    blocked = await blocked_days(teams, first, last, places, outages)
    closed = await closed_days((first, last), outages)
    cities = {place_id for place_id, place in places.items() if place.level is RegionLevel.PREFECTURE}
    calendars = [await load_calendar(year) for year in range(first.year, last.year + 1)]
    around = YearFacts(
        region=places[teams[0].region_id].code,
        year=first.year,
        issue_date=first,
        calendar=calendars[0],
        places={place.code: place for place in places.values()},
        rules=(),
        teams=tuple(fact_of(team, places, blocked, {}) for team in teams),
        resources=await read_resources(viewer, teams[0].region_id, cities, places, closed),
    )
    return around, tuple(day for each in calendars for day in each.workdays_between(first, last))


async def _cities(teams: Iterable[Team]) -> set[UUID]:
    """Return the cities above some teams."""
    found: Any = await RegionClosure.filter(
        descendant_id__in=list({team.region_id for team in teams}), ancestor__level=RegionLevel.PREFECTURE
    ).values_list("ancestor_id", flat=True)
    return {*found, *(team.region_id for team in teams)}


async def _rules(teams: Sequence[Team], on: date) -> dict[str, Any]:
    """Return the rows of the syllabus that each team's office follows."""
    found = await syllabi({str(team.region_id) for team in teams}, on)
    return {str(team.id): found.sets[found.of_region[str(team.region_id)]] for team in teams}


async def _bookings(first: date, last: date) -> tuple[Booking, ...]:
    """Return what issued plans use between two days."""
    query = rows(SYSTEM, EventResource).filter(
        event__plan__state=PlanState.ISSUED,
        event__state__in=list(STANDING),
        event__first_day__lte=last,
        event__last_day__gte=first,
    )
    found: list[Any] = await query.order_by("event__first_day", "id").values_list(
        "resource__code", "event__first_day", "event__last_day", "quantity"
    )
    return tuple(Booking(*each) for each in found)


async def _dated(team_ids: Collection[UUID], first: date, last: date) -> tuple[Dated, ...]:
    """Return the events of issued plans in which the teams take part between two days."""
    query = rows(SYSTEM, EventTeam).filter(
        team_id__in=list(team_ids),
        event__plan__state=PlanState.ISSUED,
        event__state__in=list(STANDING),
        event__first_day__gte=first,
        event__last_day__lte=last,
    )
    links = await query.select_related("event").order_by("event__first_day", "event__uid", "id")
    return tuple(
        Dated(
            each.event.uid,
            str(each.team_id),
            each.event.kind,
            Words(each.event.title, each.event.title_en),
            each.event.first_day,
            each.event.last_day,
        )
        for each in links
    )


async def _qualifications() -> dict[str, Qualified]:
    """Return the kinds of qualifications by code, each with all it supersedes."""
    kinds = {kind.id: kind for kind in await rows(SYSTEM, QualificationType).all()}
    return {
        kind.code: Qualified(
            Words(kind.name, kind.name_en), kind.validity_months, frozenset(_below(kinds, kind))
        )
        for kind in kinds.values()
    }


def _below(kinds: Mapping[UUID, QualificationType], kind: QualificationType) -> Iterable[str]:
    """Yield the codes of what a kind supersedes, and of what that does."""
    seen: set[UUID] = set()
    while kind.supersedes_id is not None and kind.supersedes_id not in seen:
        seen.add(kind.supersedes_id)
        kind = kinds[kind.supersedes_id]
        yield kind.code

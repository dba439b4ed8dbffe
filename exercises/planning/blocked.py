"""Reads the days on which teams cannot train and resources are closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from exercises.planning.facts import PlaceFact
from registry.access import SYSTEM, rows
from registry.periods import reaching
from registry.tables import Blackout, Team, Unavailability
from scheduling.problem import Window

Windows = dict[UUID, list[Window]]


async def blocked_days(
    teams: Iterable[Team], first: date, last: date, places: dict[UUID, PlaceFact], outages: Windows
) -> Windows:
    """Return the days each team is blocked: unavailability, blackouts above it, its facility's outages."""
    found: Windows = defaultdict(list)
    for row in await rows(SYSTEM, Unavailability).filter(
        reaching(first),
        team_id__isnull=False,
        valid_from__lte=last,
        region_id__in=list(places),
    ):
        if row.team_id is not None:
            found[row.team_id].append(
                _window(row.valid_from, row.valid_to, last, row.reason.zh, row.reason.en)
            )
    blackouts = await rows(SYSTEM, Blackout).filter(
        reaching(first), valid_from__lte=last, region_id__in=list(places)
    )
    codes = {place.code: region_id for region_id, place in places.items()}
    for team in teams:
        found[team.id] += outages.get(team.id, [])
        above = _ancestors(places, codes, team.region_id)
        for b in blackouts:
            employers = (None, team.organization_id)
            concerned = b.category in (None, team.category) and b.organization_id in employers
            if concerned and b.region_id in above:
                found[team.id].append(_window(b.valid_from, b.valid_to, last, b.kind.zh, b.kind.en))
    return found


def _ancestors(places: dict[UUID, PlaceFact], codes: dict[str, UUID], region_id: UUID) -> set[UUID]:
    found: set[UUID] = set()
    current: UUID | None = region_id
    while current is not None and current not in found:
        found.add(current)
        parent = places[current].parent if current in places else None
        current = codes.get(parent) if parent else None
    return found


def _window(first: date, end: date | None, year_end: date, zh: str, en: str) -> Window:
    return Window(first, end - timedelta(days=1) if end else year_end, f"{zh} / {en}")


async def closed_days(year: tuple[date, date], outages: Windows) -> Windows:
    """Return the days each resource is closed between two days (both included), facilities' outages too."""
    found: Windows = defaultdict(list, {key: list(windows) for key, windows in outages.items()})
    for row in (
        await rows(SYSTEM, Unavailability)
        .filter(
            reaching(year[0]),
            resource_id__isnull=False,
            valid_from__lte=year[1],
        )
        .order_by("valid_from", "id")
    ):
        if row.resource_id is not None:
            window = _window(row.valid_from, row.valid_to, year[1], row.reason.zh, row.reason.en)
            found[row.resource_id].append(window)
    return found

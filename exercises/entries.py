"""Planned events as people read them: names instead of keys, estimated days marked, surprises kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tortoise.queryset import QuerySet

from exercises.codes import DayStatus, EventState, ExerciseKind
from exercises.tables import CalendarDay, EventResource, EventTeam, PlannedEvent, TrainingPlan
from exercises.workdays import calendar_of
from registry.access import Viewer, rows
from registry.codes import Capability


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One planned event for a calendar or a printed plan.

    `dated` is False for an unannounced event the reader may not plan: only its month may be shown.
    `estimated` says that one of its days is not announced as a workday yet.
    """

    uid: str
    plan_number: int
    plan_region: UUID
    year: int
    kind: ExerciseKind
    title: str
    title_en: str
    first_day: date
    last_day: date
    load_half_days: int
    region_code: str
    region_name: str
    host: str
    teams: tuple[str, ...]
    resources: tuple[str, ...]
    state: EventState
    locked: bool
    external: bool
    unannounced: bool
    dated: bool
    estimated: bool
    sequence: int
    changed_at: datetime
    change_reason: str


async def entries_of(viewer: Viewer, query: QuerySet[PlannedEvent]) -> tuple[Entry, ...]:
    """
    Return the events of a query by day and uid; six statements whatever their number.

    `query` is expected to come from `registry.access.rows`: no scope is added here.
    """
    events = await query.select_related("region", "host")
    ids = [event.id for event in events]
    plans = sorted({event.plan_id for event in events})
    versions = await _versions(plans)
    teams = await _names(EventTeam, plans, "team__code", "team__code")
    resources = await _names(EventResource, plans, "resource__name", "ordinal")
    shown = rows(viewer, PlannedEvent, Capability.PLAN).filter(plan_id__in=plans, unannounced=True)
    planned: set[Any] = set(await shown.values_list("id", flat=True)) if ids else set()
    estimated = await _estimated({version.year for version in versions.values()})
    found = [
        _entry(
            e,
            versions[e.plan_id],
            teams=tuple(teams.get(e.id, ())),
            resources=tuple(resources.get(e.id, ())),
            dated=not e.unannounced or e.id in planned,
            estimated=e.first_day in estimated or e.last_day in estimated,
        )
        for e in events
    ]
    return tuple(sorted(found, key=lambda entry: (entry.first_day, entry.uid, entry.plan_number)))


@dataclass(frozen=True, slots=True)
class _Version:
    number: int
    region_id: UUID
    year: int


def _entry(
    e: PlannedEvent,
    version: _Version,
    *,
    teams: tuple[str, ...],
    resources: tuple[str, ...],
    dated: bool,
    estimated: bool,
) -> Entry:
    return Entry(
        uid=e.uid,
        plan_number=version.number,
        plan_region=version.region_id,
        year=version.year,
        kind=e.kind,
        title=e.title,
        title_en=e.title_en,
        first_day=e.first_day,
        last_day=e.last_day,
        load_half_days=e.load_half_days,
        region_code=e.region.code,
        region_name=e.region.name,
        host=e.host.name if e.host else "",
        teams=teams,
        resources=resources,
        state=e.state,
        locked=e.locked,
        external=e.external,
        unannounced=e.unannounced,
        dated=dated,
        estimated=estimated,
        sequence=e.sequence,
        changed_at=e.changed_at,
        change_reason=e.change_reason,
    )


async def _versions(plans: list[UUID]) -> dict[UUID, _Version]:
    """Return what an entry says of its plan; the plan's frozen problem is large and stays unread."""
    query = TrainingPlan.filter(id__in=plans)
    found: list[Any] = await query.values_list("id", "number", "region_id", "year") if plans else []
    return {plan_id: _Version(*facts) for plan_id, *facts in found}


async def _names(
    table: type[EventTeam] | type[EventResource], plans: list[UUID], column: str, order: str
) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    if plans:
        links: list[Any] = (
            await table.filter(event__plan_id__in=plans).order_by(order).values_list("event_id", column)
        )
        for event, name in links:
            found[event].append(name)
    return found


async def _estimated(years: set[int]) -> frozenset[date]:
    """Return the estimated days of some years: what is stored as announced is not."""
    if not years:
        return frozenset()
    first, last = date(min(years), 1, 1), date(max(years), 12, 31)
    stored: list[Any] = await CalendarDay.filter(day__gte=first, day__lte=last).values_list("day", "status")
    announced = {day for day, status in stored if status == DayStatus.ANNOUNCED.value}
    guessed = {day for year in years for day in calendar_of(year).estimated}
    guessed |= {day for day, status in stored if status == DayStatus.ESTIMATED.value}
    return frozenset(guessed - announced)

"""
The training year out of the house: an iCalendar feed and a workbook.

The feed is byte-stable: `DTSTAMP` is the time of change, identifiers never change, and what is cancelled
or dropped stays as cancelled instead of vanishing. No personal names; unannounced events are left out
for everybody but planners.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

import anyio
from icalendar import Calendar, Event
from icalendar.enums import STATUS
from tortoise.expressions import Q, Subquery

from exercises.codes import EventState, PlanState
from exercises.components import parts_of_plan
from exercises.entries import Entry, entries_of
from exercises.plan_comparison import changes_to_print
from exercises.tables import EventTeam, PlannedEvent, TrainingPlan, UnscheduledDemand
from exercises.workbook import workbook_bytes
from exercises.workbook_sheet import Heading
from registry.access import Viewer, one, rows
from registry.history import SHANGHAI
from registry.tables import Region

PRODID = "-//Muster//training year//ZH"
UID_DOMAIN = "muster"
HALF_DAY = (time(8, 30), time(12, 0))
"""Half-day events are held in the morning, Asia/Shanghai (assumed)."""
PUBLISHED = (PlanState.ISSUED, PlanState.CLOSED, PlanState.AMENDED)


async def calendar_ics(viewer: Viewer, *, region_id: UUID, year: int | None = None) -> bytes:
    """
    Return the issued training years of a region as an iCalendar file.

    Events of the region's subtree and those its teams take part in, within the viewer's scope. Events an
    earlier version announced and the one in force does not hold any more come as cancelled.

    Raises
    ------
    NotFound
        The region is out of scope.

    """
    region = await one(viewer, Region, region_id)
    attended = EventTeam.filter(team__region__ancestor_pairs__ancestor_id=region_id)
    inside = Region.filter(ancestor_pairs__ancestor_id=region_id)
    query = rows(viewer, PlannedEvent).filter(
        Q(region_id__in=Subquery(inside.values("id"))) | Q(id__in=Subquery(attended.values("event_id"))),
        plan__state__in=list(PUBLISHED),
    )
    if year is not None:
        query = query.filter(plan__year=year)
    entries = _latest(await entries_of(viewer, query))
    name = f"{region.name} 训练计划 / training year {region.code}"
    uid = str(uuid5(NAMESPACE_URL, f"muster:calendar:{region.id}:{year or 'all'}"))
    return await anyio.to_thread.run_sync(ics_bytes, name, uid, entries)


async def plan_workbook(viewer: Viewer, plan_id: UUID) -> bytes:
    """
    Return one version of a training year as an Excel workbook made for printing.

    Raises
    ------
    NotFound
        The version is out of scope.

    """
    plan = await one(viewer, TrainingPlan, plan_id)
    await plan.fetch_related("region")
    entries = await entries_of(viewer, rows(viewer, PlannedEvent).filter(plan_id=plan_id))
    changed = [entry.changed_at for entry in entries]
    heading = Heading(
        region=plan.region.name,
        region_code=plan.region.code,
        year=plan.year,
        number=plan.number,
        state=plan.state,
        estimated=plan.estimated_days,
        total=plan.total,
        bound=plan.bound,
        created=plan.issued_at or max(changed, default=datetime(plan.year, 1, 1, tzinfo=SHANGHAI)),
    )
    left_out = await rows(viewer, UnscheduledDemand).filter(plan_id=plan_id).order_by("-points", "uid")
    changes = await changes_to_print(viewer, plan)
    return await anyio.to_thread.run_sync(
        workbook_bytes, heading, entries, tuple(left_out), parts_of_plan(plan), changes
    )


def ics_bytes(name: str, uid: str, entries: Iterable[Entry]) -> bytes:
    """Return a calendar as bytes; equal arguments give equal bytes. Entries without a date are left out."""
    calendar = Calendar.new(name=name, uid=uid, prodid=PRODID, refresh_interval=timedelta(hours=6))
    calendar.add("X-WR-TIMEZONE", "Asia/Shanghai")
    for entry in entries:
        if entry.dated:
            calendar.add_component(_event(entry))
    calendar.add_missing_timezones()
    body: bytes = calendar.to_ical()
    return body


def _latest(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return each event as the newest version that holds it; one dropped since is cancelled."""
    newest: dict[tuple[UUID, int], int] = {}
    found: dict[tuple[UUID, str], Entry] = {}
    for entry in entries:
        year = (entry.plan_region, entry.year)
        newest[year] = max(newest.get(year, 0), entry.plan_number)
        known = found.get((entry.plan_region, entry.uid))
        if known is None or known.plan_number < entry.plan_number:
            found[entry.plan_region, entry.uid] = entry
    latest = [
        entry
        if entry.plan_number == newest[entry.plan_region, entry.year] or entry.state is EventState.CANCELLED
        else replace(entry, state=EventState.CANCELLED, sequence=entry.sequence + 1)
        for entry in found.values()
    ]
    return tuple(sorted(latest, key=lambda entry: (entry.first_day, entry.uid)))


def _event(entry: Entry) -> Event:
    cancelled = entry.state is EventState.CANCELLED
    half = entry.load_half_days == 1 and entry.first_day == entry.last_day
    start = datetime.combine(entry.first_day, HALF_DAY[0], SHANGHAI) if half else entry.first_day
    end = datetime.combine(entry.last_day, HALF_DAY[1], SHANGHAI) if half else entry.last_day + timedelta(1)
    return Event.new(
        uid=f"{entry.uid}@{UID_DOMAIN}",
        summary=f"{entry.title} / {entry.title_en}",
        start=start,
        end=end,
        stamp=entry.changed_at,
        last_modified=entry.changed_at,
        sequence=entry.sequence,
        status=STATUS.CANCELLED if cancelled else STATUS.CONFIRMED,
        categories=[entry.kind.zh, entry.kind.en],
        description=_description(entry),
        location="、".join(entry.resources) or None,
    )


def _description(entry: Entry) -> str:
    lines = [f"科目 Kind: {entry.kind.zh} / {entry.kind.en}"]
    if entry.teams:
        lines.append(f"队伍 Teams: {', '.join(entry.teams)}")
    if entry.host:
        lines.append(f"承办 Host: {entry.host}")
    if entry.estimated:
        lines.append("日期为估计工作日，以国务院通知为准 / The workday is estimated, not announced yet.")
    if entry.change_reason:
        lines.append(f"变更 Change: {entry.change_reason}")
    return "\n".join(lines)

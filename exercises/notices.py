"""Official holiday notices: days become announced, and the planned events they hit are named."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from exercises.codes import DayKind, DayStatus, EventState, PlanState
from exercises.errors import InvalidNotice
from exercises.tables import CalendarDay, PlannedEvent
from exercises.workdays import WORKED, DayFact, days_of
from registry.access import Viewer, rows
from registry.codes import Capability
from registry.errors import AccessDenied
from registry.history import Act, changing

COLUMNS = ("date", "kind", "name")
LIVE_PLANS = (PlanState.DRAFT, PlanState.CONSULTED, PlanState.SUBMITTED, PlanState.APPROVED, PlanState.ISSUED)


@dataclass(frozen=True, slots=True)
class NoticeReport:
    """
    What an imported notice did.

    `days` were set to announced, `changed` of them became worked or free; `hit` are the planned events
    (within the viewer's scope) that stand on a day now free.
    """

    days: int
    changed: tuple[date, ...]
    hit: tuple[PlannedEvent, ...]


async def import_notice(
    viewer: Viewer, act: Act, notice: str | Iterable[Mapping[str, str]], *, source: str
) -> NoticeReport:
    """
    Set the days of an official notice and answer which planned events it hits.

    `notice` is CSV text or rows with the columns ``date`` (ISO), ``kind`` (workday, make_up, weekend or
    holiday) and ``name``; days of its years that it does not name become announced as the law has them.
    All of it or nothing.

    Raises
    ------
    InvalidNotice
        A row cannot be read; `row` counts from 1 with the heading.
    AccessDenied
        The viewer may neither plan nor administer anywhere: the calendar is everybody's.

    """
    if not (viewer.can(Capability.PLAN) or viewer.can(Capability.ADMINISTER)):
        raise AccessDenied(Capability.PLAN, "calendar")
    named = {fact.day: fact for fact in _read(notice, source)}
    wanted: dict[date, DayFact] = {}
    for year in sorted({day.year for day in named}):
        for fact in days_of(year):
            lawful = DayFact(fact.day, fact.kind, DayStatus.ANNOUNCED, fact.name, source)
            wanted[fact.day] = named.get(fact.day, lawful)
    changed = await _store(act, wanted)
    return NoticeReport(len(wanted), changed, await _hit(viewer, wanted, changed))


async def _store(act: Act, wanted: Mapping[date, DayFact]) -> tuple[date, ...]:
    changed: list[date] = []
    async with changing(act) as change:
        stored = {row.day: row for row in await CalendarDay.filter(day__in=list(wanted))}
        new: list[CalendarDay] = []
        usual = {fact.day: fact.kind for year in {d.year for d in wanted} for fact in days_of(year)}
        for day, fact in wanted.items():
            before = stored[day].kind if day in stored else usual[day]
            if (before in WORKED) != (fact.kind in WORKED):
                changed.append(day)
            values: dict[str, Any] = asdict(fact)
            values.pop("day")
            if day in stored:
                await change.change(stored[day], **values)
            else:
                new.append(CalendarDay(day=day, **values))
        if new:
            await change.add_all(new)
    return tuple(sorted(changed))


async def _hit(
    viewer: Viewer, wanted: Mapping[date, DayFact], changed: tuple[date, ...]
) -> tuple[PlannedEvent, ...]:
    free = [day for day in changed if wanted[day].kind not in WORKED]
    if not free:
        return ()
    query = rows(viewer, PlannedEvent).filter(
        plan__state__in=list(LIVE_PLANS), first_day__lte=max(free), last_day__gte=min(free)
    )
    events = await query.exclude(state=EventState.CANCELLED).order_by("first_day", "uid")
    return tuple(e for e in events if any(e.first_day <= day <= e.last_day for day in free))


def _read(notice: str | Iterable[Mapping[str, str]], source: str) -> Iterable[DayFact]:
    rows_in = csv.DictReader(io.StringIO(notice)) if isinstance(notice, str) else notice
    for number, row in enumerate(rows_in, start=2):
        for column in COLUMNS[:2]:
            if not row.get(column):
                raise InvalidNotice(number, "", f"the column {column} is empty or missing")
        try:
            day = date.fromisoformat(row["date"].strip())
        except ValueError as error:
            raise InvalidNotice(number, row["date"], "the date must be written 2027-01-31") from error
        if row["kind"].strip() not in {kind.value for kind in DayKind}:
            names = ", ".join(kind.value for kind in DayKind)
            raise InvalidNotice(number, row["kind"], f"the kind must be one of {names}")
        kind = DayKind(row["kind"].strip())
        yield DayFact(day, kind, DayStatus.ANNOUNCED, (row.get("name") or "").strip(), source)

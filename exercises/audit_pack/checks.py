"""The topics about checks and hazards: what was looked at and published, and what is not put right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from exercises.audit_pack.headings import CLOSED_DAYS
from exercises.audit_pack.inspection_headings import CHECKS, HAZARD_TIMES, HAZARDS
from exercises.audit_pack.pack import Cell, Topic, both
from exercises.audit_pack.records import OVERDUE, Reader, day_text
from registry.access import rows
from registry.codes import AnswerKind, CheckState, FindingState, HazardState
from registry.hazards.times import Durations, HazardTimes, hazard_report
from registry.periods import in_force
from registry.tables import CheckAnswer, CheckInspector, Finding, Hazard, InspectionCheck

_ROUTINE = ("日常监督检查", "routine")
_WHOLE = ("合计", "whole")


async def checks_topic(reader: Reader) -> Topic:
    """Return the checks of the year before the day, and those still to be held; inspectors as counts."""
    since = reader.on - timedelta(days=CLOSED_DAYS)
    listed = rows(reader.viewer, InspectionCheck).filter(in_force(reader.on), reader.within("region_id"))
    recent = listed.filter(Q(planned_on__gte=since) | Q(state=CheckState.PLANNED))
    found = await recent.select_related("region").order_by("planned_on", "object_label", "edition", "id")
    ids = [check.id for check in found]
    counts = (
        await _counted(reader, CheckInspector),
        await _counted(reader, CheckInspector, third_party=True),
        await _counted(reader, CheckAnswer, answer=AnswerKind.NO),
        Counter[UUID](await _checks_of(reader, ids)),
    )
    return replace(CHECKS, rows=tuple(_check(each, reader, counts) for each in found))


async def _counted(reader: Reader, table: Any, **which: Any) -> Counter[UUID]:
    """Return how many rows of a table each check of the region has."""
    listed = rows(reader.viewer, table).filter(
        in_force(reader.on), reader.within("check__region_id"), **which
    )
    found: Any = await listed.values_list("check_id", flat=True)
    return Counter(found)


async def _checks_of(reader: Reader, ids: Sequence[UUID]) -> Sequence[UUID]:
    """Return the checks of findings that count, each as often as it has some."""
    listed = rows(reader.viewer, Finding).filter(in_force(reader.on), check_id__in=list(ids))
    found: Any = await listed.exclude(state=FindingState.WITHDRAWN).values_list("check_id", flat=True)
    return list(found)


def _check(check: InspectionCheck, reader: Reader, counts: Sequence[Counter[UUID]]) -> tuple[Cell, ...]:
    draw = both(_ROUTINE) if check.plan_id is None else reader.kept.draws.get(check.plan_id)
    inspectors, outside, unmet, findings = (each[check.id] for each in counts)
    return (
        check.region.name,
        both((check.object_kind.zh, check.object_kind.en)),
        check.object_label,
        draw,
        reader.kept.lists.get(check.check_list_id),
        both((check.state.zh, check.state.en)),
        day_text(check.planned_on),
        day_text(check.held_on),
        both((check.result.zh, check.result.en)) if check.result else None,
        inspectors,
        outside,
        unmet,
        findings,
        day_text(check.published_on),
        check.edition,
        check.note,
        check.publication,
    )


async def hazard_topics(reader: Reader) -> tuple[Topic, Topic]:
    """Return the hazards not closed on the day or closed within a year, and how long they took."""
    since = reader.on - timedelta(days=CLOSED_DAYS)
    listed = rows(reader.viewer, Hazard).filter(in_force(reader.on), reader.within("region_id"))
    ended = [HazardState.CLOSED, HazardState.DISMISSED]
    kept = listed.filter(Q(closed_on__gte=since) | ~Q(state__in=ended)).select_related("region")
    found = await kept.order_by("due_on", "code")
    found.sort(key=lambda row: not _late(row, reader))
    times = await hazard_report(reader.viewer, reader.region_id, since=since, on=reader.on)
    lines = (times.whole, *times.regions, *times.levels)
    return (
        replace(HAZARDS, rows=tuple(_hazard(row, reader) for row in found)),
        replace(HAZARD_TIMES, rows=tuple(_taken(line, line is times.whole) for line in lines)),
    )


def _late(hazard: Hazard, reader: Reader) -> bool:
    return hazard.closed_on is None and hazard.due_on < reader.on


def _hazard(row: Hazard, reader: Reader) -> tuple[Cell, ...]:
    state = OVERDUE if _late(row, reader) else (row.state.zh, row.state.en)
    return (
        both(state),
        row.code,
        row.region.name,
        row.title,
        row.place,
        both((row.severity.zh, row.severity.en)),
        both((row.level.zh, row.level.en)),
        day_text(row.valid_from),
        day_text(row.due_on),
        day_text(row.disposed_on),
        day_text(row.closed_on),
        row.disposal,
        reader.who(row.disposed_by_id),
        reader.who(row.closed_by_id),
    )


def _taken(line: HazardTimes, whole: bool) -> tuple[Cell, ...]:
    where = line.region.name if line.region else None
    level = both((line.level.zh, line.level.en)) if line.level else None
    return (
        both(_WHOLE) if whole else where or level,
        line.found,
        line.open,
        line.overdue,
        line.oldest_open_days,
        *_days(line.discovery),
        *_days(line.disposal),
        *_days(line.closing),
    )


def _days(taken: Durations) -> tuple[Cell, Cell]:
    return taken.median_days, taken.ninety_days

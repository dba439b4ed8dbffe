"""Load what the screen looks at: a region's subtree and a period, one statement for each table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pandas as pd
from tortoise.expressions import Q, Subquery

from exercises.screening.columns import ENTERED, SNAPSHOTS, SOURCES, WATCHED, Source
from registry.access import Viewer, rows
from registry.codes import LedgerAction, TaskState
from registry.consistency.frames import Frames, answer, as_frame
from registry.frame import Column, Frame
from registry.history import SHANGHAI
from registry.readiness.records.keeping import snapshots
from registry.tables import LedgerEntry, RegionClosure

#: An exercise may begin so many days before the last day by which it counts (assumed).
LONGEST_DAYS = 31


@dataclass(frozen=True, slots=True)
class Period:
    """The region whose subtree is screened, and the days, both included."""

    region_id: UUID
    since: date
    until: date


async def gathered(viewer: Viewer, period: Period, tables: Iterable[str]) -> Frames:
    """Return the frames of some tables as far as the viewer may read them, judged on the last day."""
    frames = {name: await _frame(viewer, period, name) for name in sorted(set(tables))}
    return Frames(period.until, frames)


async def _frame(viewer: Viewer, period: Period, name: str) -> Frame:
    if name == ENTERED:
        return await _entered(period)
    if name == SNAPSHOTS:
        return await _snapshots(viewer, period)
    source = SOURCES[name]
    listed: Any = rows(viewer, source.table).filter(_condition(period, source))
    found = await answer(listed.values_list(*source.columns, *source.moments))
    width = len(source.columns)
    frame = as_frame(source.table, source.columns, [row[:width] for row in found])
    moments = {
        each: _moments([row[width + number] for row in found]) for number, each in enumerate(source.moments)
    }
    return frame.assign(**moments)


def _condition(period: Period, source: Source) -> Q:
    """Return the condition that a row belongs to the region's teams and to the period."""
    wanted: dict[str, Any] = {}
    if source.region:
        below = RegionClosure.filter(ancestor_id=period.region_id).values("descendant_id")
        wanted[f"{source.region}__in"] = Subquery(below)
    if source.day:
        wanted |= {f"{source.day}__gte": period.since, f"{source.day}__lte": period.until}
    condition = Q(**wanted)
    if "valid_to" in source.columns:
        lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=period.since)
        condition &= Q(valid_from__lte=period.until) & lasting
    if source.table.has_many(source.region or "id"):
        return Q(id__in=Subquery(source.table.filter(condition).values("id")))
    return condition


async def _entered(period: Period) -> Frame:
    """Return when the watched records of the period were entered, and by which change."""
    listed: Any = LedgerEntry.filter(
        record_table__in=list(WATCHED),
        action=LedgerAction.ADD,
        valid_from__gte=period.since - timedelta(days=LONGEST_DAYS),
        valid_from__lte=period.until,
    )
    found = await answer(listed.values_list("record_table", "record_id", "change_id", "recorded_at"))
    table, record, change, moment = zip(*found, strict=True) if found else ((), (), (), ())
    return pd.DataFrame(
        {
            "record_table": pd.Series(table, dtype="object"),
            "id": pd.Series([str(each) for each in record], dtype="object"),
            "change_id": pd.Series([str(each) for each in change], dtype="object"),
            "recorded_at": _moments(list(moment)),
        }
    )


async def _snapshots(viewer: Viewer, period: Period) -> Frame:
    """Return the kept ratings of the period for peace: level shown and what it was counted from."""
    listed: Any = snapshots(viewer, period.region_id).filter(
        task_state=TaskState.PEACE, day__gte=period.since, day__lte=period.until
    )
    found = await answer(listed.values_list("team_id", "region_id", "day", "level", "shown", "fractions"))
    columns = list(zip(*found, strict=True)) if found else [()] * 6
    team, region, day, level, shown, fractions = columns
    return pd.DataFrame(
        {
            "team_id": pd.Series([str(each) for each in team], dtype="object"),
            "region_id": pd.Series([str(each) for each in region], dtype="object"),
            "day": pd.to_datetime(pd.Series(day, dtype="object"), format="ISO8601").astype("datetime64[us]"),
            "level": pd.Series(shown, dtype="float64").fillna(pd.Series(level, dtype="float64")),
            "fractions": pd.Series([str(each) for each in fractions], dtype="object"),
        }
    )


def _moments(cells: list[Any]) -> Column:
    """Return moments as the offices' clocks showed them, without a zone."""
    told = pd.to_datetime(pd.Series(cells, dtype="object"), utc=True, format="ISO8601")
    return told.dt.tz_convert(SHANGHAI).dt.tz_localize(None).astype("datetime64[us]")

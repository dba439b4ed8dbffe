"""The readiness of all teams and of sets of them, at the command line and each night."""

from __future__ import annotations

from datetime import date
from typing import Any

from exercises.readiness.grouped import UnitReadiness, grouped, joint_region
from exercises.readiness.snapshots import Difference, keep_everything, verify_snapshots
from muster import clock
from muster.office import region_coded, viewer_named
from muster.past import past_of
from muster.settings import Settings
from muster.terminal import progress_line
from registry.codes import ReadinessGrouping, TaskState


async def keep() -> dict[str, Any]:
    """Rate every team as of today, keep that, take the day's snapshots, and return what was done."""
    with progress_line("Rating every team") as line:
        night = await keep_everything(clock.today(), lambda done, of: line.show(f"{done:,} of {of:,}"))
    return {"day": night.day.isoformat(), "teams": night.teams, "snapshots": night.snapshots}


async def verify(settings: Settings, login: str, day: date, region_code: str | None) -> dict[str, Any]:
    """Make the snapshots of a day again from the past and return those that differ."""
    viewer = await viewer_named(login)
    region = None if region_code is None else (await region_coded(viewer, region_code)).id
    past = past_of(settings)
    try:
        found = await verify_snapshots(viewer, past, day, region)
    finally:
        await past.close()
    differences = [_told(each) for each in found.differences]
    return {"day": day.isoformat(), "snapshots": found.snapshots, "differences": differences}


def _told(difference: Difference) -> dict[str, Any]:
    """Return a snapshot that differs as facts for people."""
    columns = {
        name: {"stored": stored, "again": again} for name, (stored, again) in difference.columns.items()
    }
    return {"team_id": str(difference.team_id), "task": difference.task.value, "columns": columns}


async def of_set(login: str, region_code: str, by: str, on: date | None, task: str) -> list[dict[str, Any]]:
    """Return the readiness of a region's teams by group, as facts for people."""
    viewer = await viewer_named(login)
    region = await region_coded(viewer, region_code)
    found = await grouped(viewer, region.id, ReadinessGrouping(by), on or clock.today(), TaskState(task))
    return [{"name": each.group.name, "name_en": each.group.name_en, **each.sums} for each in found]


async def as_units(login: str, region_code: str, on: date | None, task: str) -> list[dict[str, Any]]:
    """Return each function of a region, and all of it, rated as one unit, as facts for people."""
    viewer = await viewer_named(login)
    region = await region_coded(viewer, region_code)
    found = await joint_region(viewer, region.id, on or clock.today(), TaskState(task))
    return [_unit(each) for each in found]


def _unit(unit: UnitReadiness) -> dict[str, Any]:
    values = {name: value for name, value in unit.values.items() if name not in ("group", "function")}
    name, name_en = ("全部", "all") if unit.function is None else (unit.function.zh, unit.function.en)
    return {"name": name, "name_en": name_en, **values}

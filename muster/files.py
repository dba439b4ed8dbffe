"""Writing a training year to a file."""

from __future__ import annotations

from pathlib import Path

from exercises.calendars import calendar_ics, plan_workbook
from muster.office import plan_versioned, region_coded, viewer_named
from muster.settings import Settings
from muster.terminal import progress_line


async def write(
    settings: Settings, form: str, output: str, chosen: tuple[int | None, str | None, int | None], login: str
) -> int:
    """Write `chosen` (year, region code, version) as `form` (ics or xlsx) to `output`; return the bytes."""
    year, code, version = chosen
    viewer = await viewer_named(login)
    region = await region_coded(viewer, code or settings.region)
    with progress_line(f"Writing {output}"):
        if form == "ics":
            body = await calendar_ics(viewer, region_id=region.id, year=year or settings.year)
        else:
            plan = await plan_versioned(viewer, region, year or settings.year, version)
            body = await plan_workbook(viewer, plan.id)
    Path(output).write_bytes(body)  # noqa: ASYNC240 -- the command's last act; nobody else waits on this loop
    return len(body)

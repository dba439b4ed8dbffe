"""Commands that write a plan to a file: export ics, export xlsx."""

from __future__ import annotations

import asyncio

import typer

from muster.commands.options import AsJson, Login, Output, RegionCode, Version, Year
from muster.settings import from_environment

export_app = typer.Typer(
    no_args_is_help=True, help="Write the training year to a calendar file or a workbook."
)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(export_app, name="export")


@export_app.command()
def ics(
    output: Output = "training-year.ics",
    year: Year = None,
    region: RegionCode = None,
    login: Login = "planner",
    as_json: AsJson = False,
) -> None:
    """Write the issued training year as an iCalendar file."""
    _write("ics", output, (year, region, None), login, as_json=as_json)


@export_app.command()
def xlsx(
    output: Output = "training-year.xlsx",
    year: Year = None,
    region: RegionCode = None,
    version: Version = None,
    login: Login = "planner",
    as_json: AsJson = False,
) -> None:
    """Write a plan version as a workbook: month by district, the list, and what is left out with reasons."""
    _write("xlsx", output, (year, region, version), login, as_json=as_json)


def _write(
    form: str, output: str, chosen: tuple[int | None, str | None, int | None], login: str, *, as_json: bool
) -> None:
    """Write the file and say how large it is."""
    from muster import database, files  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    settings = from_environment()

    async def work() -> int:
        async with database.connected(settings):
            return await files.write(settings, form, output, chosen, login)

    size = asyncio.run(work())
    emit({"file": output, "bytes": size}, f"Wrote {output} ({size:,} bytes).", as_json=as_json)

"""The command that lists what falls due."""

from __future__ import annotations

from typing import Annotated

import typer

from muster.commands.asking import in_database
from muster.commands.options import AsJson, Login, RegionCode


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(due)


def due(
    region: RegionCode = None,
    days: Annotated[int, typer.Option("--days", min=0, max=1_100, help="How many days ahead to look.")] = 60,
    login: Login = "registrar",
    as_json: AsJson = False,
) -> None:
    """List what falls due by date, late things first: inspections, certificates, findings and the like."""
    from muster import dues  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    found = in_database(lambda settings: dues.all_due(login, region or settings.region, days))
    emit(found, dues.table_of(found), as_json=as_json)

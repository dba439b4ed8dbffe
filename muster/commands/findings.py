"""Commands on what was found: findings that are overdue, and how long hazards take."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from muster.commands.asking import in_database
from muster.commands.options import AsJson, Login, RegionCode

hazards_app = typer.Typer(no_args_is_help=True, help="Look at hazards of the five-level network.")
_Day = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Last day; today without it.")
]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(findings)
    app.add_typer(hazards_app, name="hazards")


def findings(
    region: RegionCode = None,
    days: Annotated[
        int, typer.Option("--days", min=0, max=1_100, help="Also those due within so many days.")
    ] = 0,
    login: Login = "auditor",
    as_json: AsJson = False,
) -> None:
    """List the findings that are overdue and not verified, the longest overdue first."""
    from muster import findings as found  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    told = in_database(lambda settings: found.due_findings(login, region or settings.region, days))
    emit(told, found.table_of(told), as_json=as_json)


@hazards_app.callback()
def look() -> None:
    """Look at hazards of the five-level network."""


@hazards_app.command()
def report(
    region: RegionCode = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since", formats=["%Y-%m-%d"], help="First day; the first of the last day's year without it."
        ),
    ] = None,
    on: _Day = None,
    login: Login = "auditor",
    as_json: AsJson = False,
) -> None:
    """Tell how long hazards take to be discovered, disposed of and closed, by region and level."""
    from muster import findings as found  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    first, last = _day(since), _day(on)
    told = in_database(lambda settings: found.hazard_times(login, region or settings.region, first, last))
    emit(found.facts_of(told), found.times_table(told), as_json=as_json)


def _day(moment: datetime | None) -> date | None:
    """Return the day of an option."""
    return None if moment is None else moment.date()

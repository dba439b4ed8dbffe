"""The command that screens records for inflation: `muster audit screen`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from muster.commands.asking import in_database
from muster.commands.audit import audit_app
from muster.commands.options import AsJson, Login


def add_to(_app: typer.Typer) -> None:
    """Add this command to those of an audit."""
    audit_app.command()(screen)


def screen(
    region: Annotated[str, typer.Argument(help="Six-digit code of the region, with those below.")],
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since", formats=["%Y-%m-%d"], help="First day that counts; a year before the last without it."
        ),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--until", formats=["%Y-%m-%d"], help="Last day that counts; today without it."),
    ] = None,
    rule: Annotated[
        list[str] | None, typer.Option("--rule", help="Only the rule with this code; may be repeated.")
    ] = None,
    login: Login = "auditor",
    as_json: AsJson = False,
) -> None:
    """Ask whether the records of a region can be believed; each hit has what may harmlessly explain it."""
    from muster import screening  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    first, last = (None if day is None else day.date() for day in (since, until))
    facts = in_database(lambda _: screening.screened(login, region, first, last, rule or None))
    emit(facts, screening.text_of(facts), as_json=as_json)

"""Commands on the past: a register as it was true on a day and known at a moment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from muster.commands.asking import in_database
from muster.commands.options import AsJson, Login, Output

if TYPE_CHECKING:
    pass

past_app = typer.Typer(no_args_is_help=True, help="Ask what was true on a day, as known at a moment.")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(past_app, name="past")


@past_app.callback()
def ask() -> None:
    """Ask what was true on a day, as known at a moment."""


@past_app.command()
def report(
    register: Annotated[str, typer.Argument(help="Code or name of the register, like centers or 动员中心.")],
    output: Output,
    known_at: Annotated[
        str | None,
        typer.Option(
            "--known-at", help="Moment with its zone, or a day for its end in the offices; else now."
        ),
    ] = None,
    valid_on: Annotated[
        str | None,
        typer.Option("--valid-on", help="Day on which it was true; the day of the moment without it."),
    ] = None,
    login: Login = "auditor",
    as_json: AsJson = False,
) -> None:
    """Write a register as of two times; the same question always gives the same bytes."""
    from muster.past import as_of, report_of  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    at = as_of(known_at, valid_on)
    told = in_database(lambda settings: report_of(settings, register, at, login))
    Path(output).write_bytes(told.body)
    lasting = "sealed: it stays so for ever" if told.sealed else "not sealed yet"
    emit(
        {"file": output, "sha256": told.sha256, "bytes": len(told.body), "sealed": told.sealed},
        f"Wrote {output}, true on {at.valid_on}, known at {at.known_at} ({lasting}).\nSHA-256 {told.sha256}",
        as_json=as_json,
    )

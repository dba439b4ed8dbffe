"""Commands on the workday calendar: calendar notice."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from muster.commands.options import AsJson, Login
from muster.settings import from_environment

calendar_app = typer.Typer(
    no_args_is_help=True, help="Keep the workday calendar in step with the State Council."
)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(calendar_app, name="calendar")


@calendar_app.callback()
def calendar() -> None:
    """Keep the workday calendar in step with the State Council's notices."""


@calendar_app.command()
def notice(
    file: Annotated[Path, typer.Argument(help="CSV with the columns date, kind and name.", dir_okay=False)],
    source: Annotated[
        str, typer.Option("--source", help="Number and date of the notice, kept with each day.")
    ],
    login: Login = "planner",
    as_json: AsJson = False,
) -> None:
    """Import an official holiday notice: its years become announced, the events it hits are listed."""
    from muster import database, notices  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    if not file.exists():
        raise typer.BadParameter(f"there is no file {file}")

    text_of_notice = file.read_text(encoding="utf-8-sig")

    async def work() -> notices.Answer:
        async with database.connected(from_environment()):
            return await notices.take_in(text_of_notice, source, login)

    facts, text = asyncio.run(work())
    emit(facts, text, as_json=as_json)

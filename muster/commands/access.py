"""The command that issues access tokens."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from muster.commands.options import AsJson, Login
from muster.settings import from_environment


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(token)


def token(
    login: Login = "planner",
    calendar: Annotated[
        str | None,
        typer.Option(
            "--calendar", help="Six-digit code of a region: the token then opens its calendar feed only."
        ),
    ] = None,
    label: Annotated[
        str, typer.Option("--label", help="What the token is for, to recognize it later.")
    ] = "command line",
    as_json: AsJson = False,
) -> None:
    """Issue a token to a principal and print it this once; only its digest is stored."""
    from muster import database, tokens  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    settings = from_environment()

    async def work() -> str:
        async with database.connected(settings):
            return await tokens.new_token(settings, login, label=label, calendar_of=calendar)

    text = asyncio.run(work())
    facts: dict[str, str | None] = {"token": text, "login": login, "calendar_of": calendar}
    emit(
        facts,
        f"http://{settings.host}:{settings.port}/calendar/{text}.ics" if calendar else text,
        as_json=as_json,
    )

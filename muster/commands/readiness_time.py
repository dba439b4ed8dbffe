"""The command on the time to be ready."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from muster.commands.asking import in_database
from muster.commands.options import AsJson, Login


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(ready)


def ready(
    team: Annotated[list[str], typer.Argument(help="Codes of one team, or of several as a joint group.")],
    first: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="First day to do anything; today without it."),
    ] = None,
    task: Annotated[str, typer.Option("--task", help="Task: peace, emergency or war.")] = "peace",
    level: Annotated[
        list[int] | None, typer.Option("--level", min=1, max=3, help="Level to reach; repeatable.")
    ] = None,
    seconds: Annotated[
        int, typer.Option("--seconds", min=1, max=600, help="Solver's seconds for each level.")
    ] = 10,
    additions: Annotated[
        bool,
        typer.Option("--additions/--no-additions", help="Whether to recruit members and acquire equipment."),
    ] = True,
    language: Annotated[str, typer.Option("--lang", help="Language of the text: zh or en.")] = "en",
    login: Login = "planner",
    as_json: AsJson = False,
) -> None:
    """Show the fewest days until teams are at level 2 and 1, and what to do when."""
    from muster import ready as asked  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    if task not in ("peace", "emergency", "war") or language not in ("zh", "en"):
        raise typer.BadParameter("use peace, emergency or war as task, zh or en as language")
    question = asked.Question(
        team, first.date() if first else None, task, tuple(level or (2, 1)), seconds, additions
    )
    code, facts, text = in_database(lambda _: asked.ready(login, question, language))
    emit(facts, text, as_json=as_json)
    raise typer.Exit(code)

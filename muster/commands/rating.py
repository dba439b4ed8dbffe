"""The command that rates."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import typer

from muster.commands.asking import in_database
from muster.commands.options import AsJson, Login

What = Annotated[
    str | None,
    typer.Argument(help="Code of a team, or of a region for all its teams; the settings' region without it."),
]
Day = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="The day, past or to come; today without it."),
]
Task = Annotated[
    Literal["peace", "emergency", "war"], typer.Option("--task", help="The task to be ready for.")
]
Explain = Annotated[
    bool,
    typer.Option("--explain", help="Print everything behind a team's rating, each figure with its source."),
]
Compare = Annotated[
    str | None,
    typer.Option(
        "--compare",
        help="Rate the same facts by another region's figures too: its code, or `default` for those shipped.",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(rate)


def rate(
    what: What = None,
    on: Day = None,
    task: Task = "peace",
    explain: Explain = False,
    compare: Compare = None,
    login: Login = "registrar",
    as_json: AsJson = False,
) -> None:
    """Rate a team, or the teams of a region, and say why: fractions, caps, and what would lift the level."""
    from muster import clock, rating  # noqa: PLC0415 -- start-up time
    from muster.rating_text import text_of  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time
    from registry.codes import TaskState  # noqa: PLC0415 -- start-up time

    day = clock.today() if on is None else on.date()
    told = in_database(
        lambda settings: rating.ratings(login, what or settings.region, day, TaskState(task), compare)
    )
    emit(told, "" if as_json else text_of(told, explain=explain), as_json=as_json)

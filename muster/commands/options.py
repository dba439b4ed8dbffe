"""Options that several commands share, each with its help sentence in one place."""

from __future__ import annotations

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text, for scripts.")]
Login = Annotated[str, typer.Option("--login", help="Login of the principal who acts.")]
Planner = Annotated[str, typer.Option("--planner", help="Login of the principal who consults and submits.")]
Approver = Annotated[
    str, typer.Option("--approver", help="Login of the principal who approves; not the planner.")
]
RegionCode = Annotated[
    str | None,
    typer.Option("--region", help="Six-digit code of the region; the settings' region without it."),
]
Year = Annotated[int | None, typer.Option("--year", help="Training year; the settings' year without it.")]
Version = Annotated[
    int | None, typer.Option("--version", help="Number of the plan version; the latest without it.")
]
Repeatable = Annotated[
    bool,
    typer.Option("--repeatable", help="Count the solver's own time: same seed, same answer, but slower."),
]
Output = Annotated[str, typer.Option("--output", "-o", help="File to write; an existing one is replaced.")]

"""The command that looks ahead: the readiness of a team or region on every day to come."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from muster.commands.asking import in_database
from muster.commands.options import AsJson, Login


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(forecast)


def forecast(
    code: Annotated[str, typer.Argument(help="Code of a team, or of a region for all of its teams.")],
    first: Annotated[str | None, typer.Option("--from", help="First day; today without it.")] = None,
    last: Annotated[
        str | None, typer.Option("--to", help="Last day; 18 months from today at most, and without it.")
    ] = None,
    case: Annotated[
        str | None,
        typer.Option("--case", help="One case only: planned (issued plan executed) or nothing; else both."),
    ] = None,
    task: Annotated[
        str, typer.Option("--task", help="Task to be ready for: peace, emergency or war.")
    ] = "peace",
    confirmed: Annotated[
        bool,
        typer.Option(
            "--confirmed", help="Take records to be confirmed all along: only what they say moves levels."
        ),
    ] = False,
    plot: Annotated[
        str | None,
        typer.Option("--plot", help="Picture to write (.svg or .png); an existing one is replaced."),
    ] = None,
    language: Annotated[str, typer.Option("--lang", help="Language of text and picture: zh or en.")] = "zh",
    login: Login = "auditor",
    as_json: AsJson = False,
) -> None:
    """Show when readiness will drop and why, with the issued plan executed and with nothing executed."""
    from muster import forecast as forecasts  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit, note  # noqa: PLC0415 -- start-up time

    if language not in ("zh", "en"):
        raise typer.BadParameter(f"{language}: use zh or en")
    question = forecasts.Question(code, first, last, case, task, confirmed)

    async def answer(_: object) -> Any:
        told = await forecasts.told(login, question)
        if plot is not None:
            note(f"Wrote {plot} ({await forecasts.draw(told, plot, language):,} bytes).")
        return told

    told = in_database(answer)
    emit(told, forecasts.text_of(told, language), as_json=as_json)

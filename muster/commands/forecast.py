"""The commands that look ahead: readiness on every day to come, and how forecasts of the past did."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from muster.commands.asking import in_database
from muster.commands.options import AsJson, Login


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(forecast)
    app.command()(replay)


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


def replay(
    code: Annotated[str, typer.Argument(help="Code of a team, or of a region for all of its teams.")],
    made_on: Annotated[
        str | None,
        typer.Option(
            "--made-on", help="Day for which the forecast is made; 180 days before the last without it."
        ),
    ] = None,
    until: Annotated[str | None, typer.Option("--until", help="Last day compared; today without it.")] = None,
    every: Annotated[int, typer.Option("--every", min=1, help="Days between two days compared.")] = 30,
    case: Annotated[
        str, typer.Option("--case", help="Case of the forecast: planned (issued plan executed) or nothing.")
    ] = "planned",
    task: Annotated[
        str, typer.Option("--task", help="Task to be ready for: peace, emergency or war.")
    ] = "peace",
    login: Login = "auditor",
    as_json: AsJson = False,
) -> None:
    """Hold a forecast made for a past day, with what was known then, against what the records say now."""
    from muster import replay as replays  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    asked = replays.Question(code, made_on, until, every, case, task)
    found = in_database(lambda settings: replays.replayed(settings, login, asked))
    emit(replays.facts_of(found), replays.text_of(found), as_json=as_json)

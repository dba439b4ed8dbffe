"""The command that answers an office's questions from records."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from muster.commands.asking import in_database
from muster.commands.options import AsJson, Login, RegionCode

Day = datetime | None


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(ask)


def ask(
    question: Annotated[
        str,
        typer.Argument(help="One of turn_outs, first_centers, districts_without, certificates_issued."),
    ],
    region: RegionCode = None,
    since: Annotated[
        Day,
        typer.Option("--since", formats=["%Y-%m-%d"], help="First day that counts; 1 January without it."),
    ] = None,
    until: Annotated[
        Day, typer.Option("--until", formats=["%Y-%m-%d"], help="Last day that counts; today without it.")
    ] = None,
    category: Annotated[
        str, typer.Option("--category", help="For districts without a team: code of the category.")
    ] = "MED",
    level: Annotated[
        str, typer.Option("--level", help="For centers: national, provincial or city.")
    ] = "provincial",
    known_at: Annotated[
        str | None,
        typer.Option("--known-at", help="Moment with its zone, or a day for its end; else now."),
    ] = None,
    valid_on: Annotated[
        str | None, typer.Option("--valid-on", help="Day on which it was true; else that of the moment.")
    ] = None,
    login: Login = "auditor",
    as_json: AsJson = False,
) -> None:
    """Answer a question with a number, a sentence in both languages, and the records behind it."""
    from muster import questions  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    first, last = (None if day is None else day.date() for day in (since, until))

    def wish(default: str) -> questions.Wish:
        return questions.Wish(question, region or default, first, last, category, level, known_at, valid_on)

    try:
        facts, text = in_database(lambda settings: questions.ask(settings, wish(settings.region), login))
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong)) from wrong
    emit(facts, text, as_json=as_json)

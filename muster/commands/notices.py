"""Commands on notices to employers: which fall due, and the letters to print."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import typer

from muster.commands.asking import in_database
from muster.commands.options import AsJson, Login, Output, RegionCode

notices_app = typer.Typer(
    no_args_is_help=True, help="Tell employers of trainings in time: what falls due, and letters to print."
)


class LetterLanguage(StrEnum):
    """The language of the letters."""

    ZH = "zh"
    EN = "en"


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(notices_app, name="notices")


@notices_app.command()
def due(
    region: RegionCode = None,
    within_days: Annotated[int, typer.Option("--within-days", help="How many days ahead, 0 to 400.")] = 30,
    login: Login = "registrar",
    as_json: AsJson = False,
) -> None:
    """List the employers still to be told of events in issued plans, the earliest due first."""
    from muster import letters  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    found = in_database(lambda settings: letters.due(login, region or settings.region, within_days))
    lines = [
        f"{each['due_on']}{'!' if each['late'] else ' '} {each['team']:20} {each['training_on']} "
        f"{each['persons']:3}  {each['employer']}"
        for each in found
    ]
    emit(found, "\n".join([*lines, f"{len(found):,} notices due"]), as_json=as_json)


@notices_app.command(name="letters")
def write_letters(
    team: Annotated[str, typer.Option("--team", help="Code of the team.")],
    training_on: Annotated[
        datetime, typer.Option("--training-on", formats=["%Y-%m-%d"], help="First day of the training.")
    ],
    sender: Annotated[str, typer.Option("--sender", help="The office that sends the letters.")],
    output: Output = "letters.html",
    language: Annotated[
        LetterLanguage, typer.Option("--language", help="Language of the letters.")
    ] = LetterLanguage.ZH,
    every: Annotated[bool, typer.Option("--all", help="Write to those who were told already, too.")] = False,
    login: Login = "registrar",
    as_json: AsJson = False,
) -> None:
    """Write the letters to the employers of a team's members as one page each, for the printer."""
    from muster import letters  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    day: date = training_on.date()

    count = in_database(
        lambda _: letters.write(login, team, day, output, sender=sender, language=language.value, every=every)
    )
    emit({"file": output, "letters": count}, f"Wrote {output} ({count:,} letters).", as_json=as_json)

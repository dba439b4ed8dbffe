"""Commands that change a plan or suppose it changed: plan repair, plan suppose."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from muster.commands.asking import in_database
from muster.commands.options import AsJson, Login, RegionCode, Repeatable, Version, Year
from muster.commands.plans import plan_app

if TYPE_CHECKING:
    from exercises.supposing import Supposition


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line; they stand below `plan`."""
    del app
    plan_app.command()(repair)
    plan_app.command()(suppose)


def repair(
    mode: Annotated[
        str, typer.Option("--mode", help="only moves as little as possible, improve also what is worth it.")
    ] = "only",
    move_price: Annotated[
        int | None,
        typer.Option("--move-price", min=0, help="What moving an event must be worth, in cost units."),
    ] = None,
    most_moves: Annotated[
        float | None,
        typer.Option(
            "--most-moves", min=1, max=100, help="Drop an event rather than move more for each broken one."
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again/--not-again", help="Whether to hold again what has to be broken off.")
    ] = True,
    reason: Annotated[
        str, typer.Option("--reason", help="Why, for the ledger.")
    ] = "Repair the training year",
    seconds: Annotated[int, typer.Option("--seconds", min=1, help="Time budget in seconds.")] = 30,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the planner.")] = 0,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Threads of the solver.")] = 1,
    repeatable: Repeatable = False,
    year: Year = None,
    region: RegionCode = None,
    login: Login = "planner",
    as_json: AsJson = False,
) -> None:
    """Repair the version in force as the records stand now; ends in a new draft, compared with it."""
    from muster import plan_mending as mending  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    if mode not in mending.MODES:
        raise typer.BadParameter(f"use one of {', '.join(mending.MODES)}", param_hint="--mode")
    wish = mending.Mending(
        mending.MODES[mode], reason, move_price, most_moves, again, seed, seconds, workers, repeatable
    )
    code, facts, text = in_database(
        lambda settings: mending.mend(settings, mending.Which(login, year, region), wish)
    )
    emit(facts, text, as_json=as_json)
    raise typer.Exit(code)


def suppose(
    more: Annotated[
        list[str] | None,
        typer.Option("--more", help="RESOURCE=UNITS more each day, fewer if negative; repeatable."),
    ] = None,
    close: Annotated[
        list[str] | None,
        typer.Option("--close", help="RESOURCE=FIRST..LAST on which it is closed; repeatable."),
    ] = None,
    absent: Annotated[
        list[str] | None,
        typer.Option("--absent", help="TEAM=FIRST..LAST on which it cannot train; repeatable."),
    ] = None,
    widen: Annotated[
        list[str] | None,
        typer.Option("--widen", help="EVENT=FIRST..LAST in which it may be held too; repeatable."),
    ] = None,
    seconds: Annotated[int, typer.Option("--seconds", min=1, max=86_400, help="Seconds of search.")] = 20,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the search.")] = 0,
    repeatable: Repeatable = False,
    year: Year = None,
    region: RegionCode = None,
    version: Version = None,
    login: Login = "planner",
    as_json: AsJson = False,
) -> None:
    """Show what a version would become if something changed; nothing is stored."""
    from exercises.plan_questions import Effort  # noqa: PLC0415 -- start-up time
    from muster import plan_answers as answers  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    changes = _changes(more or [], close or [], absent or [], widen or [])
    which = answers.Which(login, year, region, version)
    effort = Effort(seconds, 1, seed, repeatable)
    code, facts, text = in_database(lambda settings: answers.suppose(settings, which, changes, effort))
    emit(facts, text, as_json=as_json)
    raise typer.Exit(code)


def _changes(more: list[str], close: list[str], absent: list[str], widen: list[str]) -> list[Supposition]:
    """Return what is supposed; usage error if nothing is, or it cannot be read."""
    from exercises.supposing import Absence, Closing, MoreUnits, WiderWindow  # noqa: PLC0415 -- start-up time

    found: list[Supposition] = [MoreUnits(code, _units(text)) for code, text in map(_named, more)]
    found += [Closing(code, *_days(text)) for code, text in map(_named, close)]
    found += [Absence(code, *_days(text)) for code, text in map(_named, absent)]
    found += [WiderWindow(uid, *_days(text)) for uid, text in map(_named, widen)]
    if not found:
        raise typer.BadParameter("suppose something: --more, --close, --absent or --widen")
    return found


def _named(text: str) -> tuple[str, str]:
    name, sign, value = text.rpartition("=")
    if not sign or not name:
        raise typer.BadParameter(f"{text}: use NAME=VALUE")
    return name, value


def _units(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text}: use a whole number") from error


def _days(text: str) -> tuple[date, date]:
    first, _, last = text.partition("..")
    try:
        return date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError as error:
        raise typer.BadParameter(f"{text}: use FIRST..LAST, as in 2026-03-01..2026-03-31") from error

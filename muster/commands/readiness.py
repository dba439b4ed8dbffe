"""Commands on the readiness of many teams: keep it, look at sets of teams, verify the nights' snapshots."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

import typer

from muster.commands.asking import in_database
from muster.commands.options import AsJson, Login, RegionCode

readiness_app = typer.Typer(no_args_is_help=True, help="Rate many teams at once, and keep it for the curve.")

On = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="The day, past or to come; today without it."),
]
Task = Annotated[
    Literal["peace", "emergency", "war"], typer.Option("--task", help="The task to be ready for.")
]
By = Annotated[
    Literal["region", "city", "category", "area"],
    typer.Option("--by", help="What the teams are added up by."),
]
Day = Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="Day of the snapshots.")]
Within = Annotated[
    str | None,
    typer.Option("--region", help="Six-digit code of the region; all within reach without it."),
]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(readiness_app, name="readiness")


@readiness_app.command()
def keep(as_json: AsJson = False) -> None:
    """Rate every team as of today and take the day's snapshots; the server does it each night."""
    from muster import readiness  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    told = in_database(lambda _: readiness.keep())
    text = f"{told['teams']:,} teams rated, {told['snapshots']:,} snapshots of {told['day']}"
    emit(told, text, as_json=as_json)


@readiness_app.command()
def verify(
    day: Day,
    region: Within = None,
    login: Login = "auditor",
    as_json: AsJson = False,
) -> None:
    """Make the snapshots of a day again, as known then, and name those that differ; 1 when any does."""
    from muster import readiness  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    told = in_database(lambda settings: readiness.verify(settings, login, day.date(), region))
    lines = [
        f"{each['team_id']} {each['task']}: {name} stored {pair['stored']}, made again {pair['again']}"
        for each in told["differences"]
        for name, pair in each["columns"].items()
    ]
    summary = f"{told['snapshots']:,} snapshots made again, {len(told['differences']):,} differ"
    emit(told, "\n".join([*lines, summary]), as_json=as_json)
    if told["differences"]:
        raise typer.Exit(1)


@readiness_app.command(name="set")
def of_set(
    region: RegionCode = None,
    by: By = "region",
    on: On = None,
    task: Task = "peace",
    login: Login = "auditor",
    as_json: AsJson = False,
) -> None:
    """Rate a region's teams at once and add them up by region, city, category or area."""
    from muster import readiness  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    found = in_database(
        lambda settings: readiness.of_set(login, region or settings.region, by, _day(on), task)
    )
    emit(found, "\n".join(map(_sums, found)), as_json=as_json)


@readiness_app.command()
def joint(
    region: RegionCode = None,
    on: On = None,
    task: Task = "peace",
    login: Login = "auditor",
    as_json: AsJson = False,
) -> None:
    """Rate each function of a region, and all of it, as if it were one team: people and items count once."""
    from muster import readiness  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    found = in_database(lambda settings: readiness.as_units(login, region or settings.region, _day(on), task))
    emit(found, "\n".join(map(_unit, found)), as_json=as_json)


def _day(given: datetime | None) -> date | None:
    return None if given is None else given.date()


def _sums(row: dict[str, Any]) -> str:
    """Return one line about a group: its teams by level, and how many of those rated are ready."""
    levels = " ".join(f"{level}级{row[f'level_{level}']}" for level in range(1, 6))
    return f"{row['name']:　<8} {row['teams']:5,} 队  {levels}  1-2级 {row['ready']}/{row['rated']}"


def _unit(row: dict[str, Any]) -> str:
    """Return one line about a unit: its level, its areas, and what would have counted twice."""
    areas = " ".join(f"{area}{row[area] or '-'}" for area in "PSRT")
    shared = f"共用 {row['shared_people']} 人 {row['shared_items']} 件"
    return f"{row['name']:　<8} {row['teams']:5,} 队  {row['level'] or '-'}级  {areas}  {shared}"

"""Commands on sirens: sirens coverage, sirens plan."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import typer

from muster.commands.options import AsJson, Login, RegionCode
from muster.settings import from_environment

sirens_app = typer.Typer(
    no_args_is_help=True, help="See whom the sirens reach, and plan where new ones reach most."
)
Resolution = Annotated[
    float, typer.Option("--resolution", help="Distance of the samples in meters, 50 to 5000.")
]
Many = list[str] | None


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(sirens_app, name="sirens")


@sirens_app.command()
def coverage(
    region: RegionCode = None,
    resolution: Resolution = 250.0,
    hoped_for: Annotated[
        bool,
        typer.Option("--hoped-for", help="Count planned, installed and faulty sirens as if they sounded."),
    ] = False,
    listed: Annotated[
        int,
        typer.Option("--list", min=0, help="How many of the cells with most people out of reach to list."),
    ] = 10,
    login: Login = "planner",
    as_json: AsJson = False,
) -> None:
    """Show how much of the people and of the area hears a siren, by district, and who hears none."""
    from muster import sirens  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    settings = from_environment()
    where = (login, region or settings.region)
    facts, text = asyncio.run(
        sirens.connected(settings, lambda: sirens.coverage(where, resolution, listed, hoped_for=hoped_for))
    )
    emit(facts, text, as_json=as_json)


@sirens_app.command()
def plan(
    region: RegionCode = None,
    offer: Annotated[
        Many,
        typer.Option(
            "--offer",
            help="Kind on offer as KIND=COST or KIND=COST:RADIUS (m), as in electric=3; repeatable.",
        ),
    ] = None,
    budget: Annotated[int | None, typer.Option("--budget", min=0, help="Most cost in all.")] = None,
    most: Annotated[
        int | None, typer.Option("--most", min=0, help="Most new, replaced and moved sirens.")
    ] = None,
    aim: Annotated[
        str, typer.Option("--aim", help="What to reach most of: population, area or both.")
    ] = "population",
    resolution: Resolution = 250.0,
    candidates: Annotated[
        str | None,
        typer.Option(
            "--candidates",
            help="CSV of places with code, name, region, latitude, longitude; else from the register.",
        ),
    ] = None,
    require: Annotated[
        Many, typer.Option("--require", help="Code of a site to be taken; repeatable.")
    ] = None,
    bar: Annotated[Many, typer.Option("--bar", help="Code of a site not to be taken; repeatable.")] = None,
    least: Annotated[
        Many, typer.Option("--least", help="New sirens of a region at least, as REGION=NUMBER; repeatable.")
    ] = None,
    floor: Annotated[
        Many,
        typer.Option(
            "--floor", help="Percent to be reached of a region, as REGION=PERCENT or all=PERCENT; repeatable."
        ),
    ] = None,
    upgrade: Annotated[
        bool, typer.Option("--upgrade", help="Let sirens that stand be replaced by the kinds on offer.")
    ] = False,
    seconds: Annotated[
        int, typer.Option("--seconds", min=1, help="How hard to try, in the solver's own seconds.")
    ] = 30,
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="Workbook to write; an existing one is replaced.")
    ] = None,
    picture: Annotated[
        str | None, typer.Option("--map", help="Picture (SVG) to write; an existing one is replaced.")
    ] = None,
    geojson: Annotated[
        str | None, typer.Option("--geojson", help="GeoJSON file to write; an existing one is replaced.")
    ] = None,
    language: Annotated[
        str, typer.Option("--language", help="Language of workbook and picture: zh or en.")
    ] = "zh",
    login: Login = "planner",
    as_json: AsJson = False,
) -> None:
    """Plan where new sirens reach most; exit code 3 is infeasible, 4 unfinished. Nothing is stored."""
    from muster import sirens  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    settings = from_environment()
    given: dict[str, Any] = {
        "offers": offer or ["electric=3", "electro_acoustic=5"],
        "budget": budget,
        "most": most,
        "aim": aim,
        "resolution": resolution,
        "candidates": candidates,
        "required": require or [],
        "barred": bar or [],
        "least": least or [],
        "floors": floor or [],
        "upgrade": upgrade,
    }
    wanted = sirens.Files(output, picture, geojson, _chosen(language))
    where = (login, region or settings.region)
    try:
        wish = sirens.wish_of(given)
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong)) from wrong
    code, facts, text = asyncio.run(
        sirens.connected(settings, lambda: sirens.plan(where, wish, seconds, wanted))
    )
    emit(facts, text, as_json=as_json)
    raise typer.Exit(code)


def _chosen(language: str) -> Any:
    """Return the language; usage error for any but zh and en."""
    from registry.intake.files import Language  # noqa: PLC0415 -- start-up time

    try:
        return Language(language)
    except ValueError as wrong:
        raise typer.BadParameter(f"{language}: use zh or en") from wrong

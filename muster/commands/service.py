"""Commands that set up and run the service: run, serve, migrate, seed, doctor."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal

import typer

from muster.commands.options import AsJson
from muster.settings import Settings, from_environment

_WIDTH = 13


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (run, serve, migrate, seed, doctor):
        app.command()(command)


def run() -> None:
    """Migrate, seed, plan the year and issue it where still to do; then serve and print a new token."""
    from muster import serving  # noqa: PLC0415 -- start-up time
    from muster.first_run import prepare  # noqa: PLC0415 -- start-up time

    settings = from_environment()
    serving.require_free_port(settings)
    token = asyncio.run(prepare(settings))
    serving.serve(settings, lambda: _welcome(settings, token))


def serve() -> None:
    """Serve what is there; `/ready` answers 503 until `muster migrate` has run."""
    from muster import serving  # noqa: PLC0415 -- start-up time

    settings = from_environment()
    serving.require_free_port(settings)
    serving.serve(settings, lambda: _welcome(settings, None))


def migrate(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring the database to the tables of this version; a SQLite file is backed up first."""
    from muster import database  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    settings = from_environment()
    names = asyncio.run(database.pending_migrations(settings))
    if not dry_run and names:
        asyncio.run(database.migrate(settings))
    done = "would be applied" if dry_run else "applied"
    text = "\n".join(f"{name} {done}" for name in names) or "The database is up to date."
    emit({"dry_run": dry_run, "migrations": list(names)}, text, as_json=as_json)


def seed(
    scale: Annotated[
        Literal["city", "province"] | None,
        typer.Option("--scale", help="How much to load; the settings' scale without it."),
    ] = None,
    year: Annotated[int | None, typer.Option("--year", help="Training year the data lead up to.")] = None,
    seed_number: Annotated[
        int | None, typer.Option("--seed", min=0, help="Seed number; same seed, same bytes.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Load the synthetic city or province; loading twice changes nothing."""
    from muster import database, loading  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    chosen = {"scale": scale, "year": year, "seed": seed_number}
    settings = from_environment().model_copy(
        update={key: value for key, value in chosen.items() if value is not None}
    )

    async def work() -> str:
        async with database.connected(settings):
            return await loading.seed(settings)

    loaded = asyncio.run(work())
    emit({"scale": settings.scale, "year": settings.year, "loaded": loaded}, loaded, as_json=as_json)


def doctor(as_json: AsJson = False) -> None:
    """Check database, migrations, solver, calendar years and disk, and print the settings without secrets."""
    from muster import checkup  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    settings = from_environment()
    findings = asyncio.run(checkup.examine(settings))
    lines = [
        f"{'ok ' if finding.good else 'BAD'} {finding.subject:<{_WIDTH}} {finding.text}"
        for finding in findings
    ]
    lines += ["", *(f"    MUSTER_{name.upper()} = {value}" for name, value in settings.shown().items())]
    facts = {"findings": [finding.as_dict() for finding in findings], "settings": settings.shown()}
    emit(facts, "\n".join(lines), as_json=as_json)
    if not all(finding.good for finding in findings):
        raise typer.Exit(1)


def _welcome(settings: Settings, token: str | None) -> None:
    """Print where everything is, and the token this once."""
    from muster.terminal import note  # noqa: PLC0415 -- start-up time

    address = f"http://{f'[{settings.host}]' if ':' in settings.host else settings.host}:{settings.port}"
    lines = ["", f"Muster serves on {address}  (Ctrl-C stops it; the data stay)"]
    lines += [
        f"  GraphQL       {address}/graphql",
        f"  subscriptions {address}/graphql/stream",
        f"  ready?        {address}/ready",
    ]
    if token is not None:
        lines += [
            f"  access token  {token}",
            f"                of `planner`, for {settings.token_hours} hours, shown this once",
        ]
    note("\n".join([*lines, ""]))

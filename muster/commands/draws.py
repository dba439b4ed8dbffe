"""Commands on double-random draws: from the plan to the verification of what was published."""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from muster.commands.asking import in_database
from muster.commands.options import AsJson, Login, RegionCode

if TYPE_CHECKING:
    from muster.settings import Settings

draw_app = typer.Typer(
    no_args_is_help=True, help="Draw whom to inspect, and by whom, so that anybody can run the draw again."
)
_FAULTY = 1
_LOGIN = "auditor"
PlanCode = Annotated[str, typer.Argument(metavar="CODE", help="Code of the inspection.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(draw_app, name="draw")


@draw_app.command()
def plan(
    code: PlanCode,
    title: Annotated[str, typer.Option("--title", help="Title of the inspection.")],
    item: Annotated[str, typer.Option("--item", help="Item of inspection.")],
    kind: Annotated[
        str,
        typer.Option("--kind", help="What is drawn: team, organization, center, work, siren or facility."),
    ],
    basis: Annotated[str, typer.Option("--basis", help="What the inspection rests on.")],
    value_name: Annotated[
        str, typer.Option("--public-value", help="Name of the public value that will decide.")
    ],
    value_on: Annotated[
        datetime, typer.Option("--known-on", formats=["%Y-%m-%d"], help="Day on which it becomes known.")
    ],
    reveal_by: Annotated[
        datetime, typer.Option("--reveal-by", formats=["%Y-%m-%d"], help="Last day of the reveal.")
    ],
    ratio: Annotated[int | None, typer.Option("--ratio", help="Percent of each stratum, 1 to 100.")] = None,
    number: Annotated[
        int | None, typer.Option("--number", help="Objects in all, instead of a ratio.")
    ] = None,
    strata: Annotated[
        str, typer.Option("--strata", help="Parts of the pool: none, region or kind.")
    ] = "none",
    method: Annotated[
        str, typer.Option("--method", help="How to inspect: on_site, documents, online or entrusted.")
    ] = "on_site",
    inspectors: Annotated[
        int, typer.Option("--inspectors", help="Inspectors of each object, 2 or more.")
    ] = 2,
    recent_days: Annotated[
        int, typer.Option("--recent-days", help="Leave out objects drawn fewer days ago.")
    ] = 0,
    local_recusal: Annotated[
        bool, typer.Option("--local-recusal", help="Let nobody inspect where they serve.")
    ] = False,
    region: RegionCode = None,
    login: Login = _LOGIN,
    as_json: AsJson = False,
) -> None:
    """Plan a double-random inspection; everything can be changed until its pools are frozen."""
    from muster import draws  # noqa: PLC0415 -- start-up time

    given: dict[str, Any] = {
        "code": code,
        "title": title,
        "item": item,
        "object_kind": kind,
        "method": method,
        "legal_basis": basis,
        "public_value_name": value_name,
        "public_value_on": value_on.date(),
        "reveal_by": reveal_by.date(),
        "ratio_percent": ratio,
        "objects_wanted": number,
        "strata": strata,
        "inspectors_per_object": inspectors,
        "recent_days": recent_days,
        "local_recusal": local_recusal,
    }
    _say(lambda settings: draws.plan(login, region or settings.region, given), as_json)


@draw_app.command()
def freeze(code: PlanCode, login: Login = _LOGIN, as_json: AsJson = False) -> None:
    """Freeze both pools as the registers have them today; the inspection changes no more."""
    from muster import draws  # noqa: PLC0415 -- start-up time

    _say(lambda _: draws.freeze(draws.Named(login, code)), as_json)


@draw_app.command()
def exclude(
    code: PlanCode,
    entry: Annotated[str, typer.Argument(help="Code of the object or inspector, as in the pool.")],
    why: Annotated[
        str,
        typer.Option(
            "--why", help="One of conflict_of_interest, unavailable, under_investigation, closed, other."
        ),
    ],
    pool: Annotated[str, typer.Option("--pool", help="Which pool: objects or inspectors.")] = "objects",
    note: Annotated[str, typer.Option("--note", help="More about it.")] = "",
    login: Login = _LOGIN,
    as_json: AsJson = False,
) -> None:
    """Leave an entry out of a frozen pool, before the commitment; it can't be taken back."""
    from muster import draws  # noqa: PLC0415 -- start-up time

    _say(lambda _: draws.exclude(draws.Named(login, code), pool, entry, why, note), as_json)


@draw_app.command()
def commit(code: PlanCode, login: Login = _LOGIN, as_json: AsJson = False) -> None:
    """Commit to a fresh secret and print it this once: without it nothing can be drawn."""
    from muster import draws  # noqa: PLC0415 -- start-up time

    _say(lambda _: draws.commit(draws.Named(login, code)), as_json)


@draw_app.command()
def reveal(
    code: PlanCode,
    value: Annotated[str, typer.Option("--public-value", help="The public value, as its source has it.")],
    source: Annotated[
        str, typer.Option("--secret-file", help="File that holds the secret; - reads standard input.")
    ] = "-",
    login: Login = _LOGIN,
    as_json: AsJson = False,
) -> None:
    """Reveal the secret and draw; never give the secret on the command line, where others can see it."""
    from muster import draws  # noqa: PLC0415 -- start-up time

    secret = sys.stdin.readline() if source == "-" else _text_of(Path(source))
    _say(lambda _: draws.reveal(draws.Named(login, code), secret, value), as_json)


@draw_app.command()
def publish(code: PlanCode, login: Login = _LOGIN, as_json: AsJson = False) -> None:
    """Record that the result is published."""
    from muster import draws  # noqa: PLC0415 -- start-up time

    _say(lambda _: draws.publish(draws.Named(login, code)), as_json)


@draw_app.command()
def manifest(
    code: PlanCode,
    folder: Annotated[Path, typer.Argument(help="Folder to write to; made if it is not there.")],
    login: Login = _LOGIN,
    as_json: AsJson = False,
) -> None:
    """Write what is published, from the commitment on, and verify_draw.py to check it with Python alone."""
    from muster import draws  # noqa: PLC0415 -- start-up time

    folder.mkdir(parents=True, exist_ok=True)
    _say(lambda _: draws.write_manifest(draws.Named(login, code), folder), as_json)


@draw_app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="The published document.")],
    committed: Annotated[
        Path | None, typer.Option("--committed", help="The document kept from the commitment.")
    ] = None,
    value: Annotated[
        str | None, typer.Option("--public-value", help="The public value, as read at its source.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Run a published draw again; exit 1 and name whatever does not agree."""
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time
    from registry.standalone import verify_draw  # noqa: PLC0415 -- start-up time

    try:
        told = json.loads(_text_of(file))
        kept = None if committed is None else json.loads(_text_of(committed))
        found = verify_draw.faults(told, kept, value)
    except (ValueError, KeyError, TypeError) as wrong:
        raise typer.BadParameter(f"{file} is no document of a draw: {wrong!r}") from wrong
    facts = {"manifest_hash": told["manifest_hash"], "faults": found}
    emit(facts, "\n".join([*found, f"{told['manifest_hash']}: {len(found)} faults"]), as_json=as_json)
    if found:
        raise typer.Exit(_FAULTY)


def _text_of(file: Path) -> str:
    """Return the text of a file; usage error when it cannot be read."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise typer.BadParameter(f"{file} cannot be read") from wrong


def _say(work: Callable[[Settings], Awaitable[dict[str, Any]]], as_json: bool) -> None:
    """Do some work in the database and print the facts it gives."""
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    facts = in_database(work)
    lines = [f"{name}: {value}" for name, value in facts.items() if name != "drawn"]
    lines += [
        f"{each['ordinal']:4} {each['object']:24} {each['name']}  "
        f"{', '.join(each['inspectors']) or each['undrawable']}"
        for each in facts.get("drawn", ())
    ]
    emit(facts, "\n".join(lines), as_json=as_json)

"""The command that exports the GraphQL contract."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from muster.commands.options import AsJson

_SDL_FILE = Path("graphql/schema.graphql")
_STALE = 1


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(sdl)


def sdl(
    check: Annotated[
        bool, typer.Option("--check", help="Exit 1 when graphql/schema.graphql differs.")
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="Write graphql/schema.graphql.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print the GraphQL schema, write it to graphql/schema.graphql, or check that file."""
    from api.schema import schema  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit, note  # noqa: PLC0415 -- start-up time

    text = schema.as_str().rstrip() + "\n"
    if check:
        if not _SDL_FILE.is_file() or _SDL_FILE.read_text(encoding="utf-8") != text:
            note(f"{_SDL_FILE} is stale; `make sdl` writes it.")
            raise typer.Exit(_STALE)
        note(f"{_SDL_FILE} is the schema's.")
    elif write:
        _SDL_FILE.write_text(text, encoding="utf-8")
        note(f"Wrote {_SDL_FILE}.")
    else:
        emit({"sdl": text}, text.rstrip(), as_json=as_json)

"""The command that makes an audit pack: `muster audit pack`."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

import typer

from muster.commands.asking import in_database
from muster.commands.audit import audit_app
from muster.commands.options import AsJson, Login


def add_to(_app: typer.Typer) -> None:
    """Add this command to those of an audit."""
    audit_app.command()(pack)


def pack(
    region: Annotated[str, typer.Argument(help="Six-digit code of the region, with those below.")],
    output: Annotated[
        str, typer.Option("--output", "-o", help="Folder to write to; existing files are replaced.")
    ] = ".",
    on: Annotated[
        str | None, typer.Option("--on", help="Day on which it was true; the day of the moment without it.")
    ] = None,
    known_at: Annotated[
        str | None,
        typer.Option(
            "--known-at", help="Moment with its zone, or a day for its end in the offices; else now."
        ),
    ] = None,
    login: Login = "auditor",
    as_json: AsJson = False,
) -> None:
    """Write the audit pack of a region as workbook and print; the same question gives the same bytes."""
    from muster.audit_packs import pack_of  # noqa: PLC0415 -- start-up time
    from muster.past import as_of  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    at = as_of(known_at, on)
    told = in_database(lambda settings: pack_of(settings, region, at, login))
    folder = Path(output)
    folder.mkdir(parents=True, exist_ok=True)
    facts: list[dict[str, object]] = []
    for name, body in told.made.items():
        (folder / name).write_bytes(body)
        digest = hashlib.sha256(body).hexdigest()
        facts.append({"file": str(folder / name), "bytes": len(body), "sha256": digest})
    lasting = "sealed: it stays so for ever" if told.sealed else "not sealed yet"
    lines = [f"Wrote {each['file']} ({each['bytes']:,} bytes).\nSHA-256 {each['sha256']}" for each in facts]
    emit(
        {"files": facts, "valid_on": at.valid_on, "known_at": at.known_at, "sealed": told.sealed},
        "\n".join([*lines, f"True on {at.valid_on}, known at {at.known_at} ({lasting})."]),
        as_json=as_json,
    )

"""Commands on evidence: evidence verify."""

from __future__ import annotations

import asyncio

import typer

from muster.commands.options import AsJson
from muster.settings import from_environment

evidence_app = typer.Typer(no_args_is_help=True, help="Keep evidence files whole.")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(evidence_app, name="evidence")


@evidence_app.callback()
def evidence() -> None:
    """Keep evidence files whole."""


@evidence_app.command()
def verify(as_json: AsJson = False) -> None:
    """Read every evidence file and name those that are missing or altered."""
    from muster import database  # noqa: PLC0415 -- start-up time
    from muster.evidence_stores import evidence_store  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time
    from registry.evidence import EvidenceFault, verify_evidence  # noqa: PLC0415 -- start-up time

    settings = from_environment()

    async def work() -> tuple[int, list[EvidenceFault]]:
        async with database.connected(settings):
            return await verify_evidence(evidence_store(settings))

    files, faults = asyncio.run(work())
    facts = {
        "files": files,
        "faults": [
            {"kind": fault.kind, "sha256": fault.sha256, "evidence": [str(i) for i in fault.evidence_ids]}
            for fault in faults
        ],
    }
    lines = [
        f"{fault.kind}: {fault.sha256}, evidence {', '.join(map(str, fault.evidence_ids))}"
        for fault in faults
    ]
    summary = f"Read {files} files: " + (
        f"{len(faults)} are not as recorded." if faults else "all as recorded."
    )
    emit(facts, "\n".join([*lines, summary]), as_json=as_json)
    if faults:
        raise typer.Exit(1)

"""Commands on evidence: evidence verify."""

from __future__ import annotations

import typer

from muster.commands.asking import in_database
from muster.commands.options import AsJson

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
    from muster.evidence_stores import evidence_store  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time
    from registry.evidence import verify_evidence  # noqa: PLC0415 -- start-up time

    files, faults = in_database(lambda settings: verify_evidence(evidence_store(settings)))
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

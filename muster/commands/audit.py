"""Commands of an audit: `audit_pack` and `audit_screen` add theirs."""

from __future__ import annotations

import typer

audit_app = typer.Typer(no_args_is_help=True, help="Audit a region: take its audit pack, screen its records.")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(audit_app, name="audit")


@audit_app.callback()
def audit() -> None:
    """Audit the records: take the pack of a region, screen it for inflation."""

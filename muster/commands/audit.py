"""Commands of an audit; `audit_pack` adds to them."""

from __future__ import annotations

import typer

audit_app = typer.Typer(no_args_is_help=True, help="Audit the records: take the audit pack of a region.")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(audit_app, name="audit")


@audit_app.callback()
def audit() -> None:
    """Audit the records: take the audit pack of a region."""

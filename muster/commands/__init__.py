"""
The commands, one module per noun: `service` (run, serve, migrate, seed, doctor), `plans`, `exports`,
`workdays` (calendar), `access` (token), `contract` (sdl), `ledger`, `evidence`, `registers` (register),
`consistency` and `dues` (due).

Only `typer` and the settings are imported here; what a command needs is imported when it is called,
so that `muster --help` answers at once.
"""

from __future__ import annotations

import typer

from muster.commands import (
    access,
    consistency,
    contract,
    dues,
    evidence,
    exports,
    ledger,
    plans,
    registers,
    service,
    workdays,
)


def add_to(app: typer.Typer) -> None:
    """Add every command to the command line."""
    service.add_to(app)
    plans.add_to(app)
    exports.add_to(app)
    workdays.add_to(app)
    access.add_to(app)
    contract.add_to(app)
    ledger.add_to(app)
    evidence.add_to(app)
    registers.add_to(app)
    consistency.add_to(app)
    dues.add_to(app)

"""
The commands, one module per noun; `service` has run, serve, migrate, seed and doctor.

Only `typer` and the settings are imported here; what a command needs is imported when it is called,
so that `muster --help` answers at once.
"""

from __future__ import annotations

import typer

from muster.commands import (
    access,
    audit,
    audit_pack,
    audit_screen,
    consistency,
    contract,
    draws,
    dues,
    evidence,
    exports,
    findings,
    forecast,
    ledger,
    matching,
    notices,
    past,
    plan_questions,
    plan_repairs,
    plans,
    questions,
    rating,
    readiness,
    readiness_time,
    registers,
    service,
    sirens,
    workdays,
)


def add_to(app: typer.Typer) -> None:
    """Add every command to the command line."""
    service.add_to(app)
    plans.add_to(app)
    plan_questions.add_to(app)
    plan_repairs.add_to(app)
    exports.add_to(app)
    workdays.add_to(app)
    access.add_to(app)
    contract.add_to(app)
    ledger.add_to(app)
    past.add_to(app)
    evidence.add_to(app)
    registers.add_to(app)
    consistency.add_to(app)
    sirens.add_to(app)
    notices.add_to(app)
    matching.add_to(app)
    rating.add_to(app)
    dues.add_to(app)
    forecast.add_to(app)
    readiness.add_to(app)
    questions.add_to(app)
    draws.add_to(app)
    findings.add_to(app)
    readiness_time.add_to(app)
    audit.add_to(app)
    audit_pack.add_to(app)
    audit_screen.add_to(app)

"""Commands that bring registers in and out: register template, check, apply, undo, export."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from muster.commands.asking import in_database
from muster.commands.options import AsJson, Login, RegionCode

if TYPE_CHECKING:
    from muster.settings import Settings

register_app = typer.Typer(
    no_args_is_help=True, help="Bring registers in from spreadsheets, and write them out."
)
Name = Annotated[str, typer.Argument(help="Code or name of the register, like teams or 队伍.")]
Batch = Annotated[UUID, typer.Argument(help="Number of the batch, as `check` printed it.")]
Reason = Annotated[str, typer.Option("--reason", help="Why: it stands in the ledger of every record.")]
Language = Annotated[str, typer.Option("--language", help="Language of headings and labels: zh or en.")]
File = Annotated[str, typer.Option("--output", "-o", help="File to write; an existing one is replaced.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(register_app, name="register")


@register_app.command()
def template(register: Name, output: File, language: Language = "zh", as_json: AsJson = False) -> None:
    """Write an empty workbook to fill in."""
    from muster import intake  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    size = intake.write_template(register, language, output)
    emit({"file": output, "bytes": size}, f"Wrote {output} ({size:,} bytes).", as_json=as_json)


@register_app.command()
def check(
    file: Annotated[str, typer.Argument(help="Workbook, CSV or JSON.")],
    register: Annotated[
        str, typer.Option("--register", help="Its register; else the sheets' names say.")
    ] = "",
    region: RegionCode = None,
    login: Login = "registrar",
    as_json: AsJson = False,
) -> None:
    """Compare a file with the registers; nothing is written to them."""
    from muster import intake  # noqa: PLC0415 -- start-up time

    _tell(lambda settings: intake.check(settings, file, register, region, login), as_json=as_json)


@register_app.command()
def apply(
    batch: Batch,
    reason: Reason,
    good: Annotated[bool, typer.Option("--good-rows", help="Leave out rows that cannot be taken.")] = False,
    login: Login = "registrar",
    as_json: AsJson = False,
) -> None:
    """Store what a checked batch would change: all of it, or nothing."""
    from muster import intake  # noqa: PLC0415 -- start-up time
    from registry.codes import ApplyMode  # noqa: PLC0415 -- start-up time

    mode = ApplyMode.ACCEPT_GOOD if good else ApplyMode.ALL_OR_NOTHING
    _tell(lambda settings: intake.apply(settings, batch, mode, reason, login), as_json=as_json)


@register_app.command()
def undo(batch: Batch, reason: Reason, login: Login = "registrar", as_json: AsJson = False) -> None:
    """Take an applied batch back as one."""
    from muster import intake  # noqa: PLC0415 -- start-up time

    _tell(lambda settings: intake.undo(settings, batch, reason, login), as_json=as_json)


@register_app.command()
def export(
    register: Name,
    output: File,
    form: Annotated[str, typer.Option("--form", help="Form of the file: xlsx, csv or jsonl.")] = "xlsx",
    language: Language = "zh",
    region: RegionCode = None,
    login: Login = "registrar",
    as_json: AsJson = False,
) -> None:
    """Write a region's part of a register in the shape that imports again."""
    from muster import intake  # noqa: PLC0415 -- start-up time
    from registry.codes import ExportForm  # noqa: PLC0415 -- start-up time

    chosen = (region, output)
    _tell(
        lambda settings: intake.export(settings, register, ExportForm(form), language, chosen, login),
        as_json=as_json,
    )


def _tell(work: Callable[[Settings], Awaitable[dict[str, Any]]], *, as_json: bool) -> None:
    """Do some work on the database and print its facts, one a line for people."""
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    facts = in_database(work)
    lines = [f"{name}: {value}" for name, value in facts.items() if name != "problems"]
    lines += [f"  {p['sheet']} row {p['row']} {p['field']}: {p['en']}" for p in facts.get("problems", [])]
    emit(facts, "\n".join(lines), as_json=as_json)

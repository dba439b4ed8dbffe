"""Commands on the ledger: seal, verify, export."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from muster.commands.asking import in_database
from muster.commands.options import AsJson
from muster.settings import from_environment

ledger_app = typer.Typer(
    no_args_is_help=True, help="Seal the ledger, verify it, and hand it out to be verified."
)
_FAULTY = 1


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(ledger_app, name="ledger")


@ledger_app.command()
def seal(as_json: AsJson = False) -> None:
    """Seal what was recorded until now; the server does it each night, up to midnight."""
    from muster import clock  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time
    from registry.sealing import take_seal  # noqa: PLC0415 -- start-up time

    now = clock.now()
    taken = in_database(lambda _: take_seal(now, now=now))
    if taken is None:
        emit({}, "Everything recorded until now is sealed already.", as_json=as_json)
        return
    facts = {"number": taken.number, "entries": taken.entries, "until": taken.until, "hash": taken.hash}
    emit(
        facts,
        f"Seal {taken.number} over {taken.entries:,} entries\n{taken.until}\n{taken.hash}",
        as_json=as_json,
    )


@ledger_app.command()
def verify(as_json: AsJson = False) -> None:
    """Check every entry, seal and row against each other; exit 1 and name each fault if they disagree."""
    from muster import database  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit, progress_line  # noqa: PLC0415 -- start-up time
    from registry.verifying import verify_ledger  # noqa: PLC0415 -- start-up time

    async def work() -> Any:
        with progress_line("Verifying the ledger") as line:
            async with database.connected(from_environment()):
                return await verify_ledger(lambda step, number: line.show(f"{step}: {number:,}"))

    result = asyncio.run(work())
    lines = [
        f"{fault.kind}: {fault.record_table} {fault.record_id or ''} entry {fault.sequence}: "
        f"{fault.sentence} / {fault.sentence_zh}"
        for fault in result.faults
    ]
    lines.append(
        f"{result.entries:,} entries, {result.sealed:,} of them under {result.seals} seals, "
        f"{result.rows:,} rows: {len(result.faults)} faults"
    )
    emit(asdict(result), "\n".join(lines), as_json=as_json)
    if result.faults:
        raise typer.Exit(_FAULTY)


@ledger_app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Folder to write to; made if it is not there.")],
    as_json: AsJson = False,
) -> None:
    """Write seals.json, entries.jsonl and verify_ledger.py, which checks them with Python alone."""
    from muster import database  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit, progress_line  # noqa: PLC0415 -- start-up time
    from registry.ledger_export import entry_lines, seals_document, verifier  # noqa: PLC0415 -- start-up time

    async def work() -> int:
        with (
            progress_line("Writing the ledger") as line,
            (folder / "entries.jsonl").open("w", encoding="utf-8") as entries,
        ):
            async with database.connected(from_environment()):
                (folder / "seals.json").write_text(await seals_document(), encoding="utf-8")
                number = 0
                async for text in entry_lines():
                    number += 1
                    entries.write(text)
                    line.show(f"{number:,} entries")
                return number

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "verify_ledger.py").write_text(verifier(), encoding="utf-8")
    number = asyncio.run(work())
    how = f"python {folder}/verify_ledger.py {folder}/seals.json {folder}/entries.jsonl"
    emit(
        {"folder": str(folder), "entries": number}, f"Wrote {number:,} entries. Check: {how}", as_json=as_json
    )

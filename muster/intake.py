"""Registers in and out at the command line: file to batch, batch to registers, registers to files."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

from muster import clock
from muster.folders import batch_space
from muster.office import region_coded, viewer_named
from muster.settings import Settings
from muster.terminal import progress_line
from registry.codes import ApplyMode, ExportForm
from registry.intake import batches
from registry.intake.exporting import export_register
from registry.intake.files import Language, template
from registry.intake.reading import BatchRefused
from registry.intake.registers import register_named
from registry.intake.workspace import Workspace
from registry.tables import ImportBatch

_SHOWN = 50


def write_template(register: str, language: str, output: str) -> int:
    """Write an empty workbook to fill in and return its bytes."""
    body = template(register_named(register).shape, Language(language))
    return Path(output).write_bytes(body)


async def check(
    settings: Settings, file: str, register: str, region: str | None, login: str
) -> dict[str, Any]:
    """Take a file in as a new batch, compare it with the registers, and return what it would do."""
    viewer = await viewer_named(login)
    place = await region_coded(viewer, region or settings.region)
    content = await asyncio.to_thread(Path(file).read_bytes)
    batch = await batches.upload_batch(
        viewer,
        clock.act(viewer.principal_id, f"Upload {Path(file).name}"[:300]),
        region_id=place.id,
        register=register,
        file_name=Path(file).name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
    )
    space = batch_space(settings, batch.id)
    await asyncio.to_thread(_keep, Path(file), space)
    with progress_line("Comparing") as line:
        batch = await batches.check_batch(
            viewer,
            clock.act(viewer.principal_id, "Check an import"),
            batch.id,
            space,
            lambda phase, done, total: line.show(f"{phase} {done:,} of {total:,}"),
        )
    return told(batch, space)


def _keep(file: Path, space: Workspace) -> None:
    """Copy the file into the batch's folder."""
    space.folder.mkdir(parents=True)
    shutil.copyfile(file, space.original)


async def apply(
    settings: Settings, batch_id: UUID, mode: ApplyMode, reason: str, login: str
) -> dict[str, Any]:
    """Apply a checked batch and return how it ended."""
    viewer, space = await viewer_named(login), batch_space(settings, batch_id)
    with progress_line("Applying") as line:
        batch = await batches.apply_batch(
            viewer,
            clock.act(viewer.principal_id, reason),
            batch_id,
            space,
            mode=mode,
            secret=clock.secret,
            report=lambda phase, done, total: line.show(f"{phase} {done:,} of {total:,}"),
        )
    return told(batch, None)


async def undo(settings: Settings, batch_id: UUID, reason: str, login: str) -> dict[str, Any]:
    """Take an applied batch back and return how it ended; a refusal is told, not raised."""
    viewer, space = await viewer_named(login), batch_space(settings, batch_id)
    with progress_line("Taking back") as line:
        try:
            batch = await batches.undo_batch(
                viewer,
                clock.act(viewer.principal_id, reason),
                batch_id,
                space,
                lambda phase, done, total: line.show(f"{phase} {done:,} of {total:,}"),
            )
        except BatchRefused as refusal:
            return {"batch": str(batch_id), "state": "applied", "refused": [list(r) for r in refusal.reasons]}
    return told(batch, None)


async def export(
    settings: Settings,
    register: str,
    form: ExportForm,
    language: str,
    chosen: tuple[str | None, str],
    login: str,
) -> dict[str, Any]:
    """Write a register of `chosen` (region code, file) and return what was logged."""
    viewer = await viewer_named(login)
    region = await region_coded(viewer, chosen[0] or settings.region)
    act = clock.act(viewer.principal_id, f"Export {register}"[:300])
    found, target = register_named(register), Path(chosen[1])
    with progress_line(f"Writing {target}"):
        log = await export_register(viewer, act, found, region.id, target, form, Language(language))
    return {
        "file": chosen[1],
        "rows": log.rows,
        "bytes": log.bytes,
        "sha256": log.sha256,
        "masked": log.is_masked,
    }


def told(batch: ImportBatch, space: Workspace | None) -> dict[str, Any]:
    """Return a batch as facts; with its folder, the first rows that people should look at."""
    facts: dict[str, Any] = {
        "batch": str(batch.id),
        "state": batch.state.value,
        "rows": batch.rows,
        "new": batch.new_rows,
        "changed": batch.changed_rows,
        "unchanged": batch.unchanged_rows,
        "conflicting": batch.conflicting_rows,
        "rejected": batch.rejected_rows,
        "warnings": batch.warnings,
        "outcome": batch.outcome or {},
    }
    if space is not None and space.has_difference:
        looked = [row for row in space.page([], first=10_000) if row.problems][:_SHOWN]
        facts["problems"] = [
            {"sheet": row.sheet, "row": row.number, "field": p.field, "code": p.code, "zh": p.zh, "en": p.en}
            for row in looked
            for p in row.problems
        ]
    return facts

"""
How work on a batch or export is getting on, for those who wait: told in a file of its folder.

A file, because SQLite has one writer: while rows are stored, nobody else could write how many.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import anyio

from registry.access import Viewer, rows
from registry.codes import BatchState
from registry.errors import NotFound
from registry.intake.orders import UNDER_WAY
from registry.intake.workspace import Workspace
from registry.tables import ImportBatch


@dataclass(frozen=True, slots=True)
class Steps:
    """The last report: what is being done, and rows done of rows in all."""

    phase: str
    rows_done: int
    rows_total: int


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How a batch is getting on; `steps` is None before the first report, and when nothing is under way."""

    batch_id: UUID
    state: BatchState
    steps: Steps | None

    @property
    def ended(self) -> bool:
        """Whether nobody is working on it."""
        return self.state not in UNDER_WAY


def tell(folder: Path, phase: str, done: int, total: int) -> None:
    """Keep a report in a folder, in place of the last one."""
    fresh = folder / "progress.new"
    fresh.write_text(json.dumps([phase, done, total]), encoding="utf-8")
    fresh.replace(folder / "progress.json")


def forget(folder: Path) -> None:
    """Forget the last report of a folder."""
    (folder / "progress.json").unlink(missing_ok=True)


def told(folder: Path) -> Steps | None:
    """Return the last report kept in a folder; None before the first."""
    try:
        phase, done, total = json.loads((folder / "progress.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Steps(phase, done, total)


async def progress_of(viewer: Viewer, batch_id: UUID, space: Workspace) -> ImportProgress:
    """Return how a batch is getting on; `NotFound` when it is out of the viewer's scope."""
    found: list[Any] = await rows(viewer, ImportBatch).filter(id=batch_id).values("state")
    if not found:
        raise NotFound(ImportBatch.table_name(), batch_id)
    state = BatchState(found[0]["state"])
    steps = await asyncio.to_thread(told, space.folder) if state in UNDER_WAY else None
    return ImportProgress(batch_id, state, steps)


async def watch(
    viewer: Viewer, batch_id: UUID, space: Workspace, interval_seconds: float = 0.5
) -> AsyncIterator[ImportProgress]:
    """
    Yield a batch's progress now, whenever it changes, and a last time when nobody works on it.

    Raises `NotFound` for a batch out of scope. The row is read every `interval_seconds`.
    """
    last: ImportProgress | None = None
    while True:
        now = await progress_of(viewer, batch_id, space)
        if now != last:
            yield now
            last = now
        if now.ended:
            return
        await anyio.sleep(interval_seconds)

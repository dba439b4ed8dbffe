"""
Durable imports and exports: DBOS remembers that something was ordered, the batch's row what.

One workflow for each order: its id is made of the batch and the version the order gave it, so asking twice
changes nothing. After `kill -9` DBOS starts the workflow again; a child process then finds the batch as the
last transaction left it: applied, or not at all.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

from dbos import DBOS, SetWorkflowID

from muster import clock
from muster.folders import export_folder, exports_folder
from muster.register_beside import WorkLost, work_beside
from muster.settings import Settings
from registry.access import SYSTEM, rows
from registry.intake.export_orders import ExportFolder
from registry.intake.orders import UNDER_WAY, give_up
from registry.tables import ExportLog, ImportBatch

#: Queues that each do one thing after the other: SQLite has one writer, and an export reads a whole register.
IMPORTS, EXPORTS = "imports", "exports"
_ALIVE = ("ENQUEUED", "PENDING", "DELAYED")
working: set[asyncio.Task[Any]] = set()


def remember_task() -> None:
    """Remember the running workflow's task, so that a shutdown can end it and leave it pending."""
    task = asyncio.current_task()
    if task is not None:
        working.add(task)
        task.add_done_callback(working.discard)


@DBOS.workflow(name="import_batch")
async def import_batch(batch_id: str) -> str:
    """Carry out what was ordered on a batch and return the state it ended in."""
    remember_task()
    try:
        await work_beside({"work": "batch", "id": batch_id})
    except WorkLost as error:
        await _fail(UUID(batch_id), f"The work broke off: {error}", f"处理中断：退出码 {error.exit_code}。")
    batch = await rows(SYSTEM, ImportBatch).get(id=batch_id)
    return str(batch.state)


async def _fail(batch_id: UUID, en: str, zh: str) -> None:
    """End an order that nobody carries out any more."""
    act = clock.act(SYSTEM.principal_id, "Close broken-off work on an import")
    await give_up(batch_id, act, [("FAILED", zh, en)])


@DBOS.workflow(name="export_register")
async def export_register(export_id: str, folder: str) -> None:
    """Write an export into its folder, or why it could not be written."""
    remember_task()
    try:
        await work_beside({"work": "export", "id": export_id})
    except WorkLost as error:
        zh, en = f"导出中断：退出码 {error.exit_code}。", f"The export broke off: {error}"
        ExportFolder(Path(folder)).refuse("FAILED", zh, en)


async def start_batch(batch_id: UUID) -> None:
    """Hand what was ordered on a batch to the queue; asking twice for one order changes nothing."""
    batch = await rows(SYSTEM, ImportBatch).get(id=batch_id)
    with SetWorkflowID(_workflow_of(batch)):
        await DBOS.enqueue_workflow_async(IMPORTS, import_batch, str(batch_id))


async def start_export(settings: Settings, export_id: UUID) -> None:
    """Hand an export to the queue; asking twice for one changes nothing."""
    folder = export_folder(settings, export_id).folder
    with SetWorkflowID(f"export-{export_id}"):
        await DBOS.enqueue_workflow_async(EXPORTS, export_register, str(export_id), str(folder))


def _workflow_of(batch: ImportBatch) -> str:
    return f"import-{batch.id}-{batch.version}"


async def take_up(settings: Settings) -> None:
    """Enqueue orders that were kept but never handed over; end those whose workflow is over."""
    for batch in await rows(SYSTEM, ImportBatch).filter(state__in=list(UNDER_WAY)):
        status = await DBOS.get_workflow_status_async(_workflow_of(batch))
        if status is None:
            await start_batch(batch.id)
        elif status.status not in _ALIVE:
            en = f"The durable workflow ended as {status.status} before the work was done."
            await _fail(batch.id, en, f"处理流程已结束（{status.status}），但未完成。")
    for folder in await asyncio.to_thread(_unwritten, settings):
        if not await rows(SYSTEM, ExportLog).filter(id=folder.name).exists():
            await start_export(settings, UUID(folder.name))


def _unwritten(settings: Settings) -> list[Path]:
    """Return the folders of exports that were ordered and not refused."""
    orders = exports_folder(settings).glob("*/order.json")
    return [order.parent for order in orders if ExportFolder(order.parent).refusal() is None]

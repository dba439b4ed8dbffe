"""
The heavy half of imports and exports, in a process of its own: `python -m muster.register_work`.

The order comes as one line of JSON over standard input; progress goes to the folder of the batch. The
process leaves at once when its standard input closes, so that `kill -9` of the server leaves no orphan
that goes on writing; what it had not committed is then as if it had never been.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
import traceback
from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from exercises.readiness.on_write import rate_written
from muster import clock, database
from muster.folders import batch_space, export_folder
from muster.settings import Settings, from_environment
from registry.access import SYSTEM, rows
from registry.consistency.on_write import judge_written
from registry.errors import RegistryError
from registry.intake import progress
from registry.intake.export_orders import write_export
from registry.intake.files import FileRefused, Language
from registry.intake.marked import marked_workbook
from registry.intake.orders import Means, carry_out
from registry.tables import ImportBatch

DONE, REFUSED, BROKEN = 0, 1, 70


async def work(settings: Settings, order: Mapping[str, Any]) -> None:
    """Do what an order says: `batch` (carry out), `export` (write), or `mark` (the user's workbook)."""
    async with database.connected(settings):
        id_ = UUID(order["id"])
        if order["work"] == "batch":
            space = batch_space(settings, id_)
            if space.folder.exists():
                progress.forget(space.folder)
            tell = partial(progress.tell, space.folder)
            batch = await carry_out(id_, space, Means(clock.act, clock.today(), clock.secret, tell))
            await _judge(batch)
        elif order["work"] == "export":
            await write_export(export_folder(settings, id_), clock.today())
        else:
            await _mark(settings, id_, order)


async def _judge(batch: ImportBatch) -> None:
    """Judge and rate what a batch has just stored or taken back; a large one waits for the night."""
    change_id = batch.undo_change_id or batch.change_id
    if change_id is not None:
        act = clock.act(SYSTEM.principal_id, "Consistency rules after an import")
        await judge_written(act, change_id, clock.today())
        await rate_written(change_id, clock.today())


async def _mark(settings: Settings, batch_id: UUID, order: Mapping[str, Any]) -> None:
    """Write the user's workbook with marks under the name the order gives."""
    space = batch_space(settings, batch_id)
    batch = await rows(SYSTEM, ImportBatch).get(id=batch_id)
    body = marked_workbook(space, batch, Language(order["language"]), order["register"])
    fresh = space.folder / f"{order['target']}.new"
    fresh.write_bytes(body)
    fresh.replace(space.folder / order["target"])
    for earlier in space.folder.glob("marked-*.xlsx"):
        if not earlier.name.startswith(f"marked-{batch.version}-"):
            earlier.unlink(missing_ok=True)


def _leave_with_the_server() -> None:
    """End this process when its standard input closes."""
    sys.stdin.read()
    os._exit(BROKEN)


def main() -> int:
    """Do one order; a refusal is printed as JSON, a bug as a traceback without the values it was about."""
    order: dict[str, Any] = json.loads(sys.stdin.readline())
    threading.Thread(target=_leave_with_the_server, daemon=True).start()
    try:
        asyncio.run(work(from_environment(), order))
    except RegistryError as error:
        return _refuse(error.code, error.message_zh, str(error))
    except FileRefused as refusal:
        return _refuse("FILE_REFUSED", refusal.sentence_zh, refusal.sentence_en)
    except Exception as error:  # the edge of the process: messages of errors may quote personal data
        traceback.print_tb(error.__traceback__, file=sys.stderr)
        sys.stderr.write(f"{type(error).__name__}\n")
        return BROKEN
    return DONE


def _refuse(code: str, zh: str, en: str) -> int:
    """Say why something was not done."""
    sys.stdout.write(json.dumps({"code": code, "zh": zh, "en": en}, ensure_ascii=False))
    return REFUSED


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # the thread that reads standard input would hold the interpreter's end up

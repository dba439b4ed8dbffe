"""The nightly duty that deletes what nobody needs any more of imports and exports."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from muster.folders import exports_folder, imports_folder
from muster.nightly import Duty
from muster.settings import Settings
from registry.access import SYSTEM, rows
from registry.codes import BatchState
from registry.tables import ImportBatch


def leftovers(settings: Settings) -> Duty:
    """Return the duty for one server's settings."""

    async def do(midnight: datetime) -> str | None:
        return await delete_leftovers(settings, midnight)

    return Duty("delete what imports and exports left", do, at_start=False)


async def delete_leftovers(settings: Settings, midnight: datetime) -> str | None:
    """
    Delete exports, uploads that were broken off, and folders of cancelled imports, untouched for long.

    How long is `Settings.leftover_days`. The folder of an applied import stays: it holds what taking it
    back needs. Returns what was done, None if there was nothing.
    """
    before = (midnight - timedelta(days=settings.leftover_days)).timestamp()
    exports = await asyncio.to_thread(_untouched, exports_folder(settings), before)
    imports = await asyncio.to_thread(_untouched, imports_folder(settings), before)
    needed = rows(SYSTEM, ImportBatch).exclude(state=BatchState.CANCELLED)
    kept = {str(id_) for id_ in await needed.values_list("id", flat=True)}
    gone = [*exports, *(folder for folder in imports if folder.name not in kept)]
    await asyncio.to_thread(_delete, gone)
    return f"deleted {len(gone)} folders of exports and imports" if gone else None


def _untouched(folder: Path, before: float) -> list[Path]:
    """Return what lies in a folder, was made by us, and has not been touched since."""
    found = folder.iterdir() if folder.exists() else ()
    return [each for each in found if _is_ours(each.name) and each.stat().st_mtime < before]


def _is_ours(name: str) -> bool:
    try:
        return str(UUID(name.removeprefix("incoming-"))) == name.removeprefix("incoming-")
    except ValueError:
        return False


def _delete(found: Iterable[Path]) -> None:
    for each in found:
        shutil.rmtree(each) if each.is_dir() else each.unlink()

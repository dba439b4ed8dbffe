"""Pasts for tests: each has a file of its own, and the `database` fixture closes them with the database."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from registry.past import Past

APPS = {"registry": ["registry.tables"], "exercises": ["exercises.tables"]}
_OPEN: list[tuple[Past, TemporaryDirectory[str]]] = []


def a_past() -> Past:
    """Return the past of the test's database."""
    folder = TemporaryDirectory(prefix="muster-past-")
    past = Past(Path(folder.name) / "past.db", APPS)
    _OPEN.append((past, folder))
    return past


async def close_pasts() -> None:
    """Close every past opened so far and delete its file."""
    while _OPEN:
        past, folder = _OPEN.pop()
        await past.close()
        folder.cleanup()

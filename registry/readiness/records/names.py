"""What facts call by a code, by its names: for the sentences people read."""

from __future__ import annotations

from typing import Any

from registry.access import Viewer, rows
from registry.readiness.words import Said
from registry.tables import QualificationType


async def qualification_names(viewer: Viewer) -> dict[str, Said]:
    """Return the names, Chinese and English, of every kind of qualification by its code; one statement."""
    kinds: Any = rows(viewer, QualificationType).all()
    return {code: (zh, en) for code, zh, en in await kinds.values_list("code", "name", "name_en")}

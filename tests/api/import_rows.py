"""One row of every type about imports and exports, for each side of the small world."""

from __future__ import annotations

from uuid import uuid5

from registry.access import SYSTEM
from registry.codes import BatchState, ExportForm
from registry.history import Act, changing
from registry.tables import ColumnMapping, ExportLog, ImportBatch, Principal, Record, Region
from tests.conftest import NOW, SPACE


async def import_rows(region: Region, key: str = "") -> dict[str, Record]:
    """Store one row of every type about imports and exports in a region, and return them by type."""
    author = await Principal.filter(login="registrar").get()
    made: list[Record] = [
        ImportBatch(
            region_id=region.id,
            requested_by_id=author.id,
            requested_at=NOW,
            register="people",
            file_name=f"{key}.xlsx",
            file_hash="0" * 64,
            file_bytes=1,
            state=BatchState.CHECKED,
            rows=1,
            new_rows=1,
        ),
        ColumnMapping(region_id=region.id, register=f"people{key}", mapping={"名字": "name"}),
        ExportLog(
            region_id=region.id,
            principal_id=author.id,
            exported_at=NOW,
            register="people",
            form=ExportForm.CSV,
            language="zh",
            rows=1,
            bytes=1,
            sha256="0" * 64,
            is_masked=True,
        ),
    ]
    act = Act(SYSTEM.principal_id, "imports", NOW, uuid5(SPACE, f"imports {region.code}{key}"))
    async with changing(act) as change:
        for row in made:
            await change.add(row)
    return {type(row).__name__: row for row in made}

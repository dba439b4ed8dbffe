"""Registers out: the rows the reader may see, masked like reads, in the shape that imports again."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from tortoise.expressions import Subquery

from registry.access import Viewer, masked, one, rows
from registry.codes import ExportForm
from registry.codes.files import TableKind
from registry.history import Act, changing
from registry.intake.files import Language, write_table
from registry.intake.planned import MASK
from registry.intake.register import Register
from registry.tables import ExportLog, Region, RegionClosure


async def export_register(
    viewer: Viewer,
    act: Act,
    register: Register,
    region_id: UUID,
    target: Path,
    form: ExportForm,
    language: Language,
) -> ExportLog:
    """
    Write a region's part of a register to a file, and log who took it.

    Personal data the viewer may not see are written as a mark that changes nothing when it is read
    again. Records keep their number and version, so that a later import knows what was changed since.

    Raises
    ------
    NotFound
        The viewer does not see the region.

    """
    region = await one(viewer, Region, region_id)
    below = RegionClosure.filter(ancestor_id=region.id).values("descendant_id")
    wanted = ["id", "version", register.owner, *(facts.path for facts in register.fields.values())]
    query = rows(viewer, register.table).filter(**{f"{register.owner}__in": Subquery(below)})
    found: Sequence[Any] = await query.order_by(*register.key_paths, "id").values_list(*wanted)
    hidden = sorted({owner for _, _, owner, *_ in found if masked(viewer, owner)}, key=str)
    written = _rows(register, found, frozenset(hidden))
    await asyncio.to_thread(write_table, target, register.shape, written, TableKind(form.value), language)
    content = await asyncio.to_thread(target.read_bytes)
    has_personal = any(register.personal(name) for name in register.fields)
    log = ExportLog(
        region_id=region.id,
        principal_id=act.author,
        exported_at=act.at,
        register=register.code,
        form=form,
        language=language.value,
        rows=len(found),
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        is_masked=bool(hidden) and has_personal,
    )
    async with changing(act) as change:
        return await change.add(log)


def _rows(
    register: Register, found: Sequence[Any], hidden: frozenset[UUID]
) -> Iterator[Mapping[str, object]]:
    """Yield the rows as the sheet has them."""
    names = list(register.fields)
    personal = [name for name in names if register.personal(name)]
    for id_, version, owner, *cells in found:
        row = dict(zip(names, cells, strict=True))
        if owner in hidden:
            row.update({name: MASK for name in personal if row[name] is not None})
        yield {**row, "record": str(id_), "version": version}

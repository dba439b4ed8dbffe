"""
Audit packs over HTTP and from the command line: gathered here, made into files beside, logged like exports.

`GET /audit-packs/{region}?validOn=2026-03-01&knownAt=2026-03-02` gives the workbook and the print in one
archive. Whoever asks the same question within the same reach gets the same bytes: the `ETag` is their digest.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.door import refusal
from exercises.audit_pack.files import archive, files, unarchived
from exercises.audit_pack.gathering import gather
from exercises.audit_pack.pack import Pack, packed
from muster import clock
from muster.beside import run_beside
from muster.office import viewer_named
from muster.past import as_of, past_of
from muster.reports import SEALED
from muster.settings import Settings
from muster.transfers import answering, attachment
from registry.access import Viewer
from registry.codes import ExportForm
from registry.history import changing
from registry.past import AsOf, Past
from registry.tables import ExportLog

#: What the export log calls a pack.
REGISTER = "audit-pack"
_KEPT_STDERR_BYTES = 2_000
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MadePack:
    """The files of a pack by their names, the workbook first, and whether a seal keeps them for ever."""

    made: Mapping[str, bytes]
    sealed: bool


async def pack_of(settings: Settings, region_code: str, at: AsOf, login: str) -> MadePack:
    """
    Return the audit pack of a region as a principal may have it, from a process without a server.

    Raises
    ------
    NotFound, AccessDenied
        There was no such region in the principal's reach, or it may not audit there.

    """
    past, viewer = past_of(settings), await viewer_named(login)
    try:
        pack = await gather(past, viewer, region_code, at)
        made = await asyncio.to_thread(files, pack)
        await log_pack(viewer, pack, made[f"{pack.name}.xlsx"])
        return MadePack(made, await past.known_for_ever(at.known_at))
    finally:
        await past.close()


async def log_pack(viewer: Viewer, pack: Pack, workbook: bytes) -> None:
    """
    Log that somebody took a pack, before it is handed out.

    The line tells of the workbook, whose cover names the print by its digest.
    """
    act = clock.act(
        viewer.principal_id, f"Audit pack of {pack.region_code}, {pack.valid_on} as known at {pack.known_at}"
    )
    line = ExportLog(
        region_id=UUID(pack.region_id),
        principal_id=act.author,
        exported_at=act.at,
        register=REGISTER,
        form=ExportForm.XLSX,
        language="zh",
        rows=pack.rows,
        bytes=len(workbook),
        sha256=hashlib.sha256(workbook).hexdigest(),
        is_masked=True,
    )
    async with changing(act) as change:
        await change.add(line)


def audit_pack_routes(past: Past) -> list[Route]:
    """Return the route of audit packs."""
    return [Route("/audit-packs/{region}", _giving(past), methods=["GET"])]


def _giving(past: Past) -> Callable[..., object]:
    turn = asyncio.Semaphore(1)  # typesetting takes a processor for seconds

    async def give(request: Request, viewer: Viewer) -> Response:
        asked = request.query_params
        at = as_of(asked.get("knownAt"), asked.get("validOn"))
        pack = await gather(past, viewer, request.path_params["region"], at)
        async with turn:
            made = await _beside(pack)
        if made is None:
            return refusal(500, "INTERNAL", "The pack could not be made.", "无法生成审计材料。")
        await log_pack(viewer, pack, made[f"{pack.name}.xlsx"])
        body = archive(made)
        headers = {
            **attachment(f"{pack.name}.zip"),
            "ETag": f'"{hashlib.sha256(body).hexdigest()}"',
            SEALED: str(await past.known_for_ever(at.known_at)).lower(),
        }
        return Response(body, headers=headers, media_type="application/zip")

    return answering(give)


async def _beside(pack: Pack) -> dict[str, bytes] | None:
    """Return the files of a pack, made in a process of their own; None when it did not end well."""
    ended = await run_beside("muster.audit_pack_beside", order=packed(pack) + b"\n")
    if ended.code == 0:
        return unarchived(ended.said)
    _LOG.error("A pack was not made: %s", ended.complained[-_KEPT_STDERR_BYTES:].decode(errors="replace"))
    return None

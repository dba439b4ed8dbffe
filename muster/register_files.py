"""
Registers over HTTP: workbooks in, and marked workbooks, templates and exports out.

`POST /imports?region=510300&register=people` takes the body as a new batch; the rest of its life is
GraphQL. `GET /imports/{id}/original` and `/marked` give it back, `GET /registers/{code}/template` an empty
one, `GET /exports/{id}` an export once it is written.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from api.door import refusal
from api.nodes import global_id
from muster import clock
from muster.folders import batch_space, export_folder, imports_folder
from muster.register_beside import WorkLost, work_beside
from muster.settings import Settings
from muster.transfers import (
    PRIVATE,
    UNCOUNTED,
    answering,
    asked_id,
    attachment,
    check_length,
    name_of,
    receive,
    region_to_write,
)
from registry.access import Viewer, masked, one, require, rows
from registry.codes import Capability, ExportForm
from registry.codes.files import TableKind
from registry.errors import InvalidValue, NotFound
from registry.evidence import FileRefused as NotTaken
from registry.intake.batches import upload_batch
from registry.intake.files import FileRefused, Language, kind_of, template
from registry.intake.registers import register_named
from registry.tables import ExportLog, ImportBatch, Region

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MEDIA = {ExportForm.XLSX: _XLSX, ExportForm.CSV: "text/csv", ExportForm.JSONL: "application/jsonl"}
_LONGEST_NAME = 200
_Handler: TypeAlias = Callable[[Settings, Request, Viewer], Awaitable[Response]]


def register_routes(settings: Settings) -> list[Route]:
    """Return the routes of registers as files."""

    def bound(handler: _Handler) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request, viewer: Viewer) -> Response:
            try:
                return await handler(settings, request, viewer)
            except FileRefused as error:
                status = 415 if error.trouble.value in _WRONG_TYPE else 422
                return refusal(status, "FILE_REFUSED", error.sentence_en, error.sentence_zh)

        return answering(answer)

    return [
        Route("/imports", bound(_take), methods=["POST"], max_body_size=UNCOUNTED),
        Route("/imports/{id}/original", bound(_original), methods=["GET"]),
        Route("/imports/{id}/marked", bound(_marked), methods=["GET"]),
        Route("/registers/{code}/template", bound(_template), methods=["GET"]),
        Route("/exports/{id}", bound(_export), methods=["GET"]),
    ]


_WRONG_TYPE = {"UNKNOWN_TYPE", "OLD_EXCEL", "MACROS"}


@dataclass(frozen=True, slots=True)
class _Upload:
    """What is known of a body that came in whole."""

    name: str
    sha256: str
    size: int


async def _take(settings: Settings, request: Request, viewer: Viewer) -> Response:
    """Keep the body of a request as a new batch of the region in its query; nothing is read of it yet."""
    region = await region_to_write(request, viewer)
    check_length(request, settings.import_bytes)
    name = name_of(request).strip()
    if not 1 <= len(name) <= _LONGEST_NAME or not name.isprintable():
        raise NotTaken("NAME")
    kind_of(name)
    register = request.query_params.get("register", "")
    folder, ticket = imports_folder(settings), clock.new_id()
    incoming = folder / f"incoming-{ticket}"
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    try:
        digest = hashlib.sha256()
        with incoming.open("wb") as file:
            size = await receive(request, file, settings.import_bytes, digest.update)
        if not size:
            raise NotTaken("EMPTY")
        upload = _Upload(name, digest.hexdigest(), size)
        batch = await _stored(viewer, region, register, upload)
        space = batch_space(settings, batch.id)
        await asyncio.to_thread(space.folder.mkdir)
        await asyncio.to_thread(incoming.rename, space.original)
    finally:
        await asyncio.to_thread(incoming.unlink, missing_ok=True)
    return JSONResponse(_shown(batch), status_code=201, headers={"Cache-Control": "no-store"})


async def _stored(viewer: Viewer, region: Region, register: str, upload: _Upload) -> ImportBatch:
    """Store that a file came in."""
    act = clock.act(viewer.principal_id, f"Upload {upload.name}"[:300])
    return await upload_batch(
        viewer,
        act,
        region_id=region.id,
        register=register,
        file_name=upload.name,
        sha256=upload.sha256,
        size=upload.size,
    )


def _shown(batch: ImportBatch) -> dict[str, object]:
    """Return what the sender is told about a new batch."""
    return {
        "id": global_id("ImportBatch", batch.id),
        "register": batch.register or None,
        "state": batch.state.name,
        "sha256": batch.file_hash,
        "sizeBytes": batch.file_bytes,
        "path": f"/imports/{batch.id}",
    }


async def _readable(request: Request, viewer: Viewer) -> ImportBatch:
    """Return a batch whose file the viewer may have: who uploaded it, or who may see its personal data."""
    batch = await one(viewer, ImportBatch, asked_id(request, ImportBatch), Capability.WRITE_REGISTRY)
    if batch.requested_by_id != viewer.principal_id and masked(viewer, batch.region_id):
        await require(viewer, Capability.READ_PERSONAL, batch.region_id)
    return batch


async def _original(settings: Settings, request: Request, viewer: Viewer) -> Response:
    """Give the file as it came."""
    batch = await _readable(request, viewer)
    file = batch_space(settings, batch.id).original
    if not file.exists():
        raise NotFound("file_of_import", batch.id)
    return FileResponse(file, headers=attachment(batch.file_name), media_type="application/octet-stream")


async def _marked(settings: Settings, request: Request, viewer: Viewer) -> Response:
    """Give the user's own workbook with what was found about its rows."""
    batch = await _readable(request, viewer)
    language, wanted = _language(request), request.query_params.get("register", "")
    register = register_named(wanted).code if wanted else ""
    target = f"marked-{batch.version}-{language.value}-{register or 'all'}.xlsx"
    file = batch_space(settings, batch.id).folder / target
    if not file.exists():
        order = {"work": "mark", "id": str(batch.id), "language": language.value, "register": register}
        try:
            refused = await work_beside({**order, "target": target})
        except WorkLost:
            return refusal(500, "INTERNAL", "The workbook could not be marked.", "无法标注此工作簿。")
        if refused is not None:
            return refusal(422, refused["code"], refused["en"], refused["zh"])
    stem = batch.file_name.rpartition(".")[0]
    return FileResponse(file, headers=attachment(f"{stem}-marked.xlsx"), media_type=_XLSX)


async def _template(settings: Settings, request: Request, viewer: Viewer) -> Response:
    """Give an empty workbook to fill in."""
    del settings, viewer
    register, language = register_named(request.path_params["code"]), _language(request)
    body = await asyncio.to_thread(template, register.shape, language)
    return Response(body, headers=attachment(f"{register.code}.{TableKind.XLSX.value}"), media_type=_XLSX)


async def _export(settings: Settings, request: Request, viewer: Viewer) -> Response:
    """Give an export to who asked for it; 202 while it is being written."""
    export_id = asked_id(request, ExportLog)
    space = export_folder(settings, export_id)
    order = await asyncio.to_thread(space.order)
    if order is None or UUID(order.by) != viewer.principal_id:
        raise NotFound(ExportLog.table_name(), request.path_params["id"])
    await one(viewer, Region, UUID(order.region))
    if (why := await asyncio.to_thread(space.refusal)) is not None:
        return refusal(422, why["code"], why["en"], why["zh"])
    log = await rows(viewer, ExportLog).get_or_none(id=export_id)
    if log is None:
        return JSONResponse({"state": "WRITING"}, status_code=202, headers={**PRIVATE, "Retry-After": "1"})
    if not log.is_masked and _has_personal(order.register):
        await require(viewer, Capability.READ_PERSONAL, log.region_id)
    media = _MEDIA[ExportForm(order.form)]
    return FileResponse(space.file, headers=attachment(order.file_name), media_type=media)


def _has_personal(code: str) -> bool:
    register = register_named(code)
    return any(register.personal(name) for name in register.fields)


def _language(request: Request) -> Language:
    """Return the language a request asks for; Chinese without one."""
    text = request.query_params.get("language", "zh")
    if text not in [language.value for language in Language]:
        raise InvalidValue("language", text, "zh or en", rule_zh="只能为 zh 或 en")
    return Language(text)

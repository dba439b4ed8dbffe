"""
Evidence over HTTP: `POST /evidence?region=510300` with the bytes as body, `GET /evidence/{id}`.

The name of the file stands in `Content-Disposition` (RFC 6266), never in the address: addresses are
logged, and names may name people. Anything refused answers with a code and a sentence in each language.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from email.message import Message
from typing import BinaryIO
from urllib.parse import quote
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from api.door import bearer, refusal
from api.nodes import row_id
from muster import clock
from muster.settings import Settings
from registry import access
from registry.access import Viewer, rows
from registry.codes import Capability
from registry.errors import AccessDenied, NotFound, RegistryError
from registry.evidence import EvidenceLost, EvidenceStore, FileRefused, keep, opened
from registry.tables import EvidenceFile, Region

_STATUS = {"TOO_LARGE": 413, "TYPE": 415}
_PRIVATE = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}
#: The door counts bytes itself, to answer with a sentence of ours.
UNCOUNTED = 1 << 40
Handler = Callable[[Request, Viewer], Awaitable[Response]]


def evidence_routes(settings: Settings, store: EvidenceStore) -> list[Route]:
    """Return the routes of evidence over one store."""
    limit = settings.evidence_bytes

    async def upload(request: Request, viewer: Viewer) -> Response:
        return await _take(request, viewer, store, limit)

    async def download(request: Request, viewer: Viewer) -> Response:
        return await _give(request, viewer, store)

    return [
        Route("/evidence", _answering(upload), methods=["POST"], max_body_size=UNCOUNTED),
        Route("/evidence/{id}", _answering(download), methods=["GET"]),
    ]


def _answering(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that knows who asks and answers refusals as data."""

    async def endpoint(request: Request) -> Response:
        token = bearer(request.headers.get("authorization"))
        viewer = await access.authenticate(token, at=clock.now()) if token else None
        if viewer is None:
            header = {"www-authenticate": "Bearer"}
            return refusal(
                401, "UNAUTHENTICATED", "A valid bearer token is needed.", "需要有效的访问令牌。", **header
            )
        try:
            return await handler(request, viewer)
        except RegistryError as error:
            return refusal(_status(error), error.code, str(error), error.message_zh)

    return endpoint


def _status(error: RegistryError) -> int:
    """Return the HTTP status of a refusal."""
    if isinstance(error, FileRefused):
        return _STATUS.get(error.reason, 422)
    if isinstance(error, NotFound | EvidenceLost):
        return 404
    return 403 if isinstance(error, AccessDenied) else 422


async def _take(request: Request, viewer: Viewer, store: EvidenceStore, limit: int) -> Response:
    """Keep the body of a request as evidence of the region in its query."""
    code = request.query_params.get("region", "")
    region = await rows(viewer, Region).get_or_none(code=code)
    if region is None:
        raise NotFound("region", code)
    await access.require(viewer, Capability.WRITE_REGISTRY, region.id)
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise FileRefused("TOO_LARGE", limit=limit)
    reason = request.query_params.get("reason", "").strip() or "evidence uploaded"
    with tempfile.TemporaryFile() as file:
        await _receive(request, file, limit)
        act = clock.act(viewer.principal_id, reason[:300])
        kept = await keep(viewer, act, store, region.id, file, name=_name_of(request), limit=limit)
    return JSONResponse(_shown(kept), status_code=201, headers={"Cache-Control": "no-store"})


async def _receive(request: Request, file: BinaryIO, limit: int) -> None:
    """Write the body into a file, away from the event loop; raises TOO_LARGE as soon as it is."""
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > limit:
            raise FileRefused("TOO_LARGE", limit=limit)
        await asyncio.to_thread(file.write, piece)


def _name_of(request: Request) -> str:
    """Return the file name in `Content-Disposition`; raises NAME without one."""
    message = Message()
    message["Content-Disposition"] = request.headers.get("content-disposition", "")
    return message.get_filename("")


def _shown(file: EvidenceFile) -> dict[str, object]:
    """Return what the sender is told about a kept file."""
    return {
        "id": str(file.id),
        "sha256": file.sha256,
        "sizeBytes": file.size_bytes,
        "mediaType": file.media_type.value,
        "path": f"/evidence/{file.id}",
    }


async def _give(request: Request, viewer: Viewer, store: EvidenceStore) -> Response:
    """Stream a file whose bytes the viewer may read, as a download."""
    text = request.path_params["id"]
    try:
        evidence_id = UUID(text)
    except ValueError:
        evidence_id = row_id(text, EvidenceFile)
    file = await opened(viewer, evidence_id)
    pieces = store.chunks(file.sha256)
    first = await anext(pieces)
    headers = {
        **_PRIVATE,
        "Content-Length": str(file.size_bytes),
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "ETag": f'"{file.sha256}"',
    }
    return StreamingResponse(_all(first, pieces), media_type=file.media_type.mime, headers=headers)


async def _all(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield the first piece and the others."""
    yield first
    async for piece in rest:
        yield piece

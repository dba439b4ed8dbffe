"""
Evidence over HTTP: `POST /evidence?region=510300` with the bytes as body, `GET /evidence/{id}`.

Anything refused answers with a code and a sentence in each language (`muster.transfers`).
"""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from muster import clock
from muster.settings import Settings
from muster.transfers import (
    UNCOUNTED,
    answering,
    asked_id,
    attachment,
    check_length,
    name_of,
    receive,
    region_to_write,
)
from registry.access import Viewer
from registry.evidence import EvidenceStore, keep, opened
from registry.tables import EvidenceFile


def evidence_routes(settings: Settings, store: EvidenceStore) -> list[Route]:
    """Return the routes of evidence over one store."""
    limit = settings.evidence_bytes

    async def upload(request: Request, viewer: Viewer) -> Response:
        return await _take(request, viewer, store, limit)

    async def download(request: Request, viewer: Viewer) -> Response:
        return await _give(request, viewer, store)

    return [
        Route("/evidence", answering(upload), methods=["POST"], max_body_size=UNCOUNTED),
        Route("/evidence/{id}", answering(download), methods=["GET"]),
    ]


async def _take(request: Request, viewer: Viewer, store: EvidenceStore, limit: int) -> Response:
    """Keep the body of a request as evidence of the region in its query."""
    region = await region_to_write(request, viewer)
    check_length(request, limit)
    reason = request.query_params.get("reason", "").strip() or "evidence uploaded"
    with tempfile.TemporaryFile() as file:
        await receive(request, file, limit, len)
        act = clock.act(viewer.principal_id, reason[:300])
        kept = await keep(viewer, act, store, region.id, file, name=name_of(request), limit=limit)
    return JSONResponse(_shown(kept), status_code=201, headers={"Cache-Control": "no-store"})


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
    file = await opened(viewer, asked_id(request, EvidenceFile))
    pieces = store.chunks(file.sha256)
    first = await anext(pieces)
    headers = {
        **attachment(file.name),
        "Content-Length": str(file.size_bytes),
        "ETag": f'"{file.sha256}"',
    }
    return StreamingResponse(_all(first, pieces), media_type=file.media_type.mime, headers=headers)


async def _all(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield the first piece and the others."""
    yield first
    async for piece in rest:
        yield piece

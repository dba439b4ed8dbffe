"""
Files over plain HTTP: who asks, refusals as data, bodies counted as they come, answers nobody may keep.

The name of a file stands in `Content-Disposition` (RFC 6266), never in the address: addresses are
logged, and names may name people.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from email.message import Message
from typing import BinaryIO
from urllib.parse import quote
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from api.door import bearer, refusal
from api.nodes import row_id
from muster import clock
from registry import access
from registry.access import Viewer, rows
from registry.codes import Capability
from registry.errors import AccessDenied, NotFound, RegistryError
from registry.evidence import EvidenceLost, FileRefused
from registry.tables import Record, Region

_STATUS = {"TOO_LARGE": 413, "TYPE": 415}
PRIVATE = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}
#: The door counts bytes itself, to answer with a sentence of ours.
UNCOUNTED = 1 << 40
Handler = Callable[[Request, Viewer], Awaitable[Response]]


def answering(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
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


async def region_to_write(request: Request, viewer: Viewer) -> Region:
    """Return the region in a request's query, in which the viewer may register."""
    code = request.query_params.get("region", "")
    region = await rows(viewer, Region).get_or_none(code=code)
    if region is None:
        raise NotFound("region", code)
    await access.require(viewer, Capability.WRITE_REGISTRY, region.id)
    return region


def check_length(request: Request, limit: int) -> None:
    """Refuse a body that says itself that it is too large."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise FileRefused("TOO_LARGE", limit=limit)


async def receive(request: Request, file: BinaryIO, limit: int, note: Callable[[bytes], object]) -> int:
    """Write the body into a file, away from the event loop, and return its bytes; refused when too many."""
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > limit:
            raise FileRefused("TOO_LARGE", limit=limit)
        note(piece)
        await asyncio.to_thread(file.write, piece)
    return size


def name_of(request: Request) -> str:
    """Return the file name in `Content-Disposition`; empty without one."""
    message = Message()
    message["Content-Disposition"] = request.headers.get("content-disposition", "")
    return message.get_filename("")


def attachment(name: str) -> dict[str, str]:
    """Return the headers of a download: a name, and that nobody may keep or run it."""
    return {**PRIVATE, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}


def asked_id(request: Request, table: type[Record]) -> UUID:
    """Return the id in a request's path: as the database has it, or the global one."""
    text = request.path_params["id"]
    try:
        return UUID(text)
    except ValueError:
        return row_id(text, table)

"""The calendar feed: `/calendar/<token>.ics`, for calendar programs that can send no header."""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from muster import clock
from registry import access
from registry.tokens import valid_token

PURPOSE = "calendar"
_FRESH = "private, max-age=900"


async def calendar_feed(request: Request) -> Response:
    """
    Answer with the issued training year of the token's region, as its holder may see it now.

    An unknown, expired or revoked token, and one made for another purpose, get the same 404. The
    body is byte-stable, so an unchanged calendar costs a 304.
    """
    token = request.path_params["token"]
    viewer = await access.authenticate(token, at=clock.now(), purpose=PURPOSE)
    stored = await valid_token(token, at=clock.now(), purpose=PURPOSE) if viewer is not None else None
    if viewer is None or stored is None or stored.region_id is None:
        return PlainTextResponse("Not found.\n", status_code=404, headers={"Cache-Control": "no-store"})
    from exercises.calendars import calendar_ics  # noqa: PLC0415 -- start-up time

    body = await calendar_ics(viewer, region_id=stored.region_id)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": _FRESH}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="muster.ics"'
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)

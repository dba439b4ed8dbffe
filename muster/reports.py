"""
The past over HTTP: `GET /reports/{register}?validOn=2025-05-01&knownAt=2025-06-01`, a register as bytes.

Whoever asks the same question within the same reach gets the same bytes, so the `ETag` is their digest.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from muster.past import as_of, report_to
from muster.transfers import answering, attachment
from registry.access import Viewer
from registry.past import Past

#: Says whether a seal keeps the answer for ever.
SEALED = "Muster-Sealed"


def report_routes(past: Past) -> list[Route]:
    """Return the route of reports."""
    return [Route("/reports/{register}", _giving(past), methods=["GET"])]


def _giving(past: Past) -> Callable[..., object]:
    async def give(request: Request, viewer: Viewer) -> Response:
        asked = request.query_params
        at = as_of(asked.get("knownAt"), asked.get("validOn"))
        register = request.path_params["register"]
        report = await report_to(past, viewer, register, at)
        headers = {
            **attachment(f"{register}-{at.valid_on}.json"),
            "ETag": f'"{report.sha256}"',
            SEALED: str(report.sealed).lower(),
        }
        return Response(report.body, headers=headers, media_type="application/json")

    return answering(give)

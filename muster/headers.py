"""What every response carries, and the one log line of every request."""

from __future__ import annotations

import logging
from time import perf_counter

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from muster import clock
from muster.logs import REQUEST_ID
from muster.pages import STYLE_HASH

_LOG = logging.getLogger("muster.requests")
_STRICT = (
    f"default-src 'none'; style-src {STYLE_HASH}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_GRAPHIQL = (
    "default-src 'self'; script-src https: 'unsafe-inline' 'unsafe-eval'; style-src https: 'unsafe-inline'; "
    "font-src https: data:; img-src https: data:; worker-src blob: https:; connect-src 'self' https: ws:; "
    "frame-ancestors 'none'"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Envelope:
    """
    Gives each request an id, sets the security headers, and logs method, path, status and time.

    Neither query strings nor bodies are logged, and of a calendar address only that it was one: its
    token is a secret. GraphiQL gets a wider content policy, in development only.
    """

    def __init__(self, app: ASGIApp, *, development: bool) -> None:
        """Wrap `app`."""
        self._app = app
        self._development = development

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        token = REQUEST_ID.set(str(clock.new_id()))
        status, started = 0, perf_counter()

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._dress(MutableHeaders(scope=message), scope["path"])
            await send(message)

        try:
            await self._app(scope, receive, dressed)
        finally:
            taken = (perf_counter() - started) * 1_000
            _LOG.info("%s %s %s %.0f ms", scope.get("method", "WS"), _safe_path(scope["path"]), status, taken)
            REQUEST_ID.reset(token)

    def _dress(self, headers: MutableHeaders, path: str) -> None:
        """Add the headers a response lacks; the API names its requests itself."""
        for name, value in _ALWAYS.items():
            headers.setdefault(name, value)
        wide = self._development and path.startswith("/graphql")
        headers.setdefault("Content-Security-Policy", _GRAPHIQL if wide else _STRICT)
        REQUEST_ID.set(headers.setdefault("X-Request-ID", REQUEST_ID.get()))


def _safe_path(path: str) -> str:
    """Return the path without what may be secret in it, on one line."""
    shown = "/calendar/….ics" if path.startswith("/calendar/") else path
    return shown.encode("unicode_escape").decode()[:200] if not shown.isprintable() else shown[:200]

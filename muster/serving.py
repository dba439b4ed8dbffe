"""The server process: uvicorn with the limits of the house, and a word when it is ready."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable

import uvicorn

from muster.asgi import create_app
from muster.logs import set_up_logging
from muster.settings import ConfigurationError, Settings

WS_MAX_BYTES = 64_000
_GRACE_SECONDS = 5


class _Announcing(uvicorn.Server):
    """A server that calls back once it listens."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        """Keep what to call."""
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, then say so."""
        await super().startup(sockets)
        if self.started:
            self._announce()


def serve(settings: Settings, announce: Callable[[], None]) -> None:
    """Serve until interrupted; call `announce` once requests are taken."""
    set_up_logging(settings.log_level)
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=WS_MAX_BYTES,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    _Announcing(config, announce).run()


def require_free_port(settings: Settings) -> None:
    """Raise ConfigurationError when the address cannot be listened on, before any long work."""
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            reason = "another program listens there" if error.errno == errno.EADDRINUSE else str(error)
            raise ConfigurationError("MUSTER_PORT", f"{settings.host}:{settings.port}: {reason}") from None

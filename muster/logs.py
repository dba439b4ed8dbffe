"""Log lines: one per event, with the request they belong to, and never a variable or a token."""

from __future__ import annotations

import logging
from contextvars import ContextVar

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="-")

_QUIET = dict.fromkeys(("dbos", "tortoise", "asyncio", "uvicorn", "httpx2"), logging.WARNING)


class _WithRequest(logging.Filter):
    """Adds the request id to every record, so that a masked error can be found in the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record and name its request."""
        record.request = REQUEST_ID.get()
        return True


def set_up_logging(level: str) -> None:
    """Send log lines of `level` and above to standard error; libraries only speak up from WARNING."""
    handler = logging.StreamHandler()
    handler.addFilter(_WithRequest())
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s [%(request)s] %(message)s"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name, quiet in _QUIET.items():
        logging.getLogger(name).setLevel(max(quiet, logging.getLevelNamesMapping()[level]))

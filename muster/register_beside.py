"""Running the heavy half of imports and exports beside the server (`muster.register_work`)."""

from __future__ import annotations

import json
import logging
from typing import Any

from muster.beside import run_beside
from muster.register_work import DONE, REFUSED

_KEPT_STDERR_BYTES = 2_000
_LOG = logging.getLogger(__name__)


class WorkLost(Exception):
    """The process ended without having done its work: killed, out of memory, or a bug."""

    def __init__(self, exit_code: int) -> None:
        """Remember how it ended."""
        super().__init__(f"The process ended with exit code {exit_code} before it was done.")
        self.exit_code = exit_code


async def work_beside(order: dict[str, Any]) -> dict[str, str] | None:
    """
    Do an order in a child process that reads the same settings; return why it was refused, None if done.

    A cancelled caller takes the child along.

    Raises
    ------
    WorkLost
        The child ended without an answer; its last words are in the log.

    """
    ended = await run_beside("muster.register_work", order=json.dumps(order).encode() + b"\n")
    if ended.code == DONE:
        return None
    if ended.code == REFUSED:
        refusal: dict[str, str] = json.loads(ended.said)
        return refusal
    tail = ended.complained[-_KEPT_STDERR_BYTES:].decode(errors="replace")
    _LOG.error("%s %s was not done: %s", order["work"], order["id"], tail)
    raise WorkLost(ended.code)

"""Running the heavy half of imports and exports beside the server (`muster.register_work`)."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from typing import Any

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

    A cancelled caller takes the child along: closing its input ends it.

    Raises
    ------
    WorkLost
        The child ended without an answer; its last words are in the log.

    """
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "muster.register_work",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip -- one argument group a line
    if child.stdin is None or child.stdout is None or child.stderr is None:
        raise RuntimeError("the child was started without pipes")
    try:
        child.stdin.write(json.dumps(order).encode() + b"\n")
        await child.stdin.drain()
        said, complained = await asyncio.gather(child.stdout.read(), child.stderr.read())
        code = await child.wait()
    except BaseException:
        child.kill()
        await child.wait()
        raise
    if code == DONE:
        return None
    if code == REFUSED:
        refusal: dict[str, str] = json.loads(said)
        return refusal
    tail = complained[-_KEPT_STDERR_BYTES:].decode(errors="replace")
    _LOG.error("%s %s was not done: %s", order["work"], order["id"], tail)
    raise WorkLost(code)

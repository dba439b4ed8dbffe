"""
The planner in a child process, fed the frozen problem over stdin and answering in JSON lines.

The child never touches the database. It leaves by itself when its standard input closes, so that
`kill -9` of the server leaves no orphan; it has its own session, so that Ctrl-C at the terminal
reaches the server only and the run is left in good order.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator, Mapping
from types import TracebackType
from typing import Any, Self

_LINE_BYTES = 256 * 2**20  # a plan of a province is some megabytes on one line
_LEAVE_SECONDS = 5.0
_KEPT_STDERR_BYTES = 4_000


class SolverLost(Exception):
    """The child ended without an outcome: killed, out of memory, or a bug; `tail` is its last words."""

    code = "SOLVER_LOST"

    def __init__(self, exit_code: int, tail: str) -> None:
        """Remember how the child ended."""
        super().__init__(
            f"The solver process ended with exit code {exit_code} before it had an answer. {tail}"
        )
        self.exit_code = exit_code
        self.tail = tail


class Solver:
    """One solver process for one request; use it as an asynchronous context manager."""

    def __init__(self, request: Mapping[str, Any]) -> None:
        """Keep the request: problem, seed, seconds, workers, start (a plan or None)."""
        self._request = request
        self._process: asyncio.subprocess.Process | None = None
        self._stop_wanted = False

    async def __aenter__(self) -> Self:
        """Start the child and hand it the request."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "scheduling.worker",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=_LINE_BYTES,
            start_new_session=True,
        )  # fmt: skip -- one argument group a line reads better
        await self._send(json.dumps(self._request, ensure_ascii=False))
        if self._stop_wanted:
            await self._send("stop")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """See the child out: close its input, then insist."""
        process = self._running()
        if process.stdin is not None:
            process.stdin.close()
        try:
            async with asyncio.timeout(_LEAVE_SECONDS):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    @property
    def process_id(self) -> int:
        """Return the child's process number."""
        return self._running().pid

    async def stop(self) -> None:
        """Ask the child to stop searching; its outcome still comes, with the best plan so far."""
        self._stop_wanted = True
        if self._process is not None:
            await self._send("stop")

    async def messages(self) -> AsyncIterator[dict[str, Any]]:
        """
        Yield the child's messages until its outcome, which is the last.

        Raises
        ------
        SolverLost
            The child ended without an outcome.

        """
        process = self._running()
        stdout, stderr = process.stdout, process.stderr
        if stdout is None or stderr is None:
            raise RuntimeError("the child was started without pipes")
        words = asyncio.create_task(stderr.read())
        while line := await stdout.readline():
            message: dict[str, Any] = json.loads(line)
            yield message
            if message["type"] == "outcome":
                return
        tail = (await words)[-_KEPT_STDERR_BYTES:].decode(errors="replace")
        raise SolverLost(await process.wait(), tail)

    async def _send(self, line: str) -> None:
        """Write one line to the child; a child that is gone is noticed by `messages`."""
        stdin = self._running().stdin
        if stdin is None:
            raise RuntimeError("the child was started without pipes")
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            stdin.write(line.encode() + b"\n")
            await stdin.drain()

    def _running(self) -> asyncio.subprocess.Process:
        """Return the child's process."""
        if self._process is None:
            raise RuntimeError("the solver was not started")
        return self._process

"""Long work in a child process of this program: frames of a province would hold the server's loop up."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended, and what it said on either output."""

    code: int
    said: bytes
    complained: bytes


async def run_beside(module: str, *words: str, order: bytes = b"") -> Ended:
    """
    Run a module in a child process that reads the same settings, and return how it ended.

    `order` is written to its input, which stays open while this process lives: a child that reads on sees
    by its end that nobody waits any more. A cancelled caller takes the child along.
    """
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *words,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    if child.stdin is None or child.stdout is None or child.stderr is None:
        raise RuntimeError("the child was started without pipes")
    try:
        child.stdin.write(order)
        await child.stdin.drain()
        said, complained = await asyncio.gather(child.stdout.read(), child.stderr.read())
        return Ended(await child.wait(), said, complained)
    except BaseException:
        child.kill()
        await child.wait()
        raise


async def muster_beside(*words: str) -> str:
    """
    Run a command of `muster` in a child process and return what it said.

    Raises
    ------
    RuntimeError
        The child did not end well.

    """
    ended = await run_beside("muster", *words)
    if ended.code != 0:
        raise RuntimeError(f"muster {' '.join(words)} did not end well: {ended.complained.decode()[-500:]}")
    return ended.said.decode().strip()

"""Long work in a child process of this program: frames of a province would hold the server's loop up."""

from __future__ import annotations

import asyncio
import sys


async def muster_beside(*words: str) -> str:
    """
    Run a command of `muster` in a child process and return what it said.

    The child reads the same settings as this process, and ends with it when the work is given up.

    Raises
    ------
    RuntimeError
        The child did not end well.

    """
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "muster",
        *words,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        said, complained = await child.communicate()
    except asyncio.CancelledError:
        child.kill()
        raise
    if child.returncode != 0:
        raise RuntimeError(f"muster {' '.join(words)} did not end well: {complained.decode()[-500:]}")
    return said.decode().strip()

"""
The `muster` command with its imports done: each order is carried out in a process of its own.

Importing takes most of a short command's second. This program imports once and forks for each order, a
line of JSON on standard input; its answer, on standard output, is the exit code. What the child does is
what `python -m muster` does: own environment, folder, arguments and streams, and a real end.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

#: What most commands import first. None of it may start a thread: a forked child would miss it.
IMPORTED = ("muster.cli", "muster.office", "exercises.tables", "exercises.planning", "seeds.load")


@cache
def forking() -> Forking:
    """Return the one running program of this test process; it ends with it."""
    running = Forking()
    atexit.register(running.end)
    return running


class Forking:
    """A running program."""

    def __init__(self) -> None:
        """Start it."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.muster.forking"],
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip -- one argument a line

    def run(self, words: list[str], environment: dict[str, str], folder: Path) -> tuple[int, str, str]:
        """Run one command; return its exit code and what it wrote to standard output and error."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        files = [folder / ".stdout", folder / ".stderr"]
        order = {"words": words, "environment": environment, "folder": str(folder)}
        self._process.stdin.write(json.dumps(order | {"files": [str(file) for file in files]}) + "\n")
        self._process.stdin.flush()
        code = int(self._process.stdout.readline())
        out, err = (file.read_text(encoding="utf-8") for file in files)
        for file in files:
            file.unlink()
        return code, out, err

    def end(self) -> None:
        """End it."""
        self._process.communicate()


def _next_order() -> dict[str, Any] | None:
    """Fork for each order; return it in the child, and None in the parent when there are no more."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            return dict(json.loads(line))
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()
    return None


def _main() -> None:
    for name in IMPORTED:
        importlib.import_module(name)
    assert len(list(Path("/proc/self/task").iterdir())) == 1
    order = _next_order()
    if order is None:
        return
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    for number, file in enumerate([os.devnull, *order["files"]]):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT if number else os.O_RDONLY), number)
    sys.stdin = open(0)  # noqa: SIM115 -- open to the end, like any standard input
    sys.argv = ["muster", *order["words"]]
    sys.modules["__main__"].__package__ = None  # usage is told of `muster`, not of this module
    importlib.import_module("muster.cli").main()


if __name__ == "__main__":
    _main()

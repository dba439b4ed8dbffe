"""Runs a peer's script in the peers' environment: its own process, so that memory and time are its own."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-bench" / "bin" / "python"
PATIENCE_SECONDS = 600.0


class PeerMissing(Exception):
    """A peer cannot be run here; the message says what is missing and how to get it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a peer wrote, seconds from start to end of its process, and its peak memory in MB."""

    data: Any
    seconds: float
    megabytes: int


def ask(script: str, question: Any, *, seconds: float, python: Path = PYTHON) -> Answer:
    """
    Run `script` of this folder with `question` as JSON; `seconds` is what it is told to take.

    Raises
    ------
    PeerMissing
        Its environment, its package or what it runs on is missing, or it failed or did not end.
    """
    if not python.exists():
        raise PeerMissing(f"no environment for peers: run `make peers` ({python.parent.parent.name})")
    began = time.monotonic()
    command = [str(python), "-I", str(Path(__file__).parent / script)]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(question),
            capture_output=True,
            text=True,
            timeout=seconds * 3 + PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise PeerMissing(f"{script} did not end within {late.timeout:.0f} s") from late
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no message"]
        raise PeerMissing(f"{script} failed: {lines[-1]}")
    data = json.loads(done.stdout.strip().splitlines()[-1])
    return Answer(data, time.monotonic() - began, int(data.pop("megabytes", 0)))

"""Work for executors to do: importable by name, as children need it, and quick to import."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Chore:
    """A number to square; the first time it is tried it may kill its worker, every time or once."""

    key: str
    number: int
    deadly: str = ""
    seconds: float = 0.0


def square(chore: Chore) -> int:
    """Return the square, after the wait and the death asked for."""
    time.sleep(chore.seconds)
    if chore.number < 0:
        raise ValueError("negative")
    if chore.deadly == "always" or (chore.deadly and not _seen(Path(chore.deadly))):
        os.kill(os.getpid(), signal.SIGKILL)
    return chore.number**2


def _seen(mark: Path) -> bool:
    """Return whether the mark was there, and leave it."""
    if mark.exists():
        return True
    mark.touch()
    return False

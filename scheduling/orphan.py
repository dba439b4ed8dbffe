"""What a child process does about its parent: it does not outlive it."""

from __future__ import annotations

import os
import threading
from multiprocessing import parent_process
from multiprocessing.connection import wait

GONE = 3


def end_with_parent() -> None:
    """End this process as soon as its parent is gone, whatever it is doing; returns at once."""
    threading.Thread(target=_end, daemon=True).start()


def _end() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
    os._exit(GONE)

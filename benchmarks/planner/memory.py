"""Peak memory of a process and all its children, as one sum."""

from __future__ import annotations

import contextlib
from threading import Event, Thread
from typing import Self

import psutil

EVERY_SECONDS = 0.5


class Peak:
    """
    While it is entered, asks every half second what this process and its children hold together.

    Pages that several processes share are counted once (proportional set size, Linux only), so the sum is
    what a machine must have. `megabytes` is the largest sum seen: a shorter peak may be missed.
    """

    def __init__(self) -> None:
        self.megabytes = 0
        self._over = Event()
        self._watch = Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End watching."""
        self._over.set()
        self._watch.join()

    def _run(self) -> None:
        own = psutil.Process()
        while not self._over.wait(EVERY_SECONDS):
            held = sum(_held(process) for process in (own, *own.children(recursive=True)))
            self.megabytes = max(self.megabytes, held // 2**20)


def _held(process: psutil.Process) -> int:
    """Return the bytes of one process, 0 if it has ended meanwhile."""
    with contextlib.suppress(psutil.Error):
        return process.memory_full_info().pss
    return 0

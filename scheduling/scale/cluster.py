"""
Tasks on a Dask cluster: the optional extra `cluster`, for a province on several machines or a nation.

The cluster must be able to import this package in the same version. Dask knows no passwords: bind its
scheduler to a private network or give it TLS. A task under way cannot be taken back; it ends by itself when
its seconds are over, at most a minute later.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from queue import Empty, SimpleQueue
from typing import Any

from scheduling.scale.executor import TRIES, Closing, Keyed, TaskLost, Work


class Cluster(Closing):
    """
    Hands tasks to a `distributed.Client`, which stays the caller's to close.

    A task whose worker dies is done again elsewhere by Dask, which gives up after
    `distributed.scheduler.allowed-failures` deaths: `TaskLost`. `width` is asked anew each time:
    workers may come and go.
    """

    def __init__(self, work: Work, client: Any) -> None:
        self._work, self._client = work, client
        self._killed: type[BaseException] = import_module("distributed").KilledWorker
        self._futures: dict[str, tuple[Keyed, Any]] = {}
        self._done: SimpleQueue[str] = SimpleQueue()

    @property
    def width(self) -> int:
        """Threads of all workers, at least 1."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    @property
    def busy(self) -> int:
        """How many tasks were handed in and not yet answered."""
        return len(self._futures)

    def submit(self, task: Keyed) -> None:
        """Hand a task in under its own key: the cluster does equal tasks once."""
        future = self._client.submit(self._work, task, key=task.key, pure=True)
        self._futures[task.key] = (task, future)
        future.add_done_callback(self._note(task.key))

    def next(self, timeout_seconds: float) -> tuple[Keyed, Any] | None:
        """Return a finished task; raises the error of the work, or `TaskLost`."""
        try:
            key = self._done.get(timeout=timeout_seconds) if timeout_seconds > 0 else self._done.get_nowait()
        except Empty:
            return None
        if key not in self._futures:
            return None
        task, future = self._futures.pop(key)
        try:
            return task, future.result()
        except self._killed as killed:
            raise TaskLost(key, TRIES) from killed

    def close(self) -> None:
        """Forget what is under way; the client stays open."""
        futures = [future for _, future in self._futures.values()]
        self._futures.clear()
        if futures:
            self._client.cancel(futures)

    def _note(self, key: str) -> Callable[[Any], None]:
        return lambda _: self._done.put(key)

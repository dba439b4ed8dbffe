"""
The default executor: a few processes of this machine, started afresh (spawn), one pipe each.

Not `ProcessPoolExecutor`: that loses every task when one worker is killed, and cannot end a task. Here a
dead worker costs its own task only, which is done again, and closing ends everything within a second. A
worker that loses its parent ends itself.
"""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

from scheduling.orphan import end_with_parent
from scheduling.scale.executor import TRIES, Closing, Keyed, TaskFailed, TaskLost, Work

PATIENCE_SECONDS = 1.0


@dataclass
class _Worker:
    process: SpawnProcess
    pipe: Connection
    task: Keyed | None = None


@dataclass
class _Tries:
    left: dict[str, int] = field(default_factory=dict)

    def lose(self, task: Keyed) -> None:
        """Count a loss; raises `TaskLost` for the last one allowed."""
        self.left[task.key] = self.left.get(task.key, TRIES) - 1
        if not self.left[task.key]:
            raise TaskLost(task.key, TRIES)


class Processes(Closing):
    """
    `width` child processes that run `work`, a function of a module that is quick to import.

    Children are started when there is something to do for them and kept. `pids` are theirs.
    """

    def __init__(self, work: Work, width: int) -> None:
        self.width = max(1, width)
        self._work = work
        self._context = get_context("spawn")
        self._workers: list[_Worker] = []
        self._waiting: deque[Keyed] = deque()
        self._tries = _Tries()

    @property
    def busy(self) -> int:
        """How many tasks wait or run."""
        return len(self._waiting) + sum(worker.task is not None for worker in self._workers)

    @property
    def pids(self) -> list[int]:
        """Process ids of the living children."""
        return [worker.process.pid for worker in self._workers if worker.process.pid is not None]

    def submit(self, task: Keyed) -> None:
        """Queue a task and start it if a worker is free."""
        self._waiting.append(task)
        self._hand_out()

    def next(self, timeout_seconds: float) -> tuple[Keyed, Any] | None:
        """Return a finished task; one whose worker died is handed out again. `TaskLost` if that repeats."""
        running = [worker for worker in self._workers if worker.task is not None]
        heard = wait([worker.pipe for worker in running], timeout_seconds)
        for worker in running:
            if worker.pipe in heard:
                done = self._receive(worker)
                self._hand_out()
                if done is not None:
                    return done
        return None

    def close(self) -> None:
        """Kill the children and wait until they are gone."""
        self._waiting.clear()
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join(PATIENCE_SECONDS)
            worker.pipe.close()
        self._workers.clear()

    def _hand_out(self) -> None:
        for worker in self._free():
            if not self._waiting:
                return
            task = self._waiting.popleft()
            try:
                worker.pipe.send(task)
            except OSError:
                self._waiting.appendleft(task)
                self._bury(worker)
                continue
            worker.task = task

    def _free(self) -> Iterator[_Worker]:
        """Yield idle workers, then new ones as long as there may be more."""
        yield from [worker for worker in self._workers if worker.task is None]
        while len(self._workers) < self.width:
            here, there = self._context.Pipe()
            process = self._context.Process(target=_serve, args=(there, self._work), daemon=True)
            process.start()
            there.close()
            worker = _Worker(process, here)
            self._workers.append(worker)
            yield worker

    def _receive(self, worker: _Worker) -> tuple[Keyed, Any] | None:
        task = worker.task
        try:
            fine, answer = worker.pipe.recv()
        except (EOFError, OSError):
            self._bury(worker)
            if task is not None:
                self._tries.lose(task)
                self._waiting.appendleft(task)
            return None
        worker.task = None
        if task is not None and not fine:
            raise TaskFailed(task.key, answer)
        return None if task is None else (task, answer)

    def _bury(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join(PATIENCE_SECONDS)
        worker.pipe.close()
        self._workers.remove(worker)


def _serve(pipe: Connection, work: Work) -> None:
    """Run tasks until the pipe closes; the text of an error travels back as the answer."""
    end_with_parent()
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = (True, work(task))
        except Exception:
            answer = (False, traceback.format_exc())
        pipe.send(answer)

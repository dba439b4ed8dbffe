"""
Where tasks run: the protocol, in line for tests and one worker, and a memory for what was done already.

A task is immutable, self-contained and known by its key: whoever runs it, and however often, the answer may
be taken. That is why a worker may die, and why a task handed in twice is computed once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Any, Protocol, Self

TRIES = 3


class Keyed(Protocol):
    """Anything that says what it is: equal keys, equal answers."""

    @property
    def key(self) -> str:
        """Stable text made of everything the answer depends on."""
        ...


Work = Callable[[Any], Any]


class TaskLost(Exception):
    """A task took its worker down `tries` times; its `key` says which."""

    def __init__(self, key: str, tries: int) -> None:
        super().__init__(f"task {key[:12]} was lost {tries} times with its worker")
        self.key, self.tries = key, tries


class TaskFailed(Exception):
    """The work raised an error in another process; `report` is its traceback."""

    def __init__(self, key: str, report: str) -> None:
        super().__init__(f"task {key[:12]} failed:\n{report}")
        self.key, self.report = key, report


class Executor(Protocol):
    """
    Runs tasks somewhere, `width` at a time.

    Answers come in any order. An error of the work is our bug: `next` raises it, or `TaskFailed`.
    """

    @property
    def width(self) -> int:
        """How many tasks run side by side."""
        ...

    @property
    def busy(self) -> int:
        """How many tasks were handed in and not yet answered."""
        ...

    def submit(self, task: Keyed) -> None:
        """Hand in a task; never waits."""
        ...

    def next(self, timeout_seconds: float) -> tuple[Keyed, Any] | None:
        """Return one finished task with its answer, or None if there is none in time."""
        ...

    def close(self) -> None:
        """End everything at once; what is under way is given up."""
        ...


class Closing:
    """The context manager of every executor."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End everything at once."""


class InLine(Closing):
    """Runs each task when its answer is asked for, in this process, in the order handed in."""

    def __init__(self, work: Work) -> None:
        self.width = 1
        self._work = work
        self._waiting: deque[Keyed] = deque()

    @property
    def busy(self) -> int:
        """How many tasks wait."""
        return len(self._waiting)

    def submit(self, task: Keyed) -> None:
        """Put a task at the end of the queue."""
        self._waiting.append(task)

    def next(self, timeout_seconds: float) -> tuple[Keyed, Any] | None:
        """Run the first task of the queue, however long it takes."""
        del timeout_seconds
        if not self._waiting:
            return None
        task = self._waiting.popleft()
        return task, self._work(task)


class Remembering(Closing):
    """Another executor with a memory: a task whose key was answered before is answered at once."""

    def __init__(self, inner: Executor, remembered: int = 1_000) -> None:
        self._inner, self._remembered = inner, remembered
        self._answers: dict[str, Any] = {}
        self._ready: deque[Keyed] = deque()

    @property
    def width(self) -> int:
        """How many tasks the inner executor runs side by side."""
        return self._inner.width

    @property
    def busy(self) -> int:
        """How many tasks are under way or ready."""
        return self._inner.busy + len(self._ready)

    def submit(self, task: Keyed) -> None:
        """Hand in a task unless its answer is known."""
        if task.key in self._answers:
            self._ready.append(task)
        else:
            self._inner.submit(task)

    def next(self, timeout_seconds: float) -> tuple[Keyed, Any] | None:
        """Return a remembered answer first, else the next of the inner executor."""
        if self._ready:
            task = self._ready.popleft()
            return task, self._answers[task.key]
        done = self._inner.next(timeout_seconds)
        if done is not None:
            self._answers[done[0].key] = done[1]
            while len(self._answers) > self._remembered:
                del self._answers[next(iter(self._answers))]
        return done

    def close(self) -> None:
        """Close the inner executor and forget."""
        self._inner.close()
        self._answers.clear()

"""The only place where the planner looks at a clock: how much search is left, and whether to stop."""

from __future__ import annotations

import time
from collections.abc import Callable


class Budget:
    """
    Seconds of search, or with `deterministic` the solver's deterministic seconds.

    The deterministic second is the solver's own count of work: the same on every machine, and about
    one second of one core. The wall clock is then only reported, never decided upon.
    """

    def __init__(
        self,
        seconds: float,
        *,
        deterministic: bool = False,
        should_stop: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.seconds = seconds
        self.deterministic = deterministic
        self._should_stop = should_stop
        self._clock = clock
        self._began = clock()
        self._spent = 0.0
        self._stopped = False

    @property
    def elapsed(self) -> float:
        """Wall-clock seconds since the start."""
        return self._clock() - self._began

    @property
    def used(self) -> float:
        """Seconds of search used, in the budget's own measure."""
        return self._spent if self.deterministic else self.elapsed

    @property
    def left(self) -> float:
        """Seconds of search left, in the budget's own measure; never negative."""
        return max(0.0, self.seconds - self.used)

    @property
    def stopped(self) -> bool:
        """Whether the caller asked to stop; once true it stays true."""
        self._stopped = self._stopped or self._should_stop()
        return self._stopped

    @property
    def is_over(self) -> bool:
        """Whether to end the search."""
        return self.stopped or self.left <= 0

    def spend(self, deterministic_seconds: float) -> None:
        """Account for finished work; every task costs a little, so that a search always ends."""
        self._spent += deterministic_seconds + 0.1

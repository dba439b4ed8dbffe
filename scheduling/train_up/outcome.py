"""The answer to how soon: a schedule with its day, why there is none, or that the work ran out."""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.train_up.problem import Slot
from scheduling.words import Words


@dataclass(frozen=True, slots=True)
class Placed:
    """An activity, when it lies, and which use serves each of its needs, by position."""

    activity: str
    slot: Slot
    choices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheduled:
    """
    All goals hold at the end of `day`; nobody can do it before `bound`: proven.

    `in_turn` is the day of the simple way, one thing after the other (None: it does not get there);
    `work` the solver's own count of seconds. An empty schedule with day 0 says that nothing is missing.
    """

    day: int
    bound: int
    schedule: tuple[Placed, ...]
    in_turn: int | None
    work: float

    @property
    def proven(self) -> bool:
        """Tell whether nothing is earlier."""
        return self.day == self.bound

    @property
    def gap_days(self) -> int:
        """Return by how many days it might be earlier at most."""
        return self.day - self.bound


@dataclass(frozen=True, slots=True)
class Missing:
    """A goal that cannot be met, and why, in words."""

    goal: str
    title: Words
    why: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Proven: on no day asked about do all goals hold; what stands in the way."""

    missing: tuple[Missing, ...]
    horizon: int
    work: float


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The work ran out before any schedule was found; none is earlier than `bound`."""

    bound: int
    work: float


Outcome = Scheduled | Unreachable | Unfinished

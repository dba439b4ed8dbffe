"""What a solve can end in: `Planned`, `Infeasible` or `Unfinished`. Never an exception."""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.cost import Component
from scheduling.plan import Plan


@dataclass(frozen=True, slots=True)
class Progress:
    """One report while solving: best total so far and proven bound, the same by component, and time used."""

    stage: str
    incumbent: int | None
    bound: int | None
    seconds: float
    unscheduled: int | None = None
    components: tuple[Component, ...] = ()

    @property
    def gap(self) -> float | None:
        """Relative distance of incumbent and bound, 0 to 1; None until both are known."""
        if self.incumbent is None or self.bound is None:
            return None
        return 0.0 if self.incumbent == 0 else max(0.0, (self.incumbent - self.bound) / self.incumbent)


@dataclass(frozen=True, slots=True)
class Planned:
    """A verified plan whose best-so-far is also what the search was asked for."""

    plan: Plan
    bound: int
    proven_optimal: bool
    seconds: float
    seed: int
    violations: tuple[()] = ()
    components: tuple[Component, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """An irreducible set of demands and rules that cannot hold together, each in words (zh, en)."""

    sentences: tuple[tuple[str, str], ...]
    events: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Infeasible:
    """The locked or externally dated demands contradict each other; nothing can be planned."""

    conflict: Conflict
    seconds: float


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Stopped (cancelled) before the search ended; `best` is the verified incumbent, if any."""

    best: Plan | None
    bound: int | None
    seconds: float
    seed: int
    components: tuple[Component, ...] = ()


Outcome = Planned | Infeasible | Unfinished

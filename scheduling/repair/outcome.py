"""What a repair ends in: the mended plan, the problem it was judged by, and what it had to change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scheduling.compare import Difference
from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.repair.interrupt import Interruption
from scheduling.rules import Violation

Mode = Literal["only", "improve"]
"""Move as little as possible, or trade moves for value."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """
    A verified plan near the issued one.

    Attributes
    ----------
    problem
        What `plan` passes the verifier for: the changed problem with the past and what is announced locked,
        with the issued places as `published`, and with what was interrupted cut short.
    damage
        Every rule the issued plan breaks under the change, what only fixed events break included.
    broken
        The events the change itself broke: each had to move, to be cut short or to be dropped.
    change
        What the repair moves, adds and drops; `plan.cost.moves` counts the moved and dropped.
    fewest
        Whether it is proven that no plan keeps as much placed with fewer moves (mode *only*).
    stopped
        Whether the caller's `should_stop` ended the search.
    first_seconds, seconds
        Wall-clock seconds to the first sound plan, and in all.

    """

    mode: Mode
    problem: Problem
    plan: Plan
    damage: tuple[Violation, ...]
    broken: tuple[str, ...]
    interrupted: tuple[Interruption, ...]
    change: Difference
    fewest: bool
    stopped: bool
    first_seconds: float
    seconds: float

    @property
    def moves(self) -> int:
        """Events that leave their issued place, the dropped included."""
        return self.plan.cost.moves

    @property
    def ratio(self) -> float | None:
        """Moves for each event the change itself broke; None if it broke nothing."""
        return self.moves / len(self.broken) if self.broken else None

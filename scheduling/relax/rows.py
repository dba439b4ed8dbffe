"""Rows and charges written down as arrays: costs of literals, prices of rows, pairs of events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

import numpy as np
from numpy.typing import NDArray

from scheduling.board import Board
from scheduling.compiled import Compiled
from scheduling.draft import Draft
from scheduling.model import post_terms
from scheduling.relax.rounding import roundings
from scheduling.rules import RULES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FORBIDDEN = 1e13
NOTHING, NEVER = 0, 1


@dataclass(slots=True)
class Pair:
    """What two neighbours in time owe each other: lags, presence, and costs of the days between."""

    lags: list[tuple[int, int | None]] = field(default_factory=list)
    needs_before: bool = False
    beyond: list[tuple[int, int]] = field(default_factory=list)
    short: list[tuple[int, int]] = field(default_factory=list)


class Relaxed(Draft[int]):
    """
    The same rows and charges as in the solver's model, as arrays.

    Literals are numbers; 0 costs nothing and 1 is never taken. A row the relaxation has no use for is
    dropped: the bound stays valid, for it may only become lower.
    """

    def __init__(self, view: Compiled, fixed: Board) -> None:
        self._count = 2
        self.costs: list[tuple[int, int]] = []
        self.constant = 0
        self.pairs: dict[tuple[str, str], Pair] = {}
        self.required: set[str] = set()
        self._row_literals: list[int] = []
        self._row_weights: list[float] = []
        self._row_ends: list[int] = []
        self._limits: list[float] = []
        self._highest: list[float] = []
        super().__init__(view, view.free_events(), fixed)

    @property
    def literals(self) -> int:
        """Number of literals."""
        return self._count

    def literal(self) -> int:
        """Return the next number."""
        self._count += 1
        return self._count - 1

    def start_of(self, starts: Sequence[int], present: int) -> None:
        """Hold by construction: a tree chooses one start or absence."""

    def split(self, literal: int, parts: Sequence[int]) -> None:
        """Hold by construction where there are parts."""
        if not parts:
            self.forbid(literal)

    def at_most(self, weights: Sequence[int], literals: Sequence[int], limit: int) -> None:
        """Price the row, and its roundings where weights differ from 1."""
        self._row(weights, literals, limit, inf)
        for by_weight, rounded in roundings(tuple(sorted(set(weights))), limit):
            kept = [(by_weight[w], x) for w, x in zip(weights, literals, strict=True) if by_weight[w]]
            self._row([w for w, _ in kept], [literal for _, literal in kept], rounded, inf)

    def forbid(self, literal: int) -> None:
        """Price a literal out."""
        self.costs.append((literal, int(FORBIDDEN)))

    def require(self, event_id: str) -> None:
        """Note an event that may not be absent."""
        self.required.add(event_id)

    def imply(self, event_id: str, other: str) -> None:
        """Note that the first needs the other."""
        self._pair(other, event_id).needs_before = True

    def any_of(self, literals: Sequence[int], unless: int | None = None) -> None:
        """Drop."""

    def follow(self, before: str, after: str, least: int, most: int | None = None) -> None:
        """Note the lags."""
        self._pair(before, after).lags.append((least, most))

    def charge(self, cost: int, literal: int | None = None) -> None:
        """Add to the constant, or to a literal."""
        if literal is None:
            self.constant += cost
        elif cost:
            self.costs.append((literal, cost))

    def charge_missing(self, literals: Sequence[int], wanted: int, cost: int) -> None:
        """Drop: nothing is charged for pairs of regions that do not meet."""

    def charge_days_between(self, before: str, after: str, free_days: int, cost: int) -> None:
        """Note the cost of a long interval."""
        self._pair(before, after).beyond.append((free_days, cost))

    def charge_days_short(self, before: str, after: str, wished: int, cost: int) -> None:
        """Note the cost of a short gap."""
        self._pair(before, after).short.append((wished, cost))

    def charge_excess(
        self, weights: Sequence[int], literals: Sequence[int], left: int, scale: int, cost: int
    ) -> None:
        """Price a soft row: never dearer than what exceeding it costs."""
        self._row([weight / scale for weight in weights], literals, left / scale, cost)

    def charge_end(self, ends: dict[str, dict[int, int]], fixed: int, cost: int) -> None:
        """Charge what is fixed already."""
        self.charge(fixed * cost)

    def charge_unless(self, literals: Sequence[int], cost: int) -> None:
        """Charge unless the start among them holds; other resources at that start go free."""
        self.charge(cost)
        self.charge(-cost, literals[0])

    def rows(self) -> tuple[Ints, Ints, Floats]:
        """Return row, literal and weight of every entry."""
        ends: Ints = np.array(self._row_ends, dtype=np.int64)
        lengths: Ints = np.diff(ends, prepend=0)
        row = np.repeat(np.arange(len(lengths)), lengths)
        return row, np.array(self._row_literals, dtype=np.int64), np.array(self._row_weights)

    def limits(self) -> tuple[Floats, Floats]:
        """Return the limit of each row, and the highest price it may have."""
        return np.array(self._limits), np.array(self._highest)

    def _row(self, weights: Sequence[float], literals: Sequence[int], limit: float, highest: float) -> None:
        self._row_literals.extend(literals)
        self._row_weights.extend(weights)
        self._row_ends.append(len(self._row_literals))
        self._limits.append(limit)
        self._highest.append(highest)

    def _pair(self, before: str, after: str) -> Pair:
        return self.pairs.setdefault((before, after), Pair())


def relaxed(view: Compiled) -> Relaxed:
    """Write the relaxation of everything that is not history."""
    draft = Relaxed(view, Board(view, view.history))
    for rule in RULES:
        rule.post(draft)
    for event_id in draft.free:
        if view.events[event_id].lock is not None:
            draft.require(event_id)
    post_terms(draft)
    return draft

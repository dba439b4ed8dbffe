"""
Prices that raise the bound: a smoothed dual ascent, cooled down step by step.

With trees taken at their cheapest alone, the bound is piecewise linear in the prices and plain
subgradients stall far below its top: 3.7 M after 60 s on a tight city. Weighing all states by
`exp(-cost / heat)` makes it smooth; moments of the gradient set the pace of every price for itself
(Kingma and Ba 2015). The same city: 6.5 M after 17 s, 6.8 M after 50 s. The bound itself is always that of
the trees at their cheapest, so that it is valid whatever the prices are.
"""

from __future__ import annotations

from math import floor

import numpy as np

from scheduling.compiled import Compiled
from scheduling.relax.forest import Forest
from scheduling.relax.rows import FORBIDDEN, NEVER, Floats, relaxed

PACE = 0.8
COOLED = 0.01
FIRST, SECOND = 0.9, 0.98
LOOK_EVERY = 10
LOWERED = (1.0, 0.6, 0.35)
# measured on one core: 0.06 s for 312 events with 7.6 million numbers, 0.7 ms for 17 events with few
SECONDS_PER_NUMBER, SECONDS_PER_EVENT = 6e-9, 4e-5


class Ascent:
    """
    Prices of all rows of one problem, and the best bound found with them.

    `scale` is a guess of what an event costs, in cost units: it sets how hot the first steps are.
    """

    def __init__(self, view: Compiled, scale: float) -> None:
        self.view = view
        self.draft = relaxed(view)
        self.forest = Forest(self.draft)
        self._row, self._literal, self._weight = self.draft.rows()
        self.limits, self._highest = self.draft.limits()
        self._base: Floats = np.zeros(self.draft.literals)
        for literal, cost in self.draft.costs:
            self._base[literal] += cost
        self._base[NEVER] = FORBIDDEN
        self._scale = max(1.0, scale)
        self.prices: Floats = np.zeros(len(self.limits))
        self._best: Floats = self.prices
        self._mean: Floats = np.zeros(len(self.limits))
        self._square: Floats = np.zeros(len(self.limits))
        self._steps = 0
        self.bound = self._look()

    def warm(self, prices: Floats) -> None:
        """
        Begin from prices of the same problem with other weights, as they are or lowered.

        Rows of rules come first and in one order, whatever the weights; prices of soft rows are not taken.
        """
        known = np.zeros(len(self.limits))
        common = min(len(known), len(prices))
        known[:common] = np.where(np.isinf(self._highest[:common]), prices[:common], 0)
        for share in LOWERED:
            self.prices = share * known
            self.bound = max(self.bound, self._look())
        self.prices = self._best

    def step(self, done: float) -> None:
        """Go one step; `done` is how much of the whole way is behind us, 0 to 1."""
        self._steps += 1
        # cooled in stairs, for the tables of the trees are made anew for every heat
        heat = self._scale * COOLED ** (round(done * 24) / 24)
        by_literal = self.by_literal(self.prices)
        costs = self.forest.costs(by_literal)
        held: Floats = np.zeros(len(by_literal))
        for node, share in zip(self.forest.nodes, self.forest.shares(costs, heat), strict=True):
            node.spread(share, by_literal, heat, held)
        used = np.bincount(self._row, self._weight * held[self._literal], minlength=len(self.limits))
        slope = used - self.limits
        self._mean = FIRST * self._mean + (1 - FIRST) * slope
        self._square = SECOND * self._square + (1 - SECOND) * slope * slope
        mean = self._mean / (1 - FIRST**self._steps)
        square = self._square / (1 - SECOND**self._steps)
        pace = PACE * heat * mean / (np.sqrt(square) + 1e-3)
        self.prices = np.clip(self.prices + pace, 0, self._highest)
        if self._steps % LOOK_EVERY == 0:
            self.bound = max(self.bound, self._look())

    def by_literal(self, prices: Floats) -> Floats:
        """Return the cost of every literal at given prices."""
        priced = np.bincount(self._literal, self._weight * prices[self._row], minlength=len(self._base))
        total: Floats = self._base + priced
        return total

    @property
    def step_seconds(self) -> float:
        """Return what a step takes of one core, counted and not measured: equal on every machine."""
        pairs = sum(node.pair.size for node in self.forest.nodes if node.pair is not None)
        touched = pairs + len(self._row)
        return touched * SECONDS_PER_NUMBER + len(self.forest.nodes) * SECONDS_PER_EVENT

    @property
    def best(self) -> Floats:
        """The prices of the best bound."""
        return self._best

    def _look(self) -> int:
        """Return the bound at the current prices, rounded down past all rounding errors."""
        value, _ = self.forest.solve(self.forest.costs(self.by_literal(self.prices)))
        total = value + self.draft.constant - float((self.prices * self.limits).sum())
        bound = floor(total - 1e-9 * abs(value) - 1e-3)
        if self._steps == 0 or bound > self.bound:
            self._best = self.prices
        return bound

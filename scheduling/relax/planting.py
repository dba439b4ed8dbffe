"""
Whole plans by prices: tree after tree at its cheapest beside the trees planted before.

A tree pays for the scarce days it takes what these are worth to the others, so that the first ones leave
room for the last. Some tenths of a second for a city; the order and a little noise in the prices give
another plan each time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np

from scheduling.axis import indexes
from scheduling.board import Board
from scheduling.booked import Booked
from scheduling.compiled import Compiled, Place, Places
from scheduling.objective import measure
from scheduling.relax.ascent import Ascent
from scheduling.relax.rows import FORBIDDEN, Floats
from scheduling.search.construct import fill, orders, settle

NOISE = 0.1
PLANTS, IN_VAIN = 12, 3


class Planting:
    """Plants plans of `view` by the prices of an ascent; `view` may hold designed exercises besides."""

    def __init__(self, view: Compiled, ascent: Ascent, seed: int) -> None:
        self._view, self._ascent = view, ascent
        self._chance = random.Random(seed)  # noqa: S311 -- seeded search, not a secret
        forest = ascent.forest
        self._trees = [tree for tree in forest.trees() if any(len(forest.nodes[i].starts) for i in tree)]

    def plans(self, placed: Places, total: int | None) -> Iterator[dict[str, Place]]:
        """
        Yield some plans, each in an order of its own.

        Given the `total` of a plan, give up after a few that are dearer: where events have to be left out,
        the order of the trees decides and not the prices.
        """
        vain = 0
        for _ in range(PLANTS):
            places = self.plan(placed)
            cost = measure(Booked(self._view.problem, self._view.plan_of(places)))
            dearer = total is not None and cost.total(self._view.problem.weights) >= total
            vain = vain + 1 if dearer else 0
            if vain == IN_VAIN:
                return
            yield places

    def plan(self, placed: Places) -> dict[str, Place]:
        """Return `placed` and what fits beside it, tree by tree in an order of its own, then settled."""
        order = self._chance.choice(orders(self._view, self._chance.randrange(1 << 16)))
        return settle(self._view, fill(self._view, self._planted(placed), order), order)

    def _planted(self, placed: Places) -> dict[str, Place]:
        prices = self._ascent.best
        noisy = [1 + NOISE * (self._chance.random() - 0.5) for _ in range(len(prices))]
        by_literal = self._ascent.by_literal(prices * np.array(noisy))
        board = Board(self._view, placed)
        trees = sorted(self._trees, key=lambda tree: -self._span(tree) * (0.5 + self._chance.random()))
        for tree in trees:
            self._plant(board, tree, by_literal)
        self._uproot(board, placed)
        return dict(board.places)

    def _uproot(self, board: Board, placed: Places) -> None:
        """Take out what has lost the event it builds on."""
        before = self._view.before
        while baseless := [
            e for e in board.places if e not in placed and any(k.event not in board.places for k in before[e])
        ]:
            for event_id in baseless:
                board.take(event_id)

    def _span(self, tree: Sequence[int]) -> int:
        """How much a tree asks: crews and days of its events."""
        events = [self._view.events[self._ascent.forest.nodes[i].event] for i in tree]
        return sum(len(event.crews) ** 2 * event.duration_days for event in events)

    def _plant(self, board: Board, tree: Sequence[int], by_literal: Floats) -> None:
        """Place the events of a tree; whenever one turns out to be in the way of another, think again."""
        forest = self._ascent.forest
        costs = {i: forest.nodes[i].costs(by_literal) for i in tree}
        open_ = [i for i in tree if forest.nodes[i].event not in board.places]
        done: set[int] = set(tree) - set(open_)
        for i in done:
            self._keep(costs[i], forest.nodes[i].starts, 1 << board.places[forest.nodes[i].event].start)
        while len(done) < len(tree):
            for i in tree:
                if i not in done:
                    self._keep(costs[i], forest.nodes[i].starts, board.open_starts(forest.nodes[i].event))
            states = forest.solve_tree(tree, costs)
            for i in tree:
                node = forest.nodes[i]
                if i in done:
                    continue
                if states[i] < len(node.starts):
                    start = node.starts[states[i]]
                    fits = board.open_starts(node.event) >> start & 1
                    place = board.choose(node.event, start) if fits else None
                    if place is None:
                        # the best start has gone to another event of this tree: not this one again
                        costs[i][states[i]] = FORBIDDEN
                        break
                    board.put(node.event, place)
                    self._keep(costs[i], node.starts, 1 << start)
                done.add(i)

    def _keep(self, cost: Floats, starts: Sequence[int], possible: int) -> None:
        """Forbid every start but the possible ones."""
        wanted = set(indexes(possible))
        for j, start in enumerate(starts):
            if start not in wanted:
                cost[j] = FORBIDDEN

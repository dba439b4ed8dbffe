"""Trees of events whose dates depend on each other: the cheapest dates, and what each date costs at least."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from scheduling.relax.nodes import Node, table, worth
from scheduling.relax.rows import Floats, Pair, Relaxed

# below this a probability is nothing; e^-690 is about the smallest float
TINY = 1e-290


class Forest:
    """
    The relaxation's events as trees; pairs that would close a circle are dropped.

    Each method takes the cost of every literal, in cost units. States of an event are its starts in order
    and, last, its absence.
    """

    def __init__(self, draft: Relaxed) -> None:
        self.nodes = [Node(draft, event_id) for event_id in draft.free]
        self.index = {node.event: i for i, node in enumerate(self.nodes)}
        self.tree = list(range(len(self.nodes)))
        self.order = self._root(self._edges(draft.pairs))
        self._heat = 0.0
        self._soft: list[Floats | None] = []

    def costs(self, by_literal: Floats) -> list[Floats]:
        """Return the cost of every state of every event."""
        return [node.costs(by_literal) for node in self.nodes]

    def solve(self, costs: Sequence[Floats]) -> tuple[float, list[int]]:
        """Return the least cost of all trees together, and the state of every event that reaches it."""
        reached = list(costs)
        self._up(reached)
        value, states = 0.0, [0] * len(self.nodes)
        for i in self.order:
            node = self.nodes[i]
            if node.parent is None or node.pair is None:
                states[i] = int(reached[i].argmin())
                value += float(reached[i][states[i]])
            else:
                states[i] = int((reached[i] + node.pair[states[node.parent]]).argmin())
        return value, states

    def trees(self) -> list[list[int]]:
        """Return the events of every tree, each parent before its children."""
        found: dict[int, list[int]] = {}
        for i in self.order:
            found.setdefault(self.tree[i], []).append(i)
        return list(found.values())

    def solve_tree(self, tree: Sequence[int], costs: Mapping[int, Floats]) -> dict[int, int]:
        """Return the cheapest states of one tree alone."""
        reached = dict(costs)
        states: dict[int, int] = {}
        for i in reversed(tree):
            node = self.nodes[i]
            if node.parent is not None and node.pair is not None:
                reached[node.parent] = reached[node.parent] + (node.pair + reached[i][None, :]).min(axis=1)
        for i in tree:
            node = self.nodes[i]
            own = reached[i]
            if node.parent is not None and node.pair is not None:
                own = own + node.pair[states[node.parent]]
            states[i] = int(own.argmin())
        return states

    def margins(self, costs: Sequence[Floats]) -> list[Floats]:
        """Return, for every event and state, the least cost of its tree with the event in that state."""
        reached = list(costs)
        messages = self._up(reached)
        for i in self.order:
            node = self.nodes[i]
            if node.parent is not None and node.pair is not None:
                rest = reached[node.parent] - messages[i]
                reached[i] = reached[i] + (node.pair + rest[:, None]).min(axis=0)
        return reached

    def shares(self, costs: Sequence[Floats], heat: float) -> list[Floats]:
        """
        Return the probability of every state when a tree's cost is weighed by `exp(-cost / heat)`.

        The colder, the nearer to the cheapest states alone; what makes the bound smooth in the prices.
        """
        if heat != self._heat:
            self._heat = heat
            self._soft = [None if n.pair is None else np.exp(-n.pair / heat) for n in self.nodes]
        reached, messages = list(costs), {}
        for i in reversed(self.order):
            node, soft = self.nodes[i], self._soft[i]
            if node.parent is not None and soft is not None:
                messages[i] = _cooled(reached[i], soft, heat, "ij,j->i")
                reached[node.parent] = reached[node.parent] + messages[i]
        for i in self.order:
            node, soft = self.nodes[i], self._soft[i]
            if node.parent is not None and soft is not None:
                reached[i] = reached[i] + _cooled(reached[node.parent] - messages[i], soft, heat, "ij,i->j")
        weights = [np.exp((cost.min() - cost) / heat) for cost in reached]
        return [weight / weight.sum() for weight in weights]

    def _up(self, reached: list[Floats]) -> dict[int, Floats]:
        messages: dict[int, Floats] = {}
        for i in reversed(self.order):
            node = self.nodes[i]
            if node.parent is not None and node.pair is not None:
                messages[i] = (node.pair + reached[i][None, :]).min(axis=1)
                reached[node.parent] = reached[node.parent] + messages[i]
        return messages

    def _edges(self, pairs: dict[tuple[str, str], Pair]) -> dict[int, list[tuple[int, Floats]]]:
        neighbors: dict[int, list[tuple[int, Floats]]] = {i: [] for i in range(len(self.nodes))}
        # what costs most is kept where a circle has to be cut
        for (before, after), pair in sorted(pairs.items(), key=lambda item: -worth(item[1])):
            a, b = self.index[before], self.index[after]
            if self._find(a) != self._find(b):
                self.tree[self._find(b)] = self._find(a)
                costs = table(pair, self.nodes[a], self.nodes[b])
                neighbors[a].append((b, costs))
                neighbors[b].append((a, np.ascontiguousarray(costs.T)))
        return neighbors

    def _root(self, neighbors: dict[int, list[tuple[int, Floats]]]) -> list[int]:
        """Return the events with each parent before its children."""
        order: list[int] = []
        seen = [False] * len(self.nodes)
        for root in sorted(range(len(self.nodes)), key=lambda i: -len(neighbors[i])):
            stack = [] if seen[root] else [root]
            while stack:
                i = stack.pop()
                seen[i] = True
                order.append(i)
                for child, costs in neighbors[i]:
                    if not seen[child]:
                        self.nodes[child].parent, self.nodes[child].pair = i, costs
                        stack.append(child)
        self.tree = [self._find(i) for i in range(len(self.nodes))]
        return order

    def _find(self, i: int) -> int:
        while self.tree[i] != i:
            self.tree[i] = self.tree[self.tree[i]]
            i = self.tree[i]
        return i


def _cooled(cost: Floats, soft: Floats, heat: float, ends: str) -> Floats:
    """Return the soft minimum over one end of an edge, for each state of the other."""
    least = cost.min()
    # not `@`: that starts threads for tables of this size, which wait for each other on a busy machine
    reached: Floats = np.einsum(ends, soft, np.exp((least - cost) / heat))
    message: Floats = least - heat * np.log(np.maximum(reached, TINY))
    return message

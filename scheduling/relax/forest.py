"""Trees of events whose dates depend on each other: the cheapest dates, and what each date costs at least."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scheduling.relax.rows import FORBIDDEN, NEVER, NOTHING, Floats, Ints, Pair, Relaxed


class Node:
    """One event: the literals of its starts, its resources by start, and its neighbours."""

    def __init__(self, draft: Relaxed, event_id: str) -> None:
        starts = dict(draft.starts(event_id))
        self.event = event_id
        self.starts = list(starts)
        self.literals: Ints = np.array(list(starts.values()), dtype=np.int64)
        self.present = draft.present(event_id)
        self.may_be_absent = event_id not in draft.required
        self.choices = [_choices(starts, need) for need in draft.needs(event_id)]
        numbers = [draft.view.number(start, event_id) for start in starts]
        end = draft.view.axis.year_end
        self.firsts: Ints = np.array([*(first for first, _ in numbers), end], dtype=np.int64)
        self.lasts: Ints = np.array([*(last for _, last in numbers), end], dtype=np.int64)
        self.parent: int | None = None
        self.pair: Floats | None = None

    def costs(self, by_literal: Floats) -> Floats:
        """Return the cost of every start and, last, of absence."""
        own = by_literal[self.literals] + by_literal[self.present]
        for options, _ in self.choices:
            if options is not None:
                own = own + by_literal[options].min(axis=1)
        return np.append(own, 0.0 if self.may_be_absent else FORBIDDEN)

    def taken(self, state: int, by_literal: Floats) -> list[int]:
        """Return the literals that hold in a state, resources chosen at their cheapest."""
        if state == len(self.starts):
            return []
        found = [int(self.literals[state]), self.present]
        for options, _ in self.choices:
            if options is not None:
                found.append(int(options[state][by_literal[options[state]].argmin()]))
        return found


def _choices(starts: dict[int, int], need: dict[tuple[str, int], int]) -> tuple[Ints | None, list[str]]:
    """Return start x option -> literal; a start with one option only is its own literal, so nothing more."""
    names = sorted({resource for resource, _ in need})
    if all(need.get((name, start)) in (None, literal) for start, literal in starts.items() for name in names):
        return None, names
    table = np.full((len(starts), len(names) + 1), NEVER, dtype=np.int64)
    for i, (start, literal) in enumerate(starts.items()):
        for j, name in enumerate(names):
            chosen = need.get((name, start))
            if chosen == literal:
                table[i, -1] = NOTHING
            elif chosen is not None:
                table[i, j] = chosen
    return table, names


class Forest:
    """
    The relaxation's events as trees; pairs that would close a circle are dropped.

    `solve` and `margins` take the cost of every literal, in cost units.
    """

    def __init__(self, draft: Relaxed) -> None:
        self.nodes = [Node(draft, event_id) for event_id in draft.free]
        self._index = {node.event: i for i, node in enumerate(self.nodes)}
        self.tree = list(range(len(self.nodes)))
        edges = self._edges(draft.pairs)
        self._order = self._root(edges)

    def solve(self, by_literal: Floats) -> tuple[Floats, list[int]]:
        """Return the cheapest cost of each tree by its root's index (0 elsewhere), and every state."""
        costs = [node.costs(by_literal) for node in self.nodes]
        self._up(costs)
        values = np.zeros(len(self.nodes))
        states = [0] * len(self.nodes)
        for i in self._order:
            node = self.nodes[i]
            if node.parent is None or node.pair is None:
                states[i] = int(costs[i].argmin())
                values[i] = costs[i][states[i]]
            else:
                states[i] = int((costs[i] + node.pair[states[node.parent]]).argmin())
        return values, states

    def margins(self, by_literal: Floats) -> list[Floats]:
        """Return, for every event and state, the cheapest cost of its tree with the event in that state."""
        costs = [node.costs(by_literal) for node in self.nodes]
        messages = self._up(costs)
        for i in self._order:
            node = self.nodes[i]
            if node.parent is not None and node.pair is not None:
                rest = costs[node.parent] - messages[i]
                costs[i] = costs[i] + (node.pair + rest[:, None]).min(axis=0)
        return costs

    def _up(self, costs: list[Floats]) -> dict[int, Floats]:
        messages: dict[int, Floats] = {}
        for i in reversed(self._order):
            node = self.nodes[i]
            if node.parent is not None and node.pair is not None:
                messages[i] = (node.pair + costs[i][None, :]).min(axis=1)
                costs[node.parent] = costs[node.parent] + messages[i]
        return messages

    def _edges(self, pairs: dict[tuple[str, str], Pair]) -> dict[int, list[tuple[int, Floats]]]:
        neighbors: dict[int, list[tuple[int, Floats]]] = {i: [] for i in range(len(self.nodes))}
        # what costs most is kept where a circle has to be cut
        for (before, after), pair in sorted(pairs.items(), key=lambda p: -_worth(p[1])):
            a, b = self._index[before], self._index[after]
            if self._find(a) != self._find(b):
                self.tree[self._find(b)] = self._find(a)
                table = _table(pair, self.nodes[a], self.nodes[b])
                neighbors[a].append((b, table))
                neighbors[b].append((a, table.T.copy()))
        return neighbors

    def _root(self, neighbors: dict[int, list[tuple[int, Floats]]]) -> list[int]:
        """Return the nodes with each parent before its children."""
        order: list[int] = []
        seen = [False] * len(self.nodes)
        for root in sorted(range(len(self.nodes)), key=lambda i: -len(neighbors[i])):
            stack = [] if seen[root] else [root]
            while stack:
                i = stack.pop()
                seen[i] = True
                order.append(i)
                for child, table in neighbors[i]:
                    if not seen[child]:
                        self.nodes[child].parent, self.nodes[child].pair = i, table
                        stack.append(child)
        self.tree = [self._find(i) for i in range(len(self.nodes))]
        return order

    def _find(self, i: int) -> int:
        while self.tree[i] != i:
            self.tree[i] = self.tree[self.tree[i]]
            i = self.tree[i]
        return i


def _worth(pair: Pair) -> int:
    return sum(cost for _, cost in (*pair.beyond, *pair.short)) + bool(pair.lags)


def _table(pair: Pair, before: Node, after: Node) -> Floats:
    """Return the cost of every two states, the earlier event's state first."""
    lag = after.firsts[None, :] - before.lasts[:, None]
    cost = np.zeros(lag.shape)
    for free_days, price in pair.beyond:
        cost += price * np.maximum(0, after.lasts[None, :] - before.lasts[:, None] - free_days)
    absent = np.zeros(lag.shape, dtype=bool)
    absent[:, -1] = True
    for wished, price in pair.short:
        cost += np.where(absent, 0, price * np.maximum(0, wished - lag))
    for least, most in pair.lags:
        cost[~absent & ((lag < least) | (lag > (most if most is not None else lag)))] = FORBIDDEN
    if pair.needs_before:
        cost[-1, :-1] = FORBIDDEN
    return cost


def total(values: Iterable[float]) -> float:
    """Return the sum of the trees."""
    return float(sum(values))

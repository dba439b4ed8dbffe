"""One event of the relaxation: its states, what they cost, and what it owes its neighbour in time."""

from __future__ import annotations

import numpy as np

from scheduling.relax.rows import FORBIDDEN, NEVER, NOTHING, Floats, Ints, Pair, Relaxed


class Node:
    """
    The literals of an event's starts, of its resources by start, and its place in a tree.

    `firsts` and `lasts` are day numbers by state; the absent are dated to the end of the year. `pair` is
    the cost of each of the parent's states with each own one.
    """

    def __init__(self, draft: Relaxed, event_id: str) -> None:
        starts = dict(draft.starts(event_id))
        self.event = event_id
        self.starts = list(starts)
        self.literals: Ints = np.array(list(starts.values()), dtype=np.int64)
        self.present = draft.present(event_id)
        self.may_be_absent = event_id not in draft.required
        self.choices = [t for need in draft.needs(event_id) if (t := _choices(starts, need)) is not None]
        numbers = [draft.view.number(start, event_id) for start in starts]
        end = draft.view.axis.year_end
        self.firsts: Ints = np.array([*(first for first, _ in numbers), end], dtype=np.int64)
        self.lasts: Ints = np.array([*(last for _, last in numbers), end], dtype=np.int64)
        self.parent: int | None = None
        self.pair: Floats | None = None

    def costs(self, by_literal: Floats) -> Floats:
        """Return the cost of every start, resources at their cheapest, and, last, of absence."""
        own = by_literal[self.literals] + by_literal[self.present]
        for options in self.choices:
            own = own + by_literal[options].min(axis=1)
        return np.append(own, 0.0 if self.may_be_absent else FORBIDDEN)

    def spread(self, share: Floats, by_literal: Floats, heat: float, onto: Floats) -> None:
        """Add the probabilities of the states to those of their literals."""
        onto[self.literals] = share[:-1]
        onto[self.present] = 1 - share[-1]
        for options in self.choices:
            cost = by_literal[options]
            weights = np.exp((cost.min(axis=1, keepdims=True) - cost) / heat)
            weights *= share[:-1, None] / weights.sum(axis=1, keepdims=True)
            onto[options] = weights


def _choices(starts: dict[int, int], need: dict[tuple[str, int], int]) -> Ints | None:
    """
    Return start x option -> literal, or None where every start has one option and is its own literal.

    A start with one option costs nothing more: its literal is counted already.
    """
    names = sorted({resource for resource, _ in need})
    if all(need.get((name, start)) in (None, literal) for start, literal in starts.items() for name in names):
        return None
    options = np.full((len(starts), len(names) + 1), NEVER, dtype=np.int64)
    for i, (start, literal) in enumerate(starts.items()):
        for j, name in enumerate(names):
            chosen = need.get((name, start))
            if chosen == literal:
                options[i, -1] = NOTHING
            elif chosen is not None:
                options[i, j] = chosen
    return options


def worth(pair: Pair) -> int:
    """Return how much is lost when a pair is dropped: its daily costs, and a little for its lags."""
    return sum(cost for _, cost in (*pair.beyond, *pair.short)) + bool(pair.lags)


def table(pair: Pair, before: Node, after: Node) -> Floats:
    """Return the cost of every two states, the earlier event's state first."""
    lag = after.firsts[None, :] - before.lasts[:, None]
    cost: Floats = np.zeros(lag.shape)
    for free_days, price in pair.beyond:
        cost += price * np.maximum(0, after.lasts[None, :] - before.lasts[:, None] - free_days)
    held = np.ones(lag.shape, dtype=bool)
    held[:, -1] = False
    for wished, price in pair.short:
        cost += np.where(held, price * np.maximum(0, wished - lag), 0)
    for least, most in pair.lags:
        late = np.zeros(lag.shape, dtype=bool) if most is None else lag > most
        cost[held & ((lag < least) | late)] = FORBIDDEN
    if pair.needs_before:
        cost[-1, :-1] = FORBIDDEN
    return cost

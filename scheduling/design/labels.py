"""
Which region stands at which point of a cover: any order meets every pair, but the ways differ.

With hosts fixed this is a quadratic assignment problem (Koopmans and Beckmann 1957): points that are host and
guest of one block want regions near each other. It is searched by exchanges of two regions with a list of
what may not be undone soon (Taillard 1991, "Robust taboo search for the quadratic assignment problem",
Parallel Computing 17), all exchanges being weighed at once, and in turn with the choice of hosts.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from scheduling.design.blocks import Block
from scheduling.design.hosts import Hosting, hosts_of
from scheduling.design.stars import near_stars

STARTS = 4
ROUNDS = 8
EXCHANGES_PER_REGION = 40
Matrix = npt.NDArray[np.float64]


def labelled(blocks: Sequence[Block], hosting: Hosting, *, seed: int) -> tuple[list[Block], list[int]]:
    """
    Return the blocks in regions instead of points, with hosts; the best of several random beginnings.

    Compared by `Hosting.cost`: even hosting first, then kilometres. Same seed, same answer.
    """
    chance = random.Random(f"labels/{seed}")  # noqa: S311 -- seeded search, not a secret
    best: tuple[int, list[Block], list[int]] | None = None
    regions = range(len(hosting.hosted))
    for _ in range(STARTS if len(blocks) > 1 and len(regions) > 2 else 1):
        names = list(regions)
        chance.shuffle(names)
        if not hosting.is_even:
            names = near_stars(blocks, names, hosting.distances, chance)
        found = _improved(blocks, names, hosting, chance, seed)
        if best is None or found[0] < best[0]:
            best = found
    return (best[1], best[2]) if best else ([], [])


def _improved(
    blocks: Sequence[Block], names: list[int], hosting: Hosting, chance: random.Random, seed: int
) -> tuple[int, list[Block], list[int]]:
    """Choose hosts, exchange regions with these hosts, and again while it helps."""
    best: tuple[int, list[Block], list[int]] | None = None
    for _ in range(ROUNDS):
        named = [tuple(sorted(names[i] for i in block)) for block in blocks]
        hosts = hosts_of(named, hosting, seed=seed)
        cost = hosting.cost(named, hosts)
        if best is not None and cost >= best[0]:
            break
        best = (cost, named, hosts)
        names = exchanged(blocks, hosts, names, hosting, chance)
    if best is None:
        raise ValueError("no round was played")
    return best


def exchanged(
    blocks: Sequence[Block], hosts: Sequence[int], names: list[int], hosting: Hosting, chance: random.Random
) -> list[int]:
    """Return the best names met on a walk of exchanges; `hosts` are names, and stay with their points."""
    count = len(names)
    label = np.array(names)
    meets, held = _meets(blocks, hosts, names)
    distances = np.array(hosting.distances, dtype=float)
    past = np.array(hosting.hosted, dtype=float)
    blocked = np.zeros((count, count))
    upper = np.tri(count, dtype=bool)
    best, total, best_total = label.copy(), 0.0, 0.0
    for step in range(min(EXCHANGES_PER_REGION, 3 * count) * count):
        change = _changes(meets, held, distances, past, label, hosting.unevenness)
        change[upper] = np.inf
        is_barred = (blocked > step) & (total + change >= best_total - 0.5)
        one, other = divmod(int(np.argmin(np.where(is_barred, np.inf, change))), count)
        if not np.isfinite(change[one, other]):
            break
        total += change[one, other]
        label[[one, other]] = label[[other, one]]
        blocked[one, other] = step + chance.randint(count // 2, 2 * count)
        if total < best_total - 0.5:
            best, best_total = label.copy(), total
    return [int(name) for name in best]


def _meets(blocks: Sequence[Block], hosts: Sequence[int], names: list[int]) -> tuple[Matrix, Matrix]:
    """Return how often two points are host and guest of one block, and how often each hosts."""
    point_of = {name: point for point, name in enumerate(names)}
    meets = np.zeros((len(names), len(names)))
    held = np.zeros(len(names))
    for block, name in zip(blocks, hosts, strict=True):
        host = point_of[name]
        held[host] += 1
        for guest in block:
            meets[host, guest] += guest != host
            meets[guest, host] += guest != host
    return meets, held


def _changes(
    meets: Matrix, held: Matrix, distances: Matrix, past: Matrix, label: npt.NDArray[np.int_], unevenness: int
) -> Matrix:
    """Return what each exchange of two points' regions would add to the cost."""
    between = distances[np.ix_(label, label)]
    ways = meets @ between
    own = np.diag(ways)
    travel = ways + ways.T - own[:, None] - own[None, :] + 2 * meets * between
    record = past[label]
    uneven = -2 * np.subtract.outer(record, record) * np.subtract.outer(held, held)
    return np.asarray(travel + unevenness * uneven)

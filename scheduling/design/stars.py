"""Labels for hosts that only have to be near: each exercise costs its least star, whoever hosts how often."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from scheduling.design.blocks import Block

EXCHANGES_PER_REGION = 40
Matrix = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int_]


def near_stars(
    blocks: Sequence[Block], names: list[int], distances: Sequence[Sequence[int]], chance: random.Random
) -> list[int]:
    """
    Return names of the points with which the sum of least stars is smallest on a walk of exchanges.

    All exchanges of two names are weighed at each step; the best one that is not barred is made, even if it
    makes the ways longer, and barred for a while.
    """
    count = len(names)
    if all(len(block) == count for block in blocks):
        return names
    swaps = list(combinations(range(count), 2))
    touched, turned = _turned(blocks, swaps)
    plain, _ = _padded(blocks)
    far = np.array([[*row, 0] for row in distances] + [[0] * (count + 1)], dtype=float)
    label = np.array([*names, count])
    barred = np.zeros(len(swaps))
    best, best_total = label.copy(), np.inf
    for step in range(min(EXCHANGES_PER_REGION, 3 * count) * count if count > 2 else 0):
        stars = np.append(_least(plain, label, far), 0)
        total = stars.sum()
        if total < best_total:
            best, best_total = label.copy(), total
        change = _least(turned, label, far).sum(axis=1) - stars[touched].sum(axis=1)
        change[(barred > step) & (total + change >= best_total)] = np.inf
        swap = int(np.argmin(change))
        one, other = swaps[swap]
        label[[one, other]] = label[[other, one]]
        barred[swap] = step + chance.randint(count // 2, 2 * count)
    return [int(name) for name in best[:count]]


def _padded(blocks: Sequence[Block]) -> tuple[Numbers, int]:
    """Return the blocks as rows of one length, filled with a point more that is nowhere."""
    nowhere = 1 + max(max(block) for block in blocks)
    size = max(len(block) for block in blocks)
    return np.array([[*block, *[nowhere] * (size - len(block))] for block in blocks]), nowhere


def _turned(blocks: Sequence[Block], swaps: list[tuple[int, int]]) -> tuple[Numbers, Numbers]:
    """Return the blocks with exactly one of two points, per swap, and the same with the points exchanged."""
    plain, nowhere = _padded(blocks)
    rows = [
        [n for n, block in enumerate(blocks) if (one in block) != (other in block)] for one, other in swaps
    ]
    width = max(map(len, rows))
    touched = np.array([[*row, *[len(blocks)] * (width - len(row))] for row in rows])
    filled = np.vstack([plain, np.full((1, plain.shape[1]), nowhere)])
    turned = filled[touched]
    for n, (one, other) in enumerate(swaps):
        ones, others = turned[n] == one, turned[n] == other
        turned[n][ones], turned[n][others] = other, one
    return touched, turned


def _least(points: Numbers, label: Numbers, far: Matrix) -> Matrix:
    """Return the way of all others to the best host of each block; nowhere neither hosts nor travels."""
    at = label[points]
    ways = far[at[..., :, None], at[..., None, :]].sum(axis=-1)
    ways[at == len(far) - 1] = np.inf
    least = ways.min(axis=-1)
    return np.where(np.isfinite(least), least, 0.0)

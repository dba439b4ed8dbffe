"""
A cover from another one, by giving each of its points a weight: how many of our points stand in its place.

Weights 0 and 1 delete points (a plane without a line, without an oval …), which never needs more blocks;
weights 1 and 2, 2 and 3 blow a small cover up, which is best where blocks hold a good part of all points
(Mills 1979, "Covering designs I: coverings by a small number of subsets", Ars Combin. 8).
"""

from __future__ import annotations

from collections.abc import Sequence

from scheduling.design.blocks import Block

TRIES = 200


def weighted(base: Sequence[Block], base_points: int, points: int, size: int) -> list[Block] | None:
    """
    Return a cover of `points` in blocks of `size`, one per block of `base` at most; None if none is found.

    Weights are as equal as can be: some points are heavier by one than the others, and no block may hold
    too many of them. Which ones is found by a short search, so None proves nothing.
    """
    light, heavier = divmod(points, base_points)
    room = [size - light * len(block) for block in base]
    if min(room, default=0) < 0:
        return None
    heavy = _spread(base, room, base_points, heavier)
    if heavy is None:
        return None
    stands_for: list[tuple[int, ...]] = []
    given = 0
    for point in range(base_points):
        count = light + (point in heavy)
        stands_for.append(tuple(range(given, given + count)))
        given += count
    blocks = [tuple(sorted(i for point in block for i in stands_for[point])) for block in base]
    return [block for block in blocks if len(block) > 1]


def _spread(base: Sequence[Block], room: list[int], base_points: int, wanted: int) -> set[int] | None:
    """Choose `wanted` points of which no block holds more than its room, the least harmful point first."""
    through = [[n for n, block in enumerate(base) if point in block] for point in range(base_points)]
    for first in range(min(base_points, TRIES)):
        left = list(room)
        chosen: set[int] = set()
        order = [*range(first, base_points), *range(first)]
        while len(chosen) < wanted:
            open_points = [p for p in order if p not in chosen and all(left[n] > 0 for n in through[p])]
            if not open_points:
                break
            point = max(open_points, key=lambda p: min((left[n] for n in through[p]), default=0))
            chosen.add(point)
            for n in through[point]:
                left[n] -= 1
        if len(chosen) == wanted:
            return chosen
    return None

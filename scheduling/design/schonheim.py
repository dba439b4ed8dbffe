"""
How few blocks a cover can have at all: lower bounds that hold for every cover.

Schönheim (1964) counts the blocks through one point; Hanani (1975) adds one where equality would leave a
single pair that meets too often, which the degrees forbid. Four small cases with blocks of four are known
to need more: Mills (1972), "On the covering of pairs by quadruples", J. Combin. Theory A 13 and 15.
"""

from __future__ import annotations

QUADRUPLES = {7: 5, 9: 8, 10: 9, 19: 31}
"""Fewest blocks of four that cover all pairs once, where Schönheim's bound is not reached (Mills)."""


def schonheim_bound(points: int, size: int, times: int = 1) -> int:
    """Return Schönheim's lower bound: ⌈v/g ⌈k (v − 1)/(g − 1)⌉⌉ blocks for pairs met k = `times` times."""
    if points < 2:
        return 0
    size = min(size, points)
    through = -(-times * (points - 1) // (size - 1))
    return -(-points * through // size)


def lower_bound(points: int, size: int, times: int = 1) -> int:
    """
    Return the best lower bound known here.

    Hanani: if g − 1 divides k (v − 1) and k v (v − 1)/(g − 1) ≡ −1 (mod g), Schönheim's count would leave
    every point in exactly as many blocks as it needs but one more place than the points fill; one block
    more is needed.
    """
    size = min(size, points)
    if times == 1 and size == 4 and points in QUADRUPLES:
        return QUADRUPLES[points]
    bound = schonheim_bound(points, size, times)
    places, rest = divmod(times * (points - 1), max(1, size - 1))
    return bound + (rest == 0 and points > 1 and points * places % size == size - 1)

"""Rows that follow from a row of whole weights because literals are whole."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

#: Of rows with more different weights, only the shares of the smallest are tried.
MOST_WEIGHTS = 4
#: What is rounded off the limit has to be this share of it, or the row is not worth its place.
WORTHWHILE = 0.02


@cache
def roundings(weights: tuple[int, ...], limit: int) -> list[tuple[dict[int, int], int]]:
    """
    Return the roundings of a row of whole weights: the new weight of each, and the new limit.

    A row of literals times a fraction, rounded down on both sides, is one no plan breaks but fractions do
    (Gomory 1958, Chvatal 1973): of seven evaluators, two joint events (3 each) or one and two others (2
    each), so that joint events count twice and all together at most 4. Weights change at fractions of
    themselves only.
    """
    found: dict[tuple[int, ...], int] = {}
    for share in sorted({Fraction(a, w) for w in weights[:MOST_WEIGHTS] for a in range(1, w)}):
        rounded = tuple(int(share * weight) for weight in weights)
        if any(rounded) and share * limit - int(share * limit) > WORTHWHILE * share * limit:
            found[rounded] = min(found.get(rounded, limit), int(share * limit))
    kept = [(row, most) for row, most in found.items() if not _is_weaker(row, most, found)]
    return [(dict(zip(weights, row, strict=True)), most) for row, most in kept]


def _is_weaker(row: tuple[int, ...], most: int, others: dict[tuple[int, ...], int]) -> bool:
    """Return whether another row asks at least as much of everything and allows no more."""
    return any(
        other != row and limit <= most and all(a >= b for a, b in zip(other, row, strict=True))
        for other, limit in others.items()
    )

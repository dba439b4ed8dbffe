"""
Covers that took a long search once, kept in `found.txt`; the tests check every one of them.

They were found by simulated annealing that exchanges points of a fixed number of blocks (Nurmela and
Östergård 1993, "Upper bounds for covering designs by simulated annealing", Congressus Numerantium 96), and
by CP-SAT among the covers that a rotation of the points leaves as they are. A line reads ``v g k : blocks``;
points are written 0 … 9, a … z, A … Z.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from string import ascii_lowercase, ascii_uppercase, digits

from scheduling.design.blocks import Block

POINTS = digits + ascii_lowercase + ascii_uppercase


def found(points: int, size: int, times: int) -> list[Block] | None:
    """Return the kept cover of that kind, if there is one."""
    words = _kept().get((points, size, times))
    return [tuple(POINTS.index(sign) for sign in word) for word in words.split()] if words else None


@cache
def _kept() -> dict[tuple[int, int, int], str]:
    text = files("scheduling.design").joinpath("found.txt").read_text(encoding="ascii")
    lines = (line.partition(" : ") for line in text.splitlines())
    kinds = ((tuple(int(number) for number in kind.split()), words) for kind, _, words in lines)
    return {(v, g, k): words for (v, g, k), words in kinds}

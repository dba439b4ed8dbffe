"""What a cover is made of: blocks of points, how often each pair still has to meet, and the cover itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

Block = tuple[int, ...]
Pair = tuple[int, int]
Need = dict[Pair, int]


@dataclass(frozen=True, slots=True)
class Cover:
    """
    Blocks of at most g among v points (0 …) in which every pair meets often enough.

    `lower_bound` holds for every such cover, so `is_proven` means that no cover has fewer blocks. `means`
    names the construction that gave the blocks, for people who want to look it up.
    """

    blocks: tuple[Block, ...]
    lower_bound: int
    means: str

    @property
    def is_proven(self) -> bool:
        """Whether no cover can have fewer blocks."""
        return len(self.blocks) == self.lower_bound


def meetings(blocks: Iterable[Block]) -> Counter[Pair]:
    """Return how often each pair meets in `blocks`."""
    return Counter(pair for block in blocks for pair in combinations(sorted(block), 2))


def full_need(points: int, times: int) -> Need:
    """Return the need of a cover of which nothing is given: every pair, `times` times."""
    return dict.fromkeys(combinations(range(points), 2), times)


def without_spare(blocks: Sequence[Block], need: Need) -> list[Block]:
    """Return `blocks` without those that can be missed, the last ones first; single points go too."""
    met = meetings(blocks)
    kept: list[Block] = []
    for block in reversed(blocks):
        pairs = list(combinations(sorted(block), 2))
        if all(met[pair] > need.get(pair, 0) for pair in pairs):
            met.subtract(pairs)
        else:
            kept.append(tuple(sorted(block)))
    return kept[::-1]

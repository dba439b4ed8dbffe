"""
Covering designs: few blocks of at most g among v points, such that every pair meets k times.

A table of contents of means, cheapest first: exact systems and triples, which are proven; covers found once
by long searches and kept; points deleted from, added to or multiplied in covers of other sizes; greedy; and
for small ones CP-SAT at the bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from scheduling.design.blocks import Block, Cover, full_need, without_spare
from scheduling.design.exact import searched
from scheduling.design.found import found
from scheduling.design.geometries import exact_system
from scheduling.design.greedy import complete, extended
from scheduling.design.schonheim import lower_bound
from scheduling.design.triples import cover_by_triples
from scheduling.design.weighted import weighted

FARTHEST = 14
"""How many points more a cover may have that points are deleted from (assumed)."""
Candidate = tuple[list[Block], str]


def cover(points: int, size: int, times: int = 1, *, seed: int = 0, seconds: float = 1.0) -> Cover:
    """
    Return blocks in which every pair of `points` (0 …) meets at least `times` times, as few as found.

    `seconds` bound the solver's deterministic time, which is only spent where no known cover reaches the
    lower bound and the case is small. Same arguments, same blocks.
    """
    if points < 2:
        return Cover((), 0, "nothing to cover")
    size = max(2, min(size, points))
    blocks, means, least = _best(points, size, times, seed, seconds)
    return Cover(blocks, least, means)


@lru_cache(maxsize=512)
def _best(
    points: int, size: int, times: int, seed: int, seconds: float
) -> tuple[tuple[Block, ...], str, int]:
    least = lower_bound(points, size, times)
    known = _known(points, size, times)
    if known is not None:
        return tuple(known[0]), known[1], least
    best, means = _fewest(_made(points, size, times, seed), least)
    if len(best) > least and seconds:
        fewer, is_fewest = searched(points, size, times, least, best, seed=seed, seconds=seconds)
        if len(fewer) < len(best):
            best, means = fewer, "CP-SAT"
        least = len(best) if is_fewest else least
    return tuple(best), means, least


def _fewest(made: Iterator[Candidate], least: int) -> Candidate:
    best = next(made)
    for candidate in made:
        if len(candidate[0]) < len(best[0]):
            best = candidate
        if len(best[0]) == least:
            break
    return best


def _known(points: int, size: int, times: int) -> Candidate | None:
    """Return a cover that needs no search: at the bound, or one that long searches have not bettered."""
    if size >= points:
        return [tuple(range(points))] * times, "all together"
    if size == 2:
        return [tuple(pair) for pair in full_need(points, times)] * times, "every pair by itself"
    if size == 3:
        return cover_by_triples(points, times), "triple systems"
    exact = exact_system(points, size, times)
    if exact is not None:
        return exact
    kept = found(points, size, times)
    return (kept, "found by search") if kept is not None else None


def _made(points: int, size: int, times: int, seed: int) -> Iterator[Candidate]:
    """Yield covers made from others, then greedy ones."""
    need = full_need(points, times)
    for base_points, base_size in _bases(points, size):
        base = _known(base_points, base_size, times)
        blocks = weighted(base[0], base_points, points, size) if base is not None else None
        if base is not None and blocks is not None:
            yield without_spare(blocks, need), f"{base[1]} on {base_points} points, weighted"
    if times > 1:
        for part in range(1, times // 2 + 1):
            halves = [_best(points, size, n, seed, 0.0) for n in (part, times - part)]
            both = [block for half in halves for block in half[0]]
            yield without_spare(both, need), f"{halves[0][1]} and {halves[1][1]}"
    smaller = _known(points - 1, size, times)
    if smaller is not None:
        yield extended(smaller[0], need, points, size, seed=seed), f"{smaller[1]} and a point more"
    yield complete(need, points, size, seed=seed), "greedy"


def _bases(points: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield numbers of points and sizes of blocks of covers to delete or to multiply points in."""
    for base_points in range(points + 1, points + FARTHEST + 1):
        yield base_points, size
        yield base_points, size + 1
    for base_points in range(3, points * 2 // 3 + 1):
        for base_size in {size * base_points // points, -(-size * base_points // points)}:
            if 2 <= base_size < base_points:
                yield base_points, base_size

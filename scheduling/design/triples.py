"""
Covers by triples, at the lower bound for every number of points.

Once (k = 1), Fort and Hedlund (1958), "Minimal coverings of pairs by triples", Pacific J. Math. 8: the
Schönheim bound is reached for every v ≥ 3. Twice, Hanani (1975), "Balanced incomplete block designs and
related designs", Discrete Math. 11: reached, with his improvement for v ≡ 2 (mod 3). The constructions are
those of Bose (1939), Skolem (1958) and, for the rest, of the textbook: Lindner and Rodger, "Design Theory",
chapters 1, 2 and 4. All stand three copies of a quasigroup in a ring and join each to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, permutations

from scheduling.design.blocks import Block

Product = Callable[[int, int], int]


def cover_by_triples(points: int, times: int) -> list[Block]:
    """
    Return triples in which every pair of `points` (at least 3) meets at least `times` times.

    At the lower bound for `times` 1 and 2, and for every number of times where the pieces add up; what is
    put together from three and more may have a few too many.
    """
    if points % 2 and times >= 3:
        return (
            [*_threefold(points), *cover_by_triples(points, times - 3)] if times > 3 else _threefold(points)
        )
    if times >= 2:
        twice = _twofold(points)
        return twice * (times // 2) + (_once(points) if times % 2 else [])
    return _once(points) if times else []


def _once(points: int) -> list[Block]:
    if points % 6 == 3:
        return _bose(points)
    if points % 6 == 1:
        return _skolem(points)
    if points % 6 == 5:
        triples, five = _with_a_five(points)
        return triples + _named(five, [(0, 1, 2), (0, 3, 4), (1, 3, 4), (2, 3, 4)])
    return _with_one_more(points)


def _with_one_more(points: int) -> list[Block]:
    """Add a point to an odd system: it meets the others two by two; next to a five, six points remain."""
    last = points - 1
    if points % 6 == 0:
        triples, five = _with_a_five(last)
        others = [point for point in range(last) if point not in five]
        six = [(0, 1, 2), (0, 1, 3), (2, 3, 4), (2, 3, 5), (0, 4, 5), (1, 4, 5)]
        return [*triples, *_two_by_two(others, last), *_named([*five, last], six)]
    others = list(range(last))
    return [*(_once(last)), *_two_by_two(others, last)]


def _two_by_two(others: list[int], last: int) -> list[Block]:
    """Return triples in which `last` meets all others; the odd one out meets the first again."""
    if len(others) % 2:
        others = [*others, others[0]]
    return [_sorted(a, b, last) for a, b in zip(others[::2], others[1::2], strict=True)]


def _bose(points: int) -> list[Block]:
    """Bose (1939): a Steiner triple system on v = 6 n + 3 points, from x ∘ y = (x + y)/2 modulo 2 n + 1."""
    order = points // 3
    return _columns(order) + _joined(order, lambda x, y: _mean(x, y, order), lambda x: x)


def _skolem(points: int) -> list[Block]:
    """Skolem (1958): a Steiner triple system on v = 6 n + 1 points, from a half-idempotent quasigroup."""
    order = points // 3
    half = order // 2

    def product(x: int, y: int) -> int:
        total = (x + y) % order
        return total // 2 + (half if total % 2 else 0)

    last = points - 1
    through = [
        _sorted(last, half + i + layer * order, i + (layer + 1) % 3 * order)
        for i in range(half)
        for layer in range(3)
    ]
    return [*_columns(order)[:half], *through, *_joined(order, product, lambda x: x)]


def _with_a_five(points: int) -> tuple[list[Block], list[int]]:
    """
    Return triples and one block of five that together hold every pair of v = 6 n + 5 points exactly once.

    The pairs that the joined copies leave open form one cycle of even length besides the five; its edges
    go to the two added points in turn.
    """
    order = (points - 2) // 3
    ring = [*range(1, order)]
    following = {0: 0, **dict(zip(ring, ring[1:] + ring[:1], strict=True))}
    cycle = [x + layer * order for x in ring for layer in range(3)]
    edges = zip(cycle, cycle[1:] + cycle[:1], strict=True)
    ends = [_sorted(a, b, points - 2 + i % 2) for i, (a, b) in enumerate(edges)] if order > 1 else []
    joined = _joined(order, lambda x, y: _mean(x, y, order), following.__getitem__)
    return ends + joined, [0, order, 2 * order, points - 2, points - 1]


def _mean(x: int, y: int, order: int) -> int:
    return (x + y) * ((order + 1) // 2) % order


def _columns(order: int) -> list[Block]:
    return [(i, i + order, i + 2 * order) for i in range(order)]


def _joined(order: int, product: Product, turned: Callable[[int], int]) -> list[Block]:
    """Two points of one copy meet at their product in the next; coming round, the product is turned."""
    triples: list[Block] = []
    for layer in range(3):
        for x, y in combinations(range(order), 2):
            met = product(x, y) if layer < 2 else turned(product(x, y))
            triples.append(_sorted(x + layer * order, y + layer * order, met + (layer + 1) % 3 * order))
    return triples


def _threefold(points: int) -> list[Block]:
    """Return triples that hold every pair of an odd number of points three times: x, y and their mean."""
    return [_sorted(x, y, _mean(x, y, points)) for x, y in combinations(range(points), 2)]


def _twofold(points: int) -> list[Block]:
    """
    Return triples that hold every pair twice; one pair of v ≡ 2 (mod 3) points takes two triples more.

    Three copies of an idempotent quasigroup and 0, 1 or 2 points more (Lindner and Rodger, chapter 2). None
    of order 2 exists, hence the small systems on 6 and 8 points, which turn about a point or two that stay.
    """
    if points % 2 and points % 3 != 2:
        return _once(points) * 2
    if points in (6, 8):
        return _around(points)
    order, added = divmod(points, 3)
    triples: list[Block] = []
    for x, y in permutations(range(order), 2):
        for layer in range(3):
            met = _idempotent(x, y, order) + (layer + 1) % 3 * order
            triples.append(_sorted(x + layer * order, y + layer * order, met))
    for column in _columns(order):
        triples.extend(_twice_with_column(column, range(3 * order, points)))
    return triples + [(0, points - 2, points - 1), (1, points - 2, points - 1)] * (added == 2)


def _twice_with_column(column: Block, added: range) -> list[Block]:
    if not added:
        return [column] * 2
    with_added = [_sorted(*two, point) for point in added for two in combinations(column, 2)]
    return [*with_added, column] if len(added) == 1 else with_added


def _idempotent(x: int, y: int, order: int) -> int:
    """Return 2 x − y modulo an odd order; an even order is one odd smaller, prolonged by a point."""
    if order % 2:
        return (2 * x - y) % order
    odd, last = order - 1, order - 1
    if x == last:
        return last if y == last else (y - 2) % odd
    if y == last:
        return (x - 1) % odd
    return last if y == (x + 1) % odd else (2 * x - y) % odd


def _around(points: int) -> list[Block]:
    """Return twofold covers of 6 and of 8 points: triples turned about one point or two that stay."""
    if points == 6:
        return _turned([(5, 0, 1), (0, 1, 3)], 5)
    return [*_turned([(6, 0, 1), (7, 0, 2), (0, 1, 3)], 6), (0, 6, 7), (1, 6, 7)]


def _turned(bases: list[Block], cycle: int) -> list[Block]:
    return [
        tuple(sorted((point + shift) % cycle if point < cycle else point for point in base))
        for base in bases
        for shift in range(cycle)
    ]


def _named(names: list[int], blocks: Sequence[Block]) -> list[Block]:
    return [tuple(sorted(names[i] for i in block)) for block in blocks]


def _sorted(*block: int) -> Block:
    return tuple(sorted(block))

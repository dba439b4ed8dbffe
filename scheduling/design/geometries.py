"""
Systems in which every pair meets exactly as often as asked: nothing is spent twice, so none can be smaller.

Lines of the projective spaces PG(n, q) and the affine spaces AG(n, q) over the field of q elements (Veblen
and Bussey 1906, "Finite projective geometries"): v = 7, 13, 21, 31 in groups of 3, 4, 5, 6 are the planes of
order 2, 3, 4, 5, which Singer (1938) turned into cyclic difference sets. Twice: the biplanes of 7, 11, 16
and 37 points (quadratic residues, the grid, fourth powers; Hall, "Combinatorial Theory", chapter 11).
"""

from __future__ import annotations

from itertools import combinations, product

from scheduling.design.blocks import Block
from scheduling.design.fields import Field, field

Point = tuple[int, ...]

BIPLANES: dict[tuple[int, int], Block] = {
    (7, 4): (0, 3, 5, 6),
    (11, 5): (1, 3, 4, 5, 9),
    (37, 9): (1, 7, 9, 10, 12, 16, 26, 33, 34),
}
"""Difference sets in which every difference occurs twice."""


def exact_system(points: int, size: int, times: int) -> tuple[list[Block], str] | None:
    """Return blocks of `size` in which every pair meets exactly `times` times, and their name; or None."""
    for dimension in (2, 3, 4):
        for is_projective in (True, False):
            order = size - is_projective
            if points == _count(dimension, order, is_projective=is_projective):
                over = field(order)
                if over is not None:
                    name = f"{'PG' if is_projective else 'AG'}({dimension}, {order})"
                    return lines(over, dimension, is_projective=is_projective) * times, name
    twice = None if times % 2 else _biplane(points, size)
    return (twice * (times // 2), "biplane") if twice else None


def lines(over: Field, dimension: int, *, is_projective: bool) -> list[Block]:
    """Return the lines of a projective or affine space, each a block of its points' numbers."""
    points = _points(over, dimension, is_projective=is_projective)
    number = {point: i for i, point in enumerate(points)}
    found: set[Block] = set()
    joined: set[tuple[int, int]] = set()
    for one, other in combinations(points, 2):
        if (number[one], number[other]) in joined:
            continue
        line = _projective_line(over, one, other) if is_projective else _affine_line(over, one, other)
        block = tuple(sorted(number[point] for point in line))
        found.add(block)
        joined.update(combinations(block, 2))
    return sorted(found)


def _count(dimension: int, order: int, *, is_projective: bool) -> int:
    if order < 2:
        return 0
    return sum(order**power for power in range(dimension + 1)) if is_projective else int(order**dimension)


def _points(over: Field, dimension: int, *, is_projective: bool) -> list[Point]:
    everything = product(range(over.order), repeat=dimension + is_projective)
    if not is_projective:
        return list(everything)
    return [point for point in everything if next((x for x in point if x), 0) == 1]


def _affine_line(over: Field, one: Point, other: Point) -> set[Point]:
    minus = over.sums[1].index(0)
    step = tuple(over.sums[b][over.products[minus][a]] for a, b in zip(one, other, strict=True))
    return {_sum(over, one, _times(over, t, step)) for t in range(over.order)}


def _projective_line(over: Field, one: Point, other: Point) -> set[Point]:
    multiples = [_sum(over, one, _times(over, t, other)) for t in range(over.order)]
    return {_normal(over, point) for point in [*multiples, other]}


def _sum(over: Field, one: Point, other: Point) -> Point:
    return tuple(over.sums[a][b] for a, b in zip(one, other, strict=True))


def _times(over: Field, factor: int, point: Point) -> Point:
    return tuple(over.products[factor][a] for a in point)


def _normal(over: Field, point: Point) -> Point:
    """Divide by the first coordinate that is not 0: the same projective point, written one way."""
    first = next(x for x in point if x)
    return _times(over, over.products[first].index(1), point)


def _biplane(points: int, size: int) -> list[Block] | None:
    if (points, size) == (16, 6):
        return [_cross(row, column) for row in range(4) for column in range(4)]
    base = BIPLANES.get((points, size))
    if base is None:
        return None
    return [tuple(sorted((x + shift) % points for x in base)) for shift in range(points)]


def _cross(row: int, column: int) -> Block:
    """Return the six other cells in the row and the column of a cell of a grid of 4 by 4."""
    cells = ((r, c) for r in range(4) for c in range(4) if (r == row) != (c == column))
    return tuple(4 * r + c for r, c in cells)

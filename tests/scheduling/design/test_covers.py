"""Covers: every pair meets often enough, and the lower bound is reached where theory says it can be."""

from __future__ import annotations

from itertools import product

import pytest

from scheduling.design import cover, lower_bound, schonheim_bound
from scheduling.design.blocks import Block, full_need, meetings, without_spare
from scheduling.design.exact import searched
from scheduling.design.fields import field
from scheduling.design.found import found
from scheduling.design.geometries import exact_system
from scheduling.design.greedy import complete
from scheduling.design.weighted import weighted

PROVEN_AT_LEAST = {4: 40, 5: 24, 6: 30}
"""Of 78 covers of 2 to 40 points, once and twice, how many are at the bound (measured; more is better)."""


def is_cover(blocks: tuple[Block, ...], points: int, size: int, times: int) -> bool:
    met = meetings(blocks)
    return all(met[pair] >= need for pair, need in full_need(points, times).items()) and all(
        2 <= len(set(block)) == len(block) <= size for block in blocks
    )


@pytest.mark.parametrize(
    ("points", "size", "minimal"),
    [(7, 3, 7), (13, 4, 13), (21, 5, 21), (31, 6, 31), (16, 4, 20), (25, 5, 30)],
)
def test_planes_are_at_the_schonheim_bound(points: int, size: int, minimal: int) -> None:
    made = cover(points, size)

    assert (len(made.blocks), made.lower_bound, made.is_proven) == (minimal, minimal, True)
    assert schonheim_bound(points, size) == minimal


@pytest.mark.parametrize(("points", "times"), list(product(range(3, 41), (1, 2))))
def test_triples_are_at_the_bound_for_every_number_of_points(points: int, times: int) -> None:
    made = cover(points, 3, times)

    assert made.is_proven
    assert is_cover(made.blocks, points, 3, times)
    if times == 1:
        assert len(made.blocks) == schonheim_bound(points, 3)


@pytest.mark.parametrize("size", [4, 5, 6])
def test_every_pair_meets_in_the_whole_table(size: int) -> None:
    made = {(v, k): cover(v, size, k, seconds=0.0) for v in range(2, 41) for k in (1, 2)}

    assert [key for key, one in made.items() if not is_cover(one.blocks, key[0], size, key[1])] == []
    assert [key for key, one in made.items() if len(one.blocks) < lower_bound(key[0], size, key[1])] == []
    assert sum(one.is_proven for one in made.values()) >= PROVEN_AT_LEAST[size]


@pytest.mark.parametrize("points", range(3, 9))
@pytest.mark.parametrize("times", [3, 4, 5])
def test_more_meetings_are_put_together(points: int, times: int) -> None:
    for size in (3, 4):
        made = cover(points, size, times, seconds=0.1)

        assert is_cover(made.blocks, points, size, times)
        assert len(made.blocks) >= lower_bound(points, size, times)


def test_kept_covers_are_no_worse_than_greedy_ones() -> None:
    kept = found(20, 5, 2)

    assert kept is not None
    assert len(kept) < len(complete(full_need(20, 2), 20, 5, seed=0, attempts=3))


@pytest.mark.parametrize("order", [2, 3, 4, 5, 7, 8, 9])
def test_fields_divide(order: int) -> None:
    over = field(order)

    assert over is not None
    assert all(sorted(over.products[x]) == list(range(order)) for x in range(1, order))
    assert all(sorted(row) == list(range(order)) for row in over.sums)


def test_no_field_has_six_elements() -> None:
    assert field(6) is None


@pytest.mark.parametrize(
    ("points", "size", "times"), [(15, 3, 1), (57, 8, 1), (64, 8, 1), (16, 6, 2), (11, 5, 2)]
)
def test_exact_systems_meet_every_pair_alike(points: int, size: int, times: int) -> None:
    exact = exact_system(points, size, times)

    assert exact is not None
    assert meetings(exact[0]) == full_need(points, times)


def test_a_plane_blown_up_covers_three_times_its_points() -> None:
    plane = cover(7, 3)

    assert weighted(plane.blocks, 7, 21, 9) is not None
    assert len(cover(21, 9).blocks) == schonheim_bound(21, 9) == 7


def test_points_are_deleted_only_if_no_block_stays_too_large() -> None:
    plane = cover(21, 5).blocks

    assert weighted(plane, 21, 16, 4) is not None
    assert weighted(plane, 21, 20, 4) is None


def test_blocks_that_can_be_missed_go() -> None:
    assert without_spare([(0, 1, 2), (0, 1), (2, 3)], {(0, 1): 1, (2, 3): 1}) == [(0, 1, 2), (2, 3)]


def test_small_covers_are_searched_to_the_end() -> None:
    six = [(0, 1, 2, 3, 4), (5, 6, 7, 8, 0), (1, 2, 5, 6), (3, 4, 5, 6), (1, 2, 7, 8), (3, 4, 7, 8)]

    fewest, is_fewest = searched(9, 5, 1, 4, six, seed=0, seconds=5.0)

    assert (len(fewest), is_fewest) == (5, True)

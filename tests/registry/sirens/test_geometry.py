"""Great circles and samples: equal to a plain computation, cell by cell, on drawn samples."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.sirens.geometry import EARTH_RADIUS_M, count_samples, distances_m, sampled

PLACE = st.tuples(st.floats(29.0, 29.2), st.floats(104.5, 104.8))
CELL = st.tuples(PLACE, st.floats(0.001, 4.0))
SIREN = st.tuples(PLACE, st.integers(50, 4_000))


def plain_distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    (lat, lon), (north, east) = a, b
    square = (
        sin(radians(north - lat) / 2) ** 2
        + cos(radians(lat)) * cos(radians(north)) * sin(radians(east - lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * asin(sqrt(square))


def plain_shares(cells, sirens, resolution):
    """Return the reached share of each cell, sample by sample."""
    shares = []
    for (lat, lon), area in cells:
        side = sqrt(area) * 1000
        count = max(1, int(np.ceil(side / resolution - 1e-9)))
        hit = 0
        for i in range(count):
            for j in range(count):
                north = ((i + 0.5) / count - 0.5) * side / (EARTH_RADIUS_M * radians(1))
                east = ((j + 0.5) / count - 0.5) * side / (EARTH_RADIUS_M * radians(1)) / cos(radians(lat))
                here = (lat + north, lon + east)
                hit += any(plain_distance(here, place) <= radius for place, radius in sirens)
        shares.append(hit / count**2)
    return shares


def quick_shares(cells, sirens, resolution):
    lat, lon = (np.array([place[i] for place, _ in cells]) for i in (0, 1))
    samples = sampled(lat, lon, np.array([area for _, area in cells]), resolution)
    heard = samples.reached(
        np.array([place[0] for place, _ in sirens]),
        np.array([place[1] for place, _ in sirens]),
        np.array([float(radius) for _, radius in sirens]),
    )
    return samples.share_of_cells(heard, len(cells))


@settings(max_examples=60, deadline=None)
@given(
    cells=st.lists(CELL, min_size=1, max_size=12),
    sirens=st.lists(SIREN, max_size=6),
    resolution=st.sampled_from([150.0, 400.0, 1000.0]),
)
def test_reached_shares_equal_the_plain_computation(cells, sirens, resolution) -> None:
    assert quick_shares(cells, sirens, resolution) == pytest.approx(
        plain_shares(cells, sirens, resolution), abs=1e-9
    )


@given(a=PLACE, b=PLACE)
def test_distance_equals_the_plain_formula(a, b) -> None:
    found = distances_m(*a, np.array([b[0]]), np.array([b[1]]))

    assert found[0] == pytest.approx(plain_distance(a, b), abs=1e-3)


def test_one_degree_of_latitude_is_111_kilometers() -> None:
    assert distances_m(29.0, 104.0, np.array([30.0]), np.array([104.0]))[0] == pytest.approx(111_195, abs=1)


def test_siren_at_the_date_line_reaches_over_it() -> None:
    samples = sampled(np.array([0.0]), np.array([-179.999]), np.array([0.01]), 1000.0)

    assert list(samples.within(0.0, 179.999, 300.0)) == [0]


@pytest.mark.parametrize("latitude", [90.0, -90.0])
def test_siren_at_a_pole_reaches_every_longitude(latitude: float) -> None:
    near = latitude * (1 - 1e-5)
    samples = sampled(np.array([near, near]), np.array([0.0, 170.0]), np.array([0.01, 0.01]), 1000.0)

    assert list(samples.within(latitude, 20.0, 300.0)) == [0, 1]


def test_samples_carry_the_whole_of_every_cell() -> None:
    lat, lon, area = np.array([29.0, 29.1]), np.array([104.0, 104.1]), np.array([0.04, 2.25])

    samples = sampled(lat, lon, area, 250.0)

    assert len(samples) == count_samples(area, 250.0) == 1 + 36
    assert samples.share_of_cells(np.ones(37, dtype=bool), 2) == pytest.approx([1.0, 1.0])
    assert list(samples.latitude) == sorted(samples.latitude)


def test_no_cells_have_no_samples() -> None:
    none = np.zeros(0)

    samples = sampled(none, none, none, 250.0)

    assert len(samples) == 0
    assert list(samples.share_of_cells(samples.reached(none, none, none), 0)) == []

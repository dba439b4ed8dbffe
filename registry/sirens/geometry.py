"""
Who hears what: great circles between sirens and the ground, on arrays and nothing else.

A cell is a square around its middle; it is sampled by a grid no coarser than the resolution, each sample
carrying its share of the cell's people and area. A sample is reached if a siren lies within its audible
radius. Terrain, buildings and wind are left out (assumed).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth, in meters."""
METERS_PER_DEGREE = EARTH_RADIUS_M * np.pi / 180
SLACK = 1e-9
"""What is added to a band of degrees so that rounding leaves nothing out."""


def distances_m(latitude: float, longitude: float, latitudes: Floats, longitudes: Floats) -> Floats:
    """Return the great-circle distances from one point to others, in meters; degrees in (haversine)."""
    here, there = np.radians(latitude), np.radians(latitudes)
    half_north = np.sin((there - here) / 2)
    half_east = np.sin((np.radians(longitudes) - np.radians(longitude)) / 2)
    square = half_north**2 + np.cos(here) * np.cos(there) * half_east**2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(square, 1.0))), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Samples:
    """
    Points that stand for cells, from south to north.

    `cell` is the number of a sample's cell, `share` the part of the cell it stands for.
    """

    latitude: Floats
    longitude: Floats
    cell: Ints
    share: Floats

    def __len__(self) -> int:
        """Return how many samples there are."""
        return len(self.latitude)

    def within(self, latitude: float, longitude: float, radius_m: float) -> Ints:
        """Return the numbers of the samples at most so many meters from a point, in ascending order."""
        band = radius_m / METERS_PER_DEGREE + SLACK
        first = np.searchsorted(self.latitude, latitude - band, side="left")
        end = np.searchsorted(self.latitude, latitude + band, side="right")
        widest = np.cos(np.radians(min(90.0, abs(latitude) + band)))
        east = np.abs((self.longitude[first:end] - longitude + 180) % 360 - 180)
        narrow = widest > SLACK and band / widest < 180
        near = np.flatnonzero(east <= band / widest + SLACK) if narrow else np.arange(end - first)
        near = near + first
        far = distances_m(latitude, longitude, self.latitude[near], self.longitude[near])
        return np.asarray(near[far <= radius_m], dtype=np.int64)

    def reached(self, latitudes: Floats, longitudes: Floats, radii_m: Floats) -> Bools:
        """Return for each sample whether any of some sirens reaches it."""
        heard = np.zeros(len(self), dtype=np.bool_)
        for latitude, longitude, radius in zip(latitudes, longitudes, radii_m, strict=True):
            heard[self.within(float(latitude), float(longitude), float(radius))] = True
        return heard

    def share_of_cells(self, chosen: Bools, cells: int) -> Floats:
        """Return for each of `cells` cells which part of it the chosen samples stand for, 0 to 1."""
        parts = np.bincount(self.cell[chosen], weights=self.share[chosen], minlength=cells)
        return np.asarray(np.clip(parts, 0.0, 1.0), dtype=np.float64)


def count_samples(areas_km2: Floats, resolution_m: float) -> int:
    """Return how many samples cells of these areas take at a resolution."""
    return int((_per_side(areas_km2, resolution_m) ** 2).sum())


def sampled(latitudes: Floats, longitudes: Floats, areas_km2: Floats, resolution_m: float) -> Samples:
    """Return the samples of some cells: squares around their middles, cut until a side fits."""
    sides = np.sqrt(areas_km2) * 1000
    per_side = _per_side(areas_km2, resolution_m)
    parts: list[tuple[Floats, Floats, Ints, Floats]] = []
    for count in np.unique(per_side):
        cells = np.flatnonzero(per_side == count)
        step = (np.arange(count) + 0.5) / count - 0.5
        north, east = (axis.ravel() for axis in np.meshgrid(step, step, indexing="ij"))
        degrees = (sides[cells] / METERS_PER_DEGREE)[:, None]
        squeezed = np.maximum(np.cos(np.radians(latitudes[cells])), SLACK)[:, None]
        lat = (latitudes[cells][:, None] + degrees * north).ravel()
        lon = (longitudes[cells][:, None] + degrees * east / squeezed).ravel()
        share = np.full(len(lat), 1 / (count * count))
        parts.append((lat, lon, np.repeat(cells, count * count).astype(np.int64), share))
    return _in_order(parts)


def _per_side(areas_km2: Floats, resolution_m: float) -> Ints:
    """Return into how many parts a side of each cell is cut."""
    sides = np.sqrt(areas_km2) * 1000
    return np.maximum(1, np.ceil(sides / resolution_m - SLACK)).astype(np.int64)


def _in_order(parts: Sequence[tuple[Floats, Floats, Ints, Floats]]) -> Samples:
    """Return samples from south to north; ties in the order of their cells."""
    empty = np.zeros(0)
    lat = np.concatenate([part[0] for part in parts] or [empty])
    lon = np.concatenate([part[1] for part in parts] or [empty])
    cell = np.concatenate([part[2] for part in parts] or [empty.astype(np.int64)])
    share = np.concatenate([part[3] for part in parts] or [empty])
    order = np.lexsort((lon, cell, lat))
    return Samples(lat[order], lon[order], cell[order], share[order])

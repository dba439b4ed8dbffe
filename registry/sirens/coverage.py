"""Coverage by sirens: how much of the people and of the area hears one, by district, and where nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
from tortoise.expressions import Subquery

from registry.access import Viewer, one, rows
from registry.codes import SirenState
from registry.errors import InvalidValue
from registry.periods import in_force
from registry.sirens.geometry import METERS_PER_DEGREE, Bools, Floats, Samples, count_samples, sampled
from registry.tables import PopulationCell, Region, RegionClosure, SirenPoint

#: Sirens that sound today.
SOUNDING = (SirenState.IN_SERVICE,)
#: Sirens that would sound if all that is planned, built and broken were in order.
HOPED_FOR = (SirenState.PLANNED, SirenState.INSTALLED, SirenState.IN_SERVICE, SirenState.FAULTY)
RESOLUTION_M = 250.0
"""How finely the ground is sampled unless told, in meters (assumed)."""
FINEST_M, COARSEST_M = 50.0, 5_000.0
MOST_SAMPLES = 2_000_000
LARGEST_RADIUS_M = 20_000


@dataclass(frozen=True, slots=True)
class Ground:
    """The cells of a region in force on a day, as arrays in the order of their codes."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    regions: tuple[UUID, ...]
    latitude: Floats
    longitude: Floats
    population: Floats
    area_km2: Floats

    def samples(self, resolution_m: float) -> Samples:
        """
        Return the samples of the cells.

        Raises
        ------
        InvalidValue
            The resolution is out of 50 to 5,000 m, or asks for more than 2,000,000 samples.

        """
        check_resolution(resolution_m)
        wanted = count_samples(self.area_km2, resolution_m)
        if wanted > MOST_SAMPLES:
            rule = f"it asks for {wanted:,} samples, at most {MOST_SAMPLES:,} are taken: choose a coarser one"
            raise InvalidValue("resolution_m", resolution_m, rule)
        return sampled(self.latitude, self.longitude, self.area_km2, resolution_m)


@dataclass(frozen=True, slots=True)
class Figures:
    """People and square kilometers of some cells, and how many of them are reached."""

    cells: int
    population: int
    covered_population: int
    area_km2: float
    covered_area_km2: float

    @property
    def population_percent(self) -> float | None:
        """Return the share of the people who hear a siren, in percent; None where nobody lives."""
        return round(100 * self.covered_population / self.population, 2) if self.population else None

    @property
    def area_percent(self) -> float | None:
        """Return the share of the area that is reached, in percent; None without any cell."""
        return round(100 * self.covered_area_km2 / self.area_km2, 2) if self.area_km2 else None


@dataclass(frozen=True, slots=True)
class DistrictCoverage:
    """The figures of one region's own cells."""

    region: Region
    figures: Figures


@dataclass(frozen=True, slots=True)
class UncoveredCell:
    """A cell with people who hear nothing, and how many they are."""

    code: str
    name: str
    latitude: float
    longitude: float
    uncovered_population: int


@dataclass(frozen=True, slots=True)
class SirenCoverage:
    """
    What some sirens reach of a region's people and area, sampled at a resolution in meters.

    `sirens` counts those taken into account; `uncovered` lists the cells with most people out of reach.
    """

    region: Region
    resolution_m: float
    sirens: int
    total: Figures
    districts: tuple[DistrictCoverage, ...]
    uncovered: tuple[UncoveredCell, ...]


def check_resolution(resolution_m: float) -> None:
    """
    Return if a resolution lies in 50 to 5,000 meters.

    Raises
    ------
    InvalidValue
        It does not.

    """
    if not FINEST_M <= resolution_m <= COARSEST_M:
        raise InvalidValue(
            "resolution_m", resolution_m, f"it must lie in {FINEST_M:g} to {COARSEST_M:g} meters"
        )


async def siren_coverage(
    viewer: Viewer,
    region_id: UUID,
    *,
    today: date,
    resolution_m: float = RESOLUTION_M,
    hoped_for: bool = False,
    listed: int = 50,
) -> SirenCoverage:
    """
    Return whom the sirens within the viewer's reach cover in a region on a day.

    Sirens beyond the border that are heard within count too. With `hoped_for`, planned, installed and
    faulty sirens count as if they sounded. Always the same number of statements.

    Raises
    ------
    NotFound
        The viewer does not see the region.
    InvalidValue
        The resolution is out of its bounds or too fine for so large a region.

    """
    region = await one(viewer, Region, region_id)
    check_resolution(resolution_m)
    ground = await read_ground(viewer, region_id, today)
    sirens = await sirens_near(viewer, ground, HOPED_FOR if hoped_for else SOUNDING)
    parts = await rows(viewer, Region).filter(id__in=list(set(ground.regions))).order_by("code")
    share = await asyncio.to_thread(_shares, ground, sirens, resolution_m)
    owners = np.array([str(owner) for owner in ground.regions])
    return SirenCoverage(
        region=region,
        resolution_m=resolution_m,
        sirens=len(sirens),
        total=figures(ground, share, np.ones(len(share), dtype=np.bool_)),
        districts=tuple(
            DistrictCoverage(part, figures(ground, share, owners == str(part.id))) for part in parts
        ),
        uncovered=uncovered_cells(ground, share, listed),
    )


def _shares(ground: Ground, sirens: Sequence[SirenPoint], resolution_m: float) -> Floats:
    """Return which part of each cell some sirens reach; arithmetic only, for a thread of its own."""
    samples = ground.samples(resolution_m)
    reached = samples.reached(
        np.array([s.latitude for s in sirens], dtype=np.float64),
        np.array([s.longitude for s in sirens], dtype=np.float64),
        np.array([s.audible_radius_m for s in sirens], dtype=np.float64),
    )
    return samples.share_of_cells(reached, len(ground.codes))


def figures(ground: Ground, share: Floats, chosen: Bools) -> Figures:
    """Return the figures of the chosen cells, `share` of each being reached."""
    people, area, part = ground.population[chosen], ground.area_km2[chosen], share[chosen]
    return Figures(
        cells=int(chosen.sum()),
        population=int(people.sum()),
        covered_population=round(float(people @ part)),
        area_km2=round(float(area.sum()), 3),
        covered_area_km2=round(float(area @ part), 3),
    )


def uncovered_cells(ground: Ground, share: Floats, listed: int) -> tuple[UncoveredCell, ...]:
    """Return the cells with most people out of reach, at most so many; equal ones by code."""
    without = np.rint(ground.population * (1 - share)).astype(np.int64)
    order = np.argsort(-without, kind="stable")[:listed]
    return tuple(
        UncoveredCell(
            ground.codes[cell],
            ground.names[cell],
            float(ground.latitude[cell]),
            float(ground.longitude[cell]),
            int(without[cell]),
        )
        for cell in order
        if without[cell] > 0
    )


async def read_ground(viewer: Viewer, region_id: UUID, today: date) -> Ground:
    """Return the cells of a region and everything below it that are in force on a day, one statement."""
    below = Subquery(RegionClosure.filter(ancestor_id=region_id).values("descendant_id"))
    found: Sequence[Any] = (
        await rows(viewer, PopulationCell)
        .filter(in_force(today), region_id__in=below)
        .order_by("code")
        .values_list("code", "name", "region_id", "latitude", "longitude", "population", "area_km2")
    )
    code, name, region, *numbers = zip(*found, strict=True) if found else ((),) * 7
    latitude, longitude, population, area = (np.array(each, dtype=np.float64) for each in numbers)
    return Ground(tuple(code), tuple(name), tuple(region), latitude, longitude, population, area)


async def sirens_near(viewer: Viewer, ground: Ground, states: Sequence[SirenState]) -> list[SirenPoint]:
    """Return the sirens in some states that may be heard on the ground, by code."""
    query = rows(viewer, SirenPoint).filter(state__in=list(states))
    if len(ground.latitude):
        margin = (LARGEST_RADIUS_M + 1000 * float(np.sqrt(ground.area_km2.max()))) / METERS_PER_DEGREE
        query = query.filter(
            latitude__gte=float(ground.latitude.min()) - margin,
            latitude__lte=float(ground.latitude.max()) + margin,
        )
    return await query.order_by("code")

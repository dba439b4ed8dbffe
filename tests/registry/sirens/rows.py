"""Sirens and cells for tests: a row of sirens along a parallel, cells around the first district's seat."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from registry.access import SYSTEM
from registry.codes import ControlPath, SirenKind, SirenState
from registry.history import Act, changing
from registry.tables import PopulationCell, SirenPoint
from tests.factories import FOUNDED, SmallWorld

#: The seat of the first district (degrees).
LATITUDE, LONGITUDE = 29.337429, 104.777191


def siren(region_id: UUID, code: str, **values: object) -> SirenPoint:
    """Return a siren in service at the first district's seat, not stored."""
    plain = {
        "name": f"警报点{code}",
        "kind": SirenKind.ELECTRIC,
        "control": ControlPath.RADIO,
        "state": SirenState.IN_SERVICE,
        "audible_radius_m": 500,
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
        "installed_on": date(2024, 5, 1),
        "valid_from": FOUNDED,
    }
    return SirenPoint(region_id=region_id, code=code, **{**plain, **values})  # type: ignore[arg-type]  # columns by name


def cell(region_id: UUID, code: str, **values: object) -> PopulationCell:
    """Return a cell of 100 people on 0.01 km² at the first district's seat, not stored."""
    plain = {
        "name": f"社区{code}",
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
        "population": 100,
        "area_km2": 0.01,
        "valid_from": FOUNDED,
    }
    return PopulationCell(region_id=region_id, code=code, **{**plain, **values})  # type: ignore[arg-type]  # columns by name


async def stored(act: Act, *rows: SirenPoint | PopulationCell) -> None:
    """Store rows as one act of SYSTEM."""
    assert act.author == SYSTEM.principal_id
    async with changing(act) as change:
        for row in rows:
            await change.add(row)


def both(world: SmallWorld) -> tuple[UUID, UUID]:
    """Return the ids of the city's two districts."""
    return world.district.id, world.sibling.id

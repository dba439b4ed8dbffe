"""One row of every type about sirens, for each side of the small world."""

from __future__ import annotations

from datetime import date
from uuid import uuid5

from registry.access import SYSTEM
from registry.codes import SirenSignal, SirenState, SoundingOccasion
from registry.history import Act, changing
from registry.tables import Organization, Record, Region, SirenFault, SoundingTest
from tests.conftest import NOW, SPACE
from tests.registry.sirens.rows import cell, siren

TRIAL = date(2025, 9, 18)


async def siren_rows(region: Region, organization: Organization, key: str = "") -> dict[str, Record]:
    """Store a faulty siren with a test and a fault, and a cell, in a region; return them by type."""
    code = f"{region.code}{key}"
    act = Act(SYSTEM.principal_id, "sirens", NOW, uuid5(SPACE, f"sirens {code}"))
    async with changing(act) as change:
        point = await change.add(
            siren(region.id, f"S-{code}", state=SirenState.FAULTY, organization_id=organization.id)
        )
        rows: list[Record] = [
            SoundingTest(
                siren_id=point.id,
                held_on=TRIAL,
                occasion=SoundingOccasion.TRIAL,
                signal=SirenSignal.ATTACK,
                sounded=False,
                cause="x",
                valid_from=TRIAL,
            ),
            SirenFault(siren_id=point.id, description="x", repaired_by_id=organization.id, valid_from=TRIAL),
            cell(region.id, f"C-{code}"),
        ]
        made = [point, *[await change.add(row) for row in rows]]
    return {type(row).__name__: row for row in made}

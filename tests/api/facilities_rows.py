"""One row of every type about command facilities, for each side of the small world."""

from __future__ import annotations

from datetime import date
from uuid import uuid5

from registry.access import SYSTEM
from registry.codes import FacilityKind, OutageKind, OutageState
from registry.history import Act, changing
from registry.tables import (
    CommandFacility,
    FacilityOutage,
    FacilityResource,
    MaintenanceContract,
    Organization,
    Record,
    Region,
    SharedResource,
)
from tests.conftest import NOW, SPACE

DAY = date(2025, 3, 3)


async def facilities_rows(
    region: Region, organization: Organization, resource: SharedResource, key: str = ""
) -> dict[str, Record]:
    """Store one row of every type about facilities in a region, and return them by type."""
    code = f"{region.code}{key}"
    act = Act(SYSTEM.principal_id, "facilities", NOW, uuid5(SPACE, f"facilities {code}"))
    async with changing(act) as change:
        facility = await change.add(
            CommandFacility(
                region_id=region.id,
                organization_id=organization.id,
                code=f"F-{code}",
                name="示例指挥中心",
                kind=FacilityKind.COMMAND_CENTER,
                valid_from=DAY,
            )
        )
        details: list[Record] = [
            FacilityResource(facility_id=facility.id, resource_id=resource.id, valid_from=DAY),
            FacilityOutage(
                facility_id=facility.id,
                kind=OutageKind.MAINTENANCE,
                state=OutageState.APPROVED,
                valid_from=DAY,
                valid_to=date(2025, 3, 5),
            ),
            MaintenanceContract(
                facility_id=facility.id,
                contractor_id=organization.id,
                number=f"M-{code}",
                scope="x",
                response_hours=4,
                valid_from=DAY,
                valid_to=date(2026, 3, 3),
            ),
        ]
        made = [facility, *[await change.add(row) for row in details]]
    return {type(row).__name__: row for row in made}

"""Maintenance contracts 维保合同: concluded, renewed with their history, and due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tortoise.expressions import Subquery

from registry.access import Viewer, one, require, rows
from registry.codes import Capability
from registry.errors import InvalidValue
from registry.history import Act, changing
from registry.tables import CommandFacility, MaintenanceContract, Organization, Region, RegionClosure


@dataclass(frozen=True, slots=True)
class ContractDraft:
    """A contract, first and last day included; `cost_yuan` if it is known."""

    facility_id: UUID
    contractor_id: UUID
    number: str
    scope: str
    first_day: date
    last_day: date
    response_hours: int
    cost_yuan: int | None = None


async def conclude_contract(
    viewer: Viewer, act: Act, draft: ContractDraft, renews_id: UUID | None = None
) -> MaintenanceContract:
    """
    Store a contract, or the renewal of another one of the same facility, and return it.

    The contract that is renewed stays as it was; one contract is renewed once.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the facility, the contractor or the older contract, or may not write.
    CodeTaken
        Another contract has the number.
    InvalidValue
        The last day lies before the first, a text is empty, a figure is out of its bounds, or the older
        contract is of another facility, begins later or was renewed already.

    """
    facility = await one(viewer, CommandFacility, draft.facility_id)
    await require(viewer, Capability.WRITE_REGISTRY, facility.region_id)
    await one(viewer, Organization, draft.contractor_id)
    if renews_id is not None:
        await _check_renewal(viewer, draft, renews_id)
    if draft.last_day < draft.first_day:
        raise InvalidValue(
            "last_day", draft.last_day.isoformat(), f"it must not lie before {draft.first_day}"
        )
    for field, text in (("number", draft.number), ("scope", draft.scope)):
        if not text.strip():
            raise InvalidValue(field, text, "it must not be empty", rule_zh="不能为空")
    async with changing(act) as change:
        return await change.add(
            MaintenanceContract(
                facility_id=facility.id,
                contractor_id=draft.contractor_id,
                number=draft.number.strip(),
                scope=draft.scope.strip(),
                response_hours=draft.response_hours,
                cost_yuan=draft.cost_yuan,
                renews_id=renews_id,
                valid_from=draft.first_day,
                valid_to=draft.last_day + timedelta(days=1),
            )
        )


async def _check_renewal(viewer: Viewer, draft: ContractDraft, renews_id: UUID) -> None:
    """Refuse the renewal of a contract that it cannot renew."""
    older = await one(viewer, MaintenanceContract, renews_id)
    if older.facility_id != draft.facility_id:
        raise InvalidValue("renews_id", older.number, "it is a contract of another facility")
    if draft.first_day <= older.valid_from:
        raise InvalidValue("first_day", draft.first_day.isoformat(), "a renewal begins after the older one")
    if await rows(viewer, MaintenanceContract).filter(renews_id=renews_id).exists():
        raise InvalidValue("renews_id", older.number, "it was renewed already", rule_zh="该合同已续签")


async def due_contracts(
    viewer: Viewer, region_id: UUID, *, today: date, within_days: int
) -> list[MaintenanceContract]:
    """
    Return the contracts in force that end within so many days and have no renewal, the soonest first.

    One that ends today (last day today) is due within 1 day.

    Raises
    ------
    NotFound
        The viewer does not see the region.
    InvalidValue
        The days are not in 1 to 3,660.

    """
    if not 1 <= within_days <= 3_660:
        raise InvalidValue("within_days", within_days, "it must lie in 1 to 3660")
    await one(viewer, Region, region_id)
    below = Subquery(RegionClosure.filter(ancestor_id=region_id).values("descendant_id"))
    renewed = rows(viewer, MaintenanceContract).filter(renews_id__isnull=False).values("renews_id")
    return (
        await rows(viewer, MaintenanceContract)
        .filter(
            facility__region_id__in=below,
            valid_from__lte=today,
            valid_to__gt=today,
            valid_to__lte=today + timedelta(days=within_days),
        )
        .exclude(id__in=Subquery(renewed))
        .order_by("valid_to", "number")
    )

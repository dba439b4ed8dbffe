"""Faults of sirens: reported when one breaks, closed when it is repaired; the siren's state follows."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from registry.access import Viewer, one, require
from registry.codes import Capability, SirenState
from registry.dated import filled
from registry.errors import InvalidValue, StaleVersion
from registry.history import Act, changing, day_of
from registry.sirens.life import check_siren_move
from registry.tables import Organization, SirenFault, SirenPoint


async def report_fault(
    viewer: Viewer, act: Act, siren_id: UUID, description: str, expected_version: int, on: date | None = None
) -> SirenFault:
    """
    Store that a siren in service is broken since a day (today if None), and return the fault.

    The siren becomes faulty since that day; `expected_version` is the siren's.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the siren, or may not change it.
    StaleVersion
        The siren was changed since the viewer read it.
    TransitionRefused
        The siren is not in service.
    InvalidValue
        The description is empty, or the day lies after the day of the act.

    """
    siren = await one(viewer, SirenPoint, siren_id)
    await require(viewer, Capability.WRITE_REGISTRY, siren.region_id)
    if siren.version != expected_version:
        raise StaleVersion(expected_version, siren.version)
    check_siren_move(siren.state, SirenState.FAULTY)
    words = filled("description", description)
    async with changing(act) as change:
        await change.change(siren, effective_on=on, state=SirenState.FAULTY)
        return await change.add(
            SirenFault(siren_id=siren.id, description=words, valid_from=on or day_of(act.at))
        )


async def repair_fault(
    viewer: Viewer,
    act: Act,
    fault_id: UUID,
    repair: str,
    expected_version: int,
    *,
    on: date | None = None,
    repaired_by_id: UUID | None = None,
) -> SirenFault:
    """
    Close a fault with the day of the repair (today if None), its last day, and return it.

    A siren that is still faulty goes back into service.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the fault or the repairer, or may not change the siren.
    StaleVersion
        The fault was changed since the viewer read it.
    InvalidValue
        It is repaired already, says nothing of the repair, or the day lies before the fault or after
        the day of the act.

    """
    fault = await one(viewer, SirenFault, fault_id)
    siren = await one(viewer, SirenPoint, fault.siren_id)
    await require(viewer, Capability.WRITE_REGISTRY, siren.region_id)
    if repaired_by_id is not None:
        await one(viewer, Organization, repaired_by_id)
    if fault.version != expected_version:
        raise StaleVersion(expected_version, fault.version)
    day = on or day_of(act.at)
    _check_repair(fault, day, day_of(act.at))
    words = filled("repair", repair)
    async with changing(act) as change:
        if siren.state is SirenState.FAULTY:
            await change.change(siren, effective_on=on, state=SirenState.IN_SERVICE)
        return await change.change(
            fault, valid_to=day + timedelta(days=1), repair=words, repaired_by_id=repaired_by_id
        )


def _check_repair(fault: SirenFault, day: date, today: date) -> None:
    """Refuse a second repair, and one on a day on which it cannot have been."""
    if fault.valid_to is not None:
        raise InvalidValue("fault_id", str(fault.id), "it is repaired already", rule_zh="该故障已修复")
    if not fault.valid_from <= day <= today:
        rule = f"a repair lies between the fault ({fault.valid_from}) and today ({today})"
        raise InvalidValue("on", day.isoformat(), rule)

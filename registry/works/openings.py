"""Works opened to the public as shelters, and their parking bays: facts with a first and a last day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tortoise.expressions import Q

from registry.access import Viewer, one, require, rows
from registry.codes import Capability, ShelterPurpose
from registry.dated import end, succeed
from registry.errors import InvalidValue, StaleVersion
from registry.history import Act, changing
from registry.periods import in_force, reaching
from registry.tables import ParkingFact, ShelterOpening, Work
from registry.works.classes import out_of_use


async def open_shelter(
    viewer: Viewer,
    act: Act,
    work_id: UUID,
    *,
    opened_on: date,
    closes_on: date | None,
    purpose: ShelterPurpose,
    capacity_persons: int,
    area_m2: int | None = None,
) -> ShelterOpening:
    """
    Store that a work stands open from a day until the day before `closes_on`, until further notice if None.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the work, or may not register there.
    InvalidValue
        The work is open already at that time or out of use, the days are in the wrong order, or a figure is
        not above 0 or beyond the work's area.

    """
    work = await one(viewer, Work, work_id)
    await require(viewer, Capability.WRITE_REGISTRY, work.region_id)
    if closes_on is not None and closes_on <= opened_on:
        rule, rule_zh = "it closes after it opens", "关闭日应晚于开放日"
        raise InvalidValue("closes_on", closes_on.isoformat(), rule, rule_zh=rule_zh)
    if capacity_persons <= 0:
        raise InvalidValue("capacity_persons", capacity_persons, "above 0 persons", rule_zh="人数应大于 0")
    if area_m2 is not None and not 0 < area_m2 <= work.area_m2:
        rule, rule_zh = f"above 0 and at most the work's {work.area_m2} m²", f"不超过工程面积 {work.area_m2}"
        raise InvalidValue("area_m2", area_m2, rule, rule_zh=rule_zh)
    await _check_usable(viewer, work, opened_on)
    until = Q() if closes_on is None else Q(valid_from__lt=closes_on)
    still = reaching(opened_on)
    if await rows(viewer, ShelterOpening).filter(until, still, work_id=work.id).exists():
        raise InvalidValue(
            "opened_on", opened_on.isoformat(), "it is open at that time already", rule_zh="该时段已开放"
        )
    row = ShelterOpening(work_id=work.id, purpose=purpose, capacity_persons=capacity_persons, area_m2=area_m2)
    row.valid_from, row.valid_to = opened_on, closes_on
    async with changing(act) as change:
        return await change.add(row)


async def close_shelter(
    viewer: Viewer, act: Act, opening_id: UUID, expected_version: int, *, closed_on: date
) -> ShelterOpening:
    """
    End an opening: `closed_on` is the first day on which the work is closed.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the opening, or may not register there.
    StaleVersion
        It was changed since the viewer read it.
    InvalidValue
        The day is not after the opening.

    """
    row = await one(viewer, ShelterOpening, opening_id)
    work = await one(viewer, Work, row.work_id)
    await require(viewer, Capability.WRITE_REGISTRY, work.region_id)
    if row.version != expected_version:
        raise StaleVersion(expected_version, row.version)
    if closed_on <= row.valid_from:
        rule, rule_zh = f"after {row.valid_from.isoformat()}", "关闭日应晚于开放日"
        raise InvalidValue("closed_on", closed_on.isoformat(), rule, rule_zh=rule_zh)
    async with changing(act) as change:
        return await end(change, row, closed_on)


async def set_parking_bays(
    viewer: Viewer, act: Act, work_id: UUID, *, bays: int, from_day: date
) -> ParkingFact | None:
    """
    Store how many parking bays a work offers from a day on; 0 ends the offer and returns None.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the work, or may not register there.
    InvalidValue
        Below 0, the work is out of use, nothing to end, or another figure begins on the same day.

    """
    work = await one(viewer, Work, work_id)
    await require(viewer, Capability.WRITE_REGISTRY, work.region_id)
    held = rows(viewer, ParkingFact).filter(work_id=work.id)
    if bays < 0:
        raise InvalidValue("bays", bays, "0 or more", rule_zh="不得为负")
    if bays > 0:
        await _check_usable(viewer, work, from_day)
        row = ParkingFact(work_id=work.id, bays=bays, valid_from=from_day)
        async with changing(act) as change:
            return await succeed(change, row, held)
    current = await held.filter(in_force(from_day), valid_from__lt=from_day).first()
    if current is None:
        raise InvalidValue("bays", bays, "no bays are offered on that day", rule_zh="当日没有停车位")
    async with changing(act) as change:
        await end(change, current, from_day)
    return None


async def _check_usable(viewer: Viewer, work: Work, day: date) -> None:
    """Refuse to open a work that is out of use."""
    if await out_of_use(viewer, work.id, day):
        raise InvalidValue("work_id", work.code, "the work is out of use", rule_zh="该工程已退出利用")

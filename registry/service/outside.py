"""
Double service: what else a region's rule lets members serve in, and who serves in what outside.

Whether members may serve in the militia as well differs by place: Chongqing forbids it (NDM regulation
arts 35 and 43), other places plan their teams within the militia; so it is a rule of the region.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from tortoise.expressions import Q

from registry.access import SYSTEM, Viewer, one, require, rows
from registry.codes import Capability, DoubleService, OutsideServiceKind, SourceMark
from registry.errors import InvalidValue, NotEligible, StaleVersion
from registry.history import Act, changing, day_of
from registry.nearest import nearest, nearest_each, succeed
from registry.periods import reaching
from registry.tables import MembershipRule, OutsideService, Person


async def double_service(region_id: UUID, on: date) -> DoubleService:
    """Return what else members of a region's teams may serve in on a day; nothing without a rule."""
    return _allowed(await nearest(MembershipRule, region_id, on))


async def double_services(region_ids: Collection[UUID], on: date) -> dict[UUID, DoubleService]:
    """Return what `double_service` says of each of some regions, in two statements."""
    rules = await nearest_each(MembershipRule, region_ids, on)
    return {region_id: _allowed(rule) for region_id, rule in rules.items()}


def _allowed(rule: MembershipRule | None) -> DoubleService:
    return DoubleService.FORBIDDEN if rule is None else rule.double_service


async def check_outside_service(person: Person, on: date, rule: DoubleService) -> None:
    """
    Return if a rule lets a person serve from a day on beside the militia or reserve.

    Raises
    ------
    NotEligible
        `reason` is `DOUBLE_SERVICE`.

    """
    if rule is not DoubleService.FORBIDDEN:
        return
    other = await rows(SYSTEM, OutsideService).filter(reaching(on), person_id=person.id).first()
    if other is not None:
        raise serves_outside(person, other)


def serves_outside(person: Person, other: OutsideService) -> NotEligible:
    """Return the refusal of a person who serves outside where that is forbidden."""
    return NotEligible(
        person.reference,
        "DOUBLE_SERVICE",
        words=f"serves in the {other.kind.en}, and the region forbids double service",
        words_zh=f"已编入{other.kind.zh}，本地区不得重复编组",
    )


async def set_membership_rule(
    viewer: Viewer,
    act: Act,
    region_id: UUID,
    rule: DoubleService,
    *,
    mark: SourceMark,
    citation: str,
    valid_from: date,
) -> MembershipRule:
    """
    Store what else members of a region's teams may serve in from a day on; the rule before ends then.

    Memberships that are there already stay. Raises `AccessDenied` or `NotFound` (the region).
    """
    await require(viewer, Capability.WRITE_REGISTRY, region_id)
    new = MembershipRule(
        region_id=region_id, double_service=rule, mark=mark, citation=citation.strip(), valid_from=valid_from
    )
    async with changing(act) as change:
        return await succeed(change, rows(SYSTEM, MembershipRule).filter(region_id=region_id), new)


async def record_outside_service(
    viewer: Viewer,
    act: Act,
    person_id: UUID,
    kind: OutsideServiceKind,
    *,
    unit: str = "",
    valid_from: date,
    valid_to: date | None = None,
) -> OutsideService:
    """
    Store that a person serves in the militia or the reserve, from a day until the day before another.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the person, or may not register in their region.
    InvalidValue
        The period is empty or overlaps one of the same kind.

    """
    person = await one(viewer, Person, person_id, Capability.WRITE_REGISTRY)
    overlap = reaching(valid_from)
    if valid_to is not None:
        overlap &= Q(valid_from__lt=valid_to)
    if await rows(viewer, OutsideService).filter(overlap, person_id=person.id, kind=kind).exists():
        raise InvalidValue("valid_from", valid_from.isoformat(), "the person serves there at that time")
    async with changing(act) as change:
        return await change.add(
            OutsideService(
                person_id=person.id, kind=kind, unit=unit.strip(), valid_from=valid_from, valid_to=valid_to
            )
        )


async def end_outside_service(
    viewer: Viewer, act: Act, service_id: UUID, on: date, expected_version: int
) -> OutsideService:
    """
    End a service outside: `on` is the first day without it.

    Raises `NotFound`, `AccessDenied`, `StaleVersion`, or `InvalidValue` (not after its first day).
    """
    service = await one(viewer, OutsideService, service_id, Capability.WRITE_REGISTRY)
    if service.version != expected_version:
        raise StaleVersion(expected_version, service.version)
    async with changing(act) as change:
        return await change.change(service, valid_to=on, effective_on=min(on, day_of(act.at)))

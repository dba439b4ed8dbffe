"""The figures an office reports about its works on a day: each one derived from dated facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from registry.access import Viewer, one, rows
from registry.codes import CertificateState, WorkClass
from registry.errors import InvalidValue
from registry.periods import in_force
from registry.tables import (
    ParkingFact,
    Region,
    RegionClosure,
    ShelterOpening,
    UseCertificate,
    Work,
    WorkAcceptance,
    WorkClassification,
)
from registry.works.certificate_state import state_condition


@dataclass(frozen=True, slots=True)
class WorkFigures:
    """
    Figures of a region and everything below it on a day.

    `certificates_issued` counts every certificate ever issued by that day, `certificates_in_force` those
    that hold; acceptances lie between `since` and `on`, both included. Areas are m².
    """

    on: date
    since: date
    works: int
    area_m2: int
    by_class: Mapping[WorkClass, int]
    certificates_issued: int
    certificates_in_force: int
    acceptances: int
    accepted_area_m2: int
    shelters_open: int
    shelter_capacity_persons: int
    parking_bays: int


async def work_figures(viewer: Viewer, region_id: UUID, *, on: date, since: date) -> WorkFigures:
    """
    Return the figures of a region on a day; always the same number of statements.

    Raises
    ------
    NotFound
        The viewer does not see the region.
    InvalidValue
        `since` lies after `on`.

    """
    await one(viewer, Region, region_id)
    _check_days(since, on)
    issued = rows(viewer, UseCertificate).filter(_in(region_id, "work__region_id"))
    holding = issued.filter(state_condition(CertificateState.IN_FORCE, on))
    accepted = rows(viewer, WorkAcceptance).filter(
        _in(region_id, "project__region_id"), valid_from__gte=since, valid_from__lte=on
    )
    openings = rows(viewer, ShelterOpening).filter(in_force(on), _in(region_id, "work__region_id"))
    parking = rows(viewer, ParkingFact).filter(in_force(on), _in(region_id, "work__region_id"))
    works, area = await _registered(viewer, region_id, on)
    acceptances, accepted_area = await _totals(accepted, "area_m2")
    opened, capacity = await _totals(openings, "capacity_persons")
    _, bays = await _totals(parking, "bays")
    return WorkFigures(
        on=on,
        since=since,
        works=works,
        area_m2=area,
        by_class=await _by_class(viewer, region_id, on),
        certificates_issued=await issued.filter(issued_on__lte=on).count(),
        certificates_in_force=await holding.count(),
        acceptances=acceptances,
        accepted_area_m2=accepted_area,
        shelters_open=opened,
        shelter_capacity_persons=capacity,
        parking_bays=bays,
    )


def _check_days(since: date, on: date) -> None:
    """Refuse a first day after the last."""
    if since > on:
        raise InvalidValue(
            "since", since.isoformat(), f"not after {on.isoformat()}", rule_zh="不得晚于统计日"
        )


async def _registered(viewer: Viewer, region_id: UUID, on: date) -> tuple[int, int]:
    """Return how many works the register has on a day, and their area in m²."""
    return await _totals(rows(viewer, Work).filter(in_force(on), _in(region_id, "region_id")), "area_m2")


def _in(region_id: UUID, path: str) -> Q:
    """Return the condition that a path ends in a region or below it."""
    below = RegionClosure.filter(ancestor_id=region_id).values("descendant_id")
    condition: dict[str, Any] = {f"{path}__in": Subquery(below)}
    return Q(**condition)


async def _totals(listed: QuerySet[Any], column: str) -> tuple[int, int]:
    """Return how many rows there are, and the sum of a column; nulls count 0."""
    found = await listed.annotate(number=Count("id")).group_by(column).values_list(column, "number")
    return sum(int(number) for _, number in found), sum(
        int(value or 0) * int(number) for value, number in found
    )


async def _by_class(viewer: Viewer, region_id: UUID, on: date) -> dict[WorkClass, int]:
    """Return how many works of the register are in each class on a day."""
    found = (
        await rows(viewer, WorkClassification)
        .filter(in_force(on), _in(region_id, "work__region_id"))
        .annotate(number=Count("id"))
        .group_by("usage_class")
        .values_list("usage_class", "number")
    )
    counted = {WorkClass(usage_class): int(number) for usage_class, number in found}
    return {usage_class: counted.get(usage_class, 0) for usage_class in WorkClass}

"""The register of civil-defence works: what a work is, where it hangs, and who owns and maintains it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from registry.access import Viewer, one, require
from registry.codes import Capability, ProtectionGrade, WorkKind
from registry.dated import filled
from registry.errors import InvalidValue, StaleVersion
from registry.history import Act, changing, day_of
from registry.tables import Organization, Work

DECIMALS = 2
"""Decimals of a position, about 1 km: the exact place of a work is not kept (assumed)."""
FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDraft:
    """
    What a registrar says about a work.

    `area_m2` is the floor area, above 0; latitude and longitude (degrees, WGS 84) come together or not at
    all and have at most two decimals. `grade` is the published class only.
    """

    region_id: UUID
    code: str
    name: str
    kind: WorkKind
    area_m2: int
    grade: ProtectionGrade = ProtectionGrade.UNRATED
    address: str = ""
    built_year: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    owner_id: UUID | None = None
    maintainer_id: UUID | None = None


async def register_work(viewer: Viewer, act: Act, draft: WorkDraft) -> Work:
    """
    Store a new work.

    Raises
    ------
    NotFound, AccessDenied
        The viewer may not register in that region, or does not see owner or maintainer.
    CodeTaken
        Another work has this code.
    InvalidValue
        Code or name is blank, the area is not above 0, the year lies ahead, or the position is too exact.

    """
    await require(viewer, Capability.WRITE_REGISTRY, draft.region_id)
    await _check(viewer, act, draft)
    async with changing(act) as change:
        return await change.add(Work(**_columns(draft)))


async def update_work(
    viewer: Viewer, act: Act, work_id: UUID, draft: WorkDraft, expected_version: int
) -> Work:
    """
    Correct what the register says about a work; the draft replaces all of it, its code included.

    A work may be hung on another region where the viewer registers too.

    Raises
    ------
    StaleVersion
        The work was changed since the viewer read it.
    NotFound, AccessDenied, CodeTaken, InvalidValue
        As `register_work`.

    """
    work = await one(viewer, Work, work_id)
    await require(viewer, Capability.WRITE_REGISTRY, work.region_id)
    await require(viewer, Capability.WRITE_REGISTRY, draft.region_id)
    if work.version != expected_version:
        raise StaleVersion(expected_version, work.version)
    await _check(viewer, act, draft)
    async with changing(act) as change:
        return await change.change(work, **_columns(draft))


async def _check(viewer: Viewer, act: Act, draft: WorkDraft) -> None:
    """Refuse what the register does not take."""
    for organization_id in (draft.owner_id, draft.maintainer_id):
        if organization_id is not None:
            await one(viewer, Organization, organization_id)
    filled("code", draft.code)
    filled("name", draft.name)
    if draft.area_m2 <= 0:
        raise InvalidValue("area_m2", draft.area_m2, "an area is above 0 m²", rule_zh="面积应大于 0 平方米")
    latest = day_of(act.at).year
    if draft.built_year is not None and not FIRST_YEAR <= draft.built_year <= latest:
        raise InvalidValue(
            "built_year",
            draft.built_year,
            f"it lies between {FIRST_YEAR} and {latest}",
            rule_zh=f"应在 {FIRST_YEAR} 至 {latest} 之间",
        )
    _check_position(draft.latitude, draft.longitude)


def _check_position(latitude: float | None, longitude: float | None) -> None:
    """Refuse half a position, one off the earth, and one that tells the exact place."""
    if latitude is None and longitude is None:
        return
    for field, value, most in (("latitude", latitude, 90), ("longitude", longitude, 180)):
        if value is None or not -most <= value <= most:
            rule = f"latitude and longitude come together, {field} between -{most} and {most}"
            raise InvalidValue(field, value, rule, rule_zh="经纬度应成对且在范围内")
        if round(value, DECIMALS) != value:
            rule = f"at most {DECIMALS} decimals: the exact place of a work is not kept here"
            raise InvalidValue(field, value, rule, rule_zh=f"最多 {DECIMALS} 位小数,不保存精确位置")


def _columns(draft: WorkDraft) -> dict[str, Any]:
    """Return the columns of a draft."""
    return asdict(draft) | {
        "code": draft.code.strip(),
        "name": draft.name.strip(),
        "address": draft.address.strip(),
    }

"""Mobilization centers entering the register, and what may be corrected of them later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from registry.access import Viewer, one, require
from registry.codes import Capability, CenterLevel, CenterState, IndustryField
from registry.errors import InvalidValue
from registry.history import Act, changing, day_of
from registry.tables import MobilizationCenter, Organization


@dataclass(frozen=True, slots=True, kw_only=True)
class CenterDraft:
    """
    What a registrar says about an enterprise that is nurtured to become a center.

    `level` is the government that is to designate it; `since` the first day it was nurtured (the day
    of the act when None).
    """

    region_id: UUID
    organization_id: UUID
    code: str
    name: str
    field: IndustryField
    level: CenterLevel
    since: date | None = None


async def register_center(viewer: Viewer, act: Act, draft: CenterDraft) -> MobilizationCenter:
    """
    Store a new center that is nurtured, and return it.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see region or organization, or may not register there.
    CodeTaken
        Another center has this code.
    InvalidValue
        Code or name is blank, or the first day lies in the future.

    """
    await require(viewer, Capability.WRITE_REGISTRY, draft.region_id)
    await one(viewer, Organization, draft.organization_id)
    for field, value in (("code", draft.code), ("name", draft.name)):
        if not value.strip():
            raise InvalidValue(field, value, "it must not be blank", rule_zh="不能为空")
    today = day_of(act.at)
    if draft.since is not None and draft.since > today:
        raise InvalidValue("since", draft.since, f"it must not lie after {today}")
    async with changing(act) as change:
        return await change.add(
            MobilizationCenter(
                region_id=draft.region_id,
                organization_id=draft.organization_id,
                code=draft.code.strip(),
                name=draft.name.strip(),
                field=draft.field,
                level=draft.level,
                state=CenterState.NURTURED,
                valid_from=draft.since or today,
            )
        )


async def revise_center(
    viewer: Viewer,
    act: Act,
    center_id: UUID,
    expected_version: int,
    *,
    on: date | None = None,
    name: str | None = None,
    field: IndustryField | None = None,
    level: CenterLevel | None = None,
) -> MobilizationCenter:
    """
    Change name, field or level of a center from a day on (the day of the act when None); return it.

    What is None stays. Another level takes the capability to approve, as a designation does.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the center, or may not change it.
    StaleVersion
        The center was changed since the viewer read it.
    InvalidValue
        The name is blank, or the day lies in the future or before the center was known.

    """
    center = await one(viewer, MobilizationCenter, center_id)
    capability = Capability.WRITE_REGISTRY if level in (None, center.level) else Capability.APPROVE
    await require(viewer, capability, center.region_id)
    if name is not None and not name.strip():
        raise InvalidValue("name", name, "it must not be blank", rule_zh="不能为空")
    if on is not None and on < center.valid_from:
        raise InvalidValue("on", on, f"the center is known from {center.valid_from}")
    given = {"name": name and name.strip(), "field": field, "level": level}
    values: dict[str, Any] = {column: value for column, value in given.items() if value is not None}
    async with changing(act) as change:
        return await change.change(center, expected_version=expected_version, effective_on=on, **values)

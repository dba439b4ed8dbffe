"""The life of a mobilization center: nurtured, reviewed, designated, re-inspected, withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from registry.access import Viewer, one, require
from registry.codes import Capability, CenterState
from registry.errors import InvalidValue, StaleVersion
from registry.history import Act, changing, day_of
from registry.lifecycle import check_move
from registry.tables import MobilizationCenter

#: Years between re-inspections (assumed; the national measure's articles are not public).
REINSPECTION_YEARS = 3
_DECIDED = frozenset({CenterState.DESIGNATED, CenterState.WITHDRAWN})


async def move_center(
    viewer: Viewer,
    act: Act,
    center_id: UUID,
    to: CenterState,
    expected_version: int,
    designation_number: str | None = None,
) -> MobilizationCenter:
    """
    Move a center to another state of its life and return it.

    Designating and withdrawing take the capability to approve, any other move the one to register. The
    first designation needs its number and sets the day; each one sets the next re-inspection.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the center, or may not move it.
    StaleVersion
        The center was changed since the viewer read it.
    TransitionRefused
        The move is not allowed from its state; `allowed` names those that are.
    InvalidValue
        The number is missing at the first designation, or given where none is.

    """
    center = await one(viewer, MobilizationCenter, center_id)
    capability = Capability.APPROVE if to in _DECIDED else Capability.WRITE_REGISTRY
    await require(viewer, capability, center.region_id)
    if center.version != expected_version:
        raise StaleVersion(expected_version, center.version)
    check_move(MobilizationCenter.table_name(), center.state, to)
    values = _designation(center, to, day_of(act.at), designation_number)
    async with changing(act) as change:
        return await change.change(center, state=to, **values)


def _designation(
    center: MobilizationCenter, to: CenterState, day: date, number: str | None
) -> dict[str, Any]:
    """Return what a move changes beside the state."""
    if to is not CenterState.DESIGNATED:
        if number is not None:
            raise InvalidValue("designation_number", number, "only a designation has a number")
        return {}
    due: dict[str, Any] = {"reinspection_due_on": _years_later(day, REINSPECTION_YEARS)}
    known = number or center.designation_number
    if not known or not known.strip():
        raise InvalidValue("designation_number", number, "a designation needs its number")
    if center.state is CenterState.PUBLIC_NOTICE:
        due["designated_on"] = day
    return {**due, "designation_number": known.strip()}


def _years_later(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes the 28th."""
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year + years, day=28 if leap else day.day)

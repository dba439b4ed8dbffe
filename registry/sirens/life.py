"""The life of a siren: planned, installed, in service, faulty, out of service, removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from registry.access import Viewer, one, require
from registry.codes import Capability, ControlPath, SirenKind, SirenState
from registry.dated import filled
from registry.errors import StaleVersion, TransitionRefused
from registry.history import Act, changing, day_of
from registry.tables import Organization, Region, SirenPoint

#: Audible radius in meters where none is given (assumed; a local planner reckons 1 siren per 0.7 km²,
#: a circle of 472 m).
DEFAULT_RADIUS_M: Mapping[SirenKind, int] = MappingProxyType(
    {
        SirenKind.ELECTRIC: 500,
        SirenKind.ELECTRO_ACOUSTIC: 700,
        SirenKind.MOBILE: 500,
        SirenKind.HAND: 200,
        SirenKind.PUBLIC_ADDRESS: 150,
    }
)

#: What a siren may become next (assumed).
SIREN_MOVES: Mapping[SirenState, tuple[SirenState, ...]] = MappingProxyType(
    {
        SirenState.PLANNED: (SirenState.INSTALLED, SirenState.REMOVED),
        SirenState.INSTALLED: (SirenState.IN_SERVICE, SirenState.REMOVED),
        SirenState.IN_SERVICE: (SirenState.FAULTY, SirenState.OUT_OF_SERVICE),
        SirenState.FAULTY: (SirenState.IN_SERVICE, SirenState.OUT_OF_SERVICE),
        SirenState.OUT_OF_SERVICE: (SirenState.IN_SERVICE, SirenState.REMOVED),
        SirenState.REMOVED: (),
    }
)


@dataclass(frozen=True, slots=True)
class SirenDraft:
    """A siren to register; without an audible radius its kind's default is taken."""

    region_id: UUID
    code: str
    name: str
    kind: SirenKind
    control: ControlPath
    latitude: float
    longitude: float
    organization_id: UUID | None = None
    power_watts: int | None = None
    audible_radius_m: int | None = None


@dataclass(frozen=True, slots=True)
class SirenChange:
    """What to change of a siren's description; None leaves a value as it is."""

    name: str | None = None
    kind: SirenKind | None = None
    control: ControlPath | None = None
    power_watts: int | None = None
    audible_radius_m: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    organization_id: UUID | None = None

    @property
    def values(self) -> dict[str, Any]:
        """Return the columns to set."""
        given = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in given.items() if value is not None}


async def register_siren(viewer: Viewer, act: Act, draft: SirenDraft) -> SirenPoint:
    """
    Register a planned siren and return it.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the region or the host, or may not register there.
    CodeTaken
        Another siren has the code.
    InvalidValue
        Code or name is empty or too long, or a measure lies out of its bounds.

    """
    await one(viewer, Region, draft.region_id)
    await require(viewer, Capability.WRITE_REGISTRY, draft.region_id)
    if draft.organization_id is not None:
        await one(viewer, Organization, draft.organization_id)
    radius = draft.audible_radius_m
    async with changing(act) as change:
        return await change.add(
            SirenPoint(
                region_id=draft.region_id,
                organization_id=draft.organization_id,
                code=filled("code", draft.code),
                name=filled("name", draft.name),
                kind=draft.kind,
                control=draft.control,
                state=SirenState.PLANNED,
                power_watts=draft.power_watts,
                audible_radius_m=DEFAULT_RADIUS_M[draft.kind] if radius is None else radius,
                latitude=draft.latitude,
                longitude=draft.longitude,
            )
        )


async def change_siren(
    viewer: Viewer, act: Act, siren_id: UUID, wanted: SirenChange, expected_version: int
) -> SirenPoint:
    """
    Change a siren's description and return it; its state has its own door (`move_siren`).

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the siren or the host, or may not change it.
    StaleVersion
        The siren was changed since the viewer read it.
    InvalidValue
        The name is empty, or a measure lies out of its bounds.

    """
    siren = await one(viewer, SirenPoint, siren_id)
    await require(viewer, Capability.WRITE_REGISTRY, siren.region_id)
    values = wanted.values
    if "organization_id" in values:
        await one(viewer, Organization, values["organization_id"])
    if "name" in values:
        values["name"] = filled("name", values["name"])
    async with changing(act) as change:
        return await change.change(siren, expected_version=expected_version, **values)


async def move_siren(
    viewer: Viewer,
    act: Act,
    siren_id: UUID,
    to: SirenState,
    expected_version: int,
    on: date | None = None,
) -> SirenPoint:
    """
    Move a siren to another state and return it; `on` is the day since when it is so, today if None.

    Being installed sets the day of the installation.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the siren, or may not move it.
    StaleVersion
        The siren was changed since the viewer read it.
    TransitionRefused
        The move is not allowed from its state; `allowed` names those that are.
    InvalidValue
        The day lies after the day of the act.

    """
    siren = await one(viewer, SirenPoint, siren_id)
    await require(viewer, Capability.WRITE_REGISTRY, siren.region_id)
    if siren.version != expected_version:
        raise StaleVersion(expected_version, siren.version)
    check_siren_move(siren.state, to)
    values: dict[str, Any] = {"state": to}
    if to is SirenState.INSTALLED:
        values["installed_on"] = on or day_of(act.at)
    async with changing(act) as change:
        return await change.change(siren, effective_on=on, **values)


def check_siren_move(current: SirenState, requested: SirenState) -> None:
    """
    Return if a siren may make the move.

    Raises
    ------
    TransitionRefused
        It may not; the error names the states it may move to.

    """
    ways = SIREN_MOVES[current]
    if requested not in ways:
        raise TransitionRefused(SirenPoint.table_name(), current, requested, ways)

"""Days on which a team, a person or a shared resource is out, reported and withdrawn."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from registry.access import Viewer, one, require
from registry.codes import Capability, UnavailabilityReason
from registry.errors import InvalidValue
from registry.history import Act, changing
from registry.periods import Period
from registry.tables import Person, SharedResource, Team, Unavailability


async def report_unavailability(
    viewer: Viewer,
    act: Act,
    *,
    team_id: UUID | None = None,
    person_id: UUID | None = None,
    resource_id: UUID | None = None,
    first_day: date,
    last_day: date,
    reason: UnavailabilityReason,
    note: str = "",
) -> Unavailability:
    """
    Store that exactly one team, person or resource is out from a first to a last day, both included.

    Registrars report anything; planners report shared resources too (a ground that drops out).

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see what is out, or may not report it there.
    InvalidValue
        None or several of the three are named, or the last day lies before the first.

    """
    named = [key for key in (team_id, person_id, resource_id) if key is not None]
    if len(named) != 1:
        raise InvalidValue("subject", len(named), "name exactly one team, person or resource")
    if last_day < first_day:
        raise InvalidValue("last_day", last_day.isoformat(), f"it must not lie before {first_day}")
    region_id = await _region_of(viewer, team_id, person_id, resource_id)
    await require(viewer, _capability(viewer, resource_id is not None), region_id)
    days = Period.of_days(first_day, last_day)
    row = Unavailability(
        team_id=team_id,
        person_id=person_id,
        resource_id=resource_id,
        region_id=region_id,
        reason=reason,
        note=note,
        valid_from=days.start,
        valid_to=days.end,
    )
    async with changing(act) as change:
        return await change.add(row)


async def withdraw_unavailability(
    viewer: Viewer, act: Act, unavailability_id: UUID, expected_version: int
) -> Unavailability:
    """
    Take a report back and return it as it was; the ledger keeps it.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the report, or may not withdraw it.
    StaleVersion
        The report was changed since the viewer read it.

    """
    row = await one(viewer, Unavailability, unavailability_id)
    await require(viewer, _capability(viewer, row.resource_id is not None), row.region_id)
    async with changing(act) as change:
        await change.remove(row, expected_version=expected_version)
    return row


def _capability(viewer: Viewer, resource: bool) -> Capability:
    """Return what it takes: a planner who is no registrar may speak for shared resources."""
    planner = viewer.can(Capability.PLAN) and not viewer.can(Capability.WRITE_REGISTRY)
    return Capability.PLAN if resource and planner else Capability.WRITE_REGISTRY


async def _region_of(
    viewer: Viewer, team_id: UUID | None, person_id: UUID | None, resource_id: UUID | None
) -> UUID:
    """Return the region of the one that is named."""
    if team_id is not None:
        return (await one(viewer, Team, team_id)).region_id
    if person_id is not None:
        return (await one(viewer, Person, person_id)).region_id
    assert resource_id is not None  # noqa: S101 -- the caller has counted
    return (await one(viewer, SharedResource, resource_id)).region_id

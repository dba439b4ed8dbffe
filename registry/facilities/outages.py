"""Outages of command facilities: proposed, decided, withdrawn, ended; failures count at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from registry.access import Viewer, one, require
from registry.codes import Capability, OutageKind, OutageState
from registry.errors import InvalidValue, StaleVersion, TransitionRefused
from registry.history import Act, changing, day_of
from registry.tables import CommandFacility, FacilityOutage

#: What an outage may become next (assumed); an approved one is withdrawn if it does not take place.
OUTAGE_MOVES: Mapping[OutageState, tuple[OutageState, ...]] = MappingProxyType(
    {
        OutageState.PROPOSED: (OutageState.APPROVED, OutageState.REJECTED, OutageState.WITHDRAWN),
        OutageState.APPROVED: (OutageState.WITHDRAWN,),
        OutageState.REJECTED: (),
        OutageState.WITHDRAWN: (),
    }
)


@dataclass(frozen=True, slots=True)
class OutageDraft:
    """
    An outage to report, first and last day included; a failure may have no last day yet.

    On the first day it begins at `first_hour` (0 to 23), on the last it ends at `until_hour` (1 to 24).
    """

    facility_id: UUID
    kind: OutageKind
    first_day: date
    last_day: date | None
    first_hour: int = 0
    until_hour: int = 24
    description: str = ""


async def report_outage(viewer: Viewer, act: Act, draft: OutageDraft) -> FacilityOutage:
    """
    Store that a facility is or will be out, and return the outage.

    Upgrades and maintenance are proposed and wait for approval; a failure counts at once.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the facility, or may not write there.
    InvalidValue
        The last day lies before the first, the hours leave nothing, a planned outage has no end, or a
        failure lies in days to come.

    """
    facility = await one(viewer, CommandFacility, draft.facility_id)
    await require(viewer, Capability.WRITE_REGISTRY, facility.region_id)
    failed = draft.kind is OutageKind.FAILURE
    _check_days(draft, failed, day_of(act.at))
    async with changing(act) as change:
        return await change.add(
            FacilityOutage(
                facility_id=facility.id,
                kind=draft.kind,
                state=OutageState.APPROVED if failed else OutageState.PROPOSED,
                first_hour=draft.first_hour,
                until_hour=draft.until_hour,
                description=draft.description.strip(),
                valid_from=draft.first_day,
                valid_to=None if draft.last_day is None else draft.last_day + timedelta(days=1),
            )
        )


def _check_days(draft: OutageDraft, failed: bool, today: date) -> None:
    """Refuse days and hours that cannot be."""
    if draft.last_day is None and not failed:
        raise InvalidValue(
            "last_day", None, "a planned outage needs its last day", rule_zh="计划停用须有截止日期"
        )
    if failed and draft.first_day > today:
        rule = f"a failure cannot lie after today ({today})"
        raise InvalidValue("first_day", draft.first_day.isoformat(), rule)
    _check_end(draft.first_day, draft.first_hour, draft.last_day, draft.until_hour)


def _check_end(first_day: date, first_hour: int, last_day: date | None, until_hour: int) -> None:
    """Refuse an end that does not lie after the beginning."""
    if last_day is not None and last_day < first_day:
        raise InvalidValue("last_day", last_day.isoformat(), f"it must not lie before {first_day}")
    if last_day == first_day and until_hour <= first_hour:
        raise InvalidValue("until_hour", until_hour, f"it must lie after hour {first_hour} of the same day")


async def decide_outage(
    viewer: Viewer, act: Act, outage_id: UUID, to: OutageState, expected_version: int
) -> FacilityOutage:
    """
    Approve, reject or withdraw an outage and return it.

    Approving and rejecting take the capability to approve, withdrawing the one to register.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the outage, or may not decide on it.
    StaleVersion
        It was changed since the viewer read it.
    TransitionRefused
        It is decided already; `allowed` names what is left.

    """
    outage, facility = await _outage(viewer, outage_id)
    withdrawn = to is OutageState.WITHDRAWN
    capability = Capability.WRITE_REGISTRY if withdrawn else Capability.APPROVE
    await require(viewer, capability, facility.region_id)
    if outage.version != expected_version:
        raise StaleVersion(expected_version, outage.version)
    ways = OUTAGE_MOVES[outage.state]
    if to not in ways:
        raise TransitionRefused(FacilityOutage.table_name(), outage.state, to, ways)
    async with changing(act) as change:
        return await change.change(
            outage, state=to, decided_by_id=viewer.principal_id, decided_on=day_of(act.at)
        )


async def end_outage(
    viewer: Viewer,
    act: Act,
    outage_id: UUID,
    last_day: date,
    expected_version: int,
    until_hour: int = 24,
) -> FacilityOutage:
    """
    Set or change the last day (and hour) of an approved outage and return it.

    A planned outage may be shortened only: a longer one is a new proposal.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the outage, or may not change it.
    StaleVersion
        It was changed since the viewer read it.
    InvalidValue
        It is not approved, the end lies before the beginning, or a planned outage would grow.

    """
    outage, facility = await _outage(viewer, outage_id)
    await require(viewer, Capability.WRITE_REGISTRY, facility.region_id)
    if outage.version != expected_version:
        raise StaleVersion(expected_version, outage.version)
    if outage.state is not OutageState.APPROVED:
        raise InvalidValue("outage_id", str(outage_id), f"it is {outage.state.en}, not approved")
    _check_end(outage.valid_from, outage.first_hour, last_day, until_hour)
    end = last_day + timedelta(days=1)
    grown = outage.valid_to is not None and (end, until_hour) > (outage.valid_to, outage.until_hour)
    if outage.kind is not OutageKind.FAILURE and grown:
        raise InvalidValue("last_day", last_day.isoformat(), "a longer outage is a new proposal")
    async with changing(act) as change:
        return await change.change(outage, valid_to=end, until_hour=until_hour)


async def _outage(viewer: Viewer, outage_id: UUID) -> tuple[FacilityOutage, CommandFacility]:
    """Return an outage with its facility."""
    outage = await one(viewer, FacilityOutage, outage_id)
    return outage, await one(viewer, CommandFacility, outage.facility_id)

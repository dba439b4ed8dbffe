"""Opening a reorganization: the team is reorganizing until it is completed or cancelled."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from registry.access import Viewer, one, rows
from registry.codes import Capability, ReorganizationState, TeamState
from registry.errors import InvalidValue, StaleVersion, TransitionRefused
from registry.history import Act, changing, day_of
from registry.lifecycle import check_move
from registry.tables import Reorganization, Team


async def open_reorganization(
    viewer: Viewer,
    act: Act,
    team_id: UUID,
    year: int,
    expected_version: int,
    *,
    opened_on: date | None = None,
) -> Reorganization:
    """
    Begin the reorganization of an active team for a year; the team is reorganizing until it ends.

    `opened_on` is the day it began, the day of the act when None, never after it.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the team, or may not register in its region.
    StaleVersion
        The team was changed since the viewer read it.
    TransitionRefused
        The team is not active.
    InvalidValue
        It was reorganized for that year already, or the day lies in the future.

    """
    team = await one(viewer, Team, team_id, Capability.WRITE_REGISTRY)
    if team.version != expected_version:
        raise StaleVersion(expected_version, team.version)
    check_move(Team.table_name(), team.state, TeamState.REORGANIZING)
    done = rows(viewer, Reorganization).filter(team_id=team.id, year=year)
    if await done.exclude(state=ReorganizationState.CANCELLED).exists():
        raise InvalidValue("year", year, "the team was reorganized for that year", rule_zh="该年度已整组")
    day = opened_on or day_of(act.at)
    async with changing(act) as change:
        await change.change(team, state=TeamState.REORGANIZING, effective_on=day)
        return await change.add(Reorganization(team_id=team.id, year=year, valid_from=day))


async def opened(viewer: Viewer, reorganization_id: UUID) -> Reorganization:
    """
    Return an open reorganization the viewer may draft.

    Raises
    ------
    NotFound, AccessDenied
        As `registry.access.one`.
    TransitionRefused
        It is completed or cancelled.

    """
    found = await one(viewer, Reorganization, reorganization_id, Capability.WRITE_REGISTRY)
    if found.state is not ReorganizationState.OPEN:
        raise TransitionRefused(Reorganization.table_name(), found.state, ReorganizationState.OPEN, ())
    return found

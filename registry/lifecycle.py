"""
State machines as tables of allowed moves: what a team or a mobilization center may become next.

Teams: domain report 4.2 (form of the national regulations); sending a team back to forming and
resuming a suspended one are assumed. Centers: inferred from practice; every step of the review may end
with the enterprise being nurtured further, and a center that stops producing is withdrawn without a
re-inspection (both assumed).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from registry.codes import CenterState, Code, TeamState
from registry.errors import TransitionRefused
from registry.tables import MobilizationCenter, Team

TEAM_MOVES: Mapping[TeamState, tuple[TeamState, ...]] = MappingProxyType(
    {
        TeamState.FORMING: (TeamState.AWAITING_APPROVAL,),
        TeamState.AWAITING_APPROVAL: (TeamState.ACTIVE, TeamState.FORMING),
        TeamState.ACTIVE: (TeamState.REORGANIZING, TeamState.SUSPENDED),
        TeamState.REORGANIZING: (TeamState.ACTIVE,),
        TeamState.SUSPENDED: (TeamState.ACTIVE, TeamState.DISBANDED),
        TeamState.DISBANDED: (),
    }
)

CENTER_MOVES: Mapping[CenterState, tuple[CenterState, ...]] = MappingProxyType(
    {
        CenterState.NURTURED: (CenterState.APPLIED,),
        CenterState.APPLIED: (CenterState.CITY_REVIEW, CenterState.NURTURED),
        CenterState.CITY_REVIEW: (CenterState.SITE_VISIT, CenterState.NURTURED),
        CenterState.SITE_VISIT: (CenterState.PUBLIC_NOTICE, CenterState.NURTURED),
        CenterState.PUBLIC_NOTICE: (CenterState.DESIGNATED, CenterState.NURTURED),
        CenterState.DESIGNATED: (CenterState.REINSPECTION, CenterState.WITHDRAWN),
        CenterState.REINSPECTION: (
            CenterState.DESIGNATED,
            CenterState.RECTIFYING,
            CenterState.WITHDRAWN,
        ),
        CenterState.RECTIFYING: (CenterState.DESIGNATED, CenterState.WITHDRAWN),
        CenterState.WITHDRAWN: (),
    }
)

_MOVES: Mapping[str, Mapping[Any, tuple[Code, ...]]] = {
    Team.Meta.table: TEAM_MOVES,
    MobilizationCenter.Meta.table: CENTER_MOVES,
}


def allowed(kind: str, state: Code) -> tuple[Code, ...]:
    """
    Return the states a record of a kind (`"team"`, `"mobilization_center"`) may move to next.

    Raises
    ------
    KeyError
        The kind has no life-cycle here, or the state is not one of its states.

    Examples
    --------
    >>> [state.en for state in allowed("team", TeamState.SUSPENDED)]
    ['active', 'disbanded']

    """
    return _MOVES[kind][state]


def check_move(kind: str, current: Code, requested: Code) -> None:
    """
    Return if the move is allowed.

    Raises
    ------
    TransitionRefused
        It is not; the error names the states that are.

    """
    ways = allowed(kind, current)
    if requested not in ways:
        raise TransitionRefused(kind, current, requested, ways)

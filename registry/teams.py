"""The life of a support team: formed from its type, approved, reorganized, suspended, disbanded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from registry.access import SYSTEM, Viewer, one, require, rows
from registry.codes import Capability, ReorganizationState, TeamState
from registry.errors import InvalidValue, StaleVersion, TransitionRefused
from registry.history import Act, Change, changing, day_of
from registry.lifecycle import TEAM_MOVES
from registry.periods import in_force, reaching
from registry.tables import (
    Membership,
    Organization,
    Post,
    PostRequirement,
    Reorganization,
    Team,
    TeamType,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDraft:
    """
    What a registrar says about a new team; the category comes from the type.

    `authorized_strength` counts persons (the posts of the type when None); `importance` runs from 1 to
    10. `organization_id` forms the team, `lead_department_id` answers for its category.
    """

    region_id: UUID
    code: str
    name: str
    team_type_id: UUID
    organization_id: UUID
    lead_department_id: UUID
    authorized_strength: int | None = None
    importance: int = 1


async def form_team(viewer: Viewer, act: Act, draft: TeamDraft) -> Team:
    """
    Store a new team that is forming, with one post for each post its type requires.

    Raises
    ------
    AccessDenied, NotFound
        The viewer may not register in that region, or does not see what the draft refers to.
    CodeTaken
        Another team has this code.
    InvalidValue
        Code or name is blank, or neither draft nor type gives a strength.

    """
    await require(viewer, Capability.WRITE_REGISTRY, draft.region_id)
    team_type = await one(viewer, TeamType, draft.team_type_id)
    await one(viewer, Organization, draft.organization_id)
    await one(viewer, Organization, draft.lead_department_id)
    _check_words(draft)
    day = day_of(act.at)
    required = await PostRequirement.filter(
        in_force(day), team_type_id=team_type.id, task_state__isnull=True
    ).order_by("title", "id")
    strength = draft.authorized_strength
    if strength is None:
        strength = sum(requirement.posts for requirement in required)
    if strength < 1:
        raise InvalidValue("authorized_strength", strength, "a team has at least one person")
    async with changing(act) as change:
        team = Team(
            region_id=draft.region_id,
            code=draft.code.strip(),
            name=draft.name.strip(),
            category=team_type.category,
            team_type_id=team_type.id,
            organization_id=draft.organization_id,
            lead_department_id=draft.lead_department_id,
            state=TeamState.FORMING,
            authorized_strength=strength,
            importance=draft.importance,
        )
        await change.add(team)
        await change.add_all(_posts(team, required))
    return team


def _check_words(draft: TeamDraft) -> None:
    """Refuse a blank code or name."""
    for field, value in (("code", draft.code), ("name", draft.name)):
        if not value.strip():
            raise InvalidValue(field, value, "it must not be blank")


def _posts(team: Team, required: list[PostRequirement]) -> list[Post]:
    """Return the posts of a new team, numbered from 1, key posts first."""
    wanted = [requirement for requirement in required for _ in range(requirement.posts)]
    wanted.sort(key=lambda requirement: not requirement.key)
    return [
        Post(
            team_id=team.id,
            ordinal=ordinal,
            title=requirement.title,
            title_en=requirement.title_en,
            key=requirement.key,
            qualification_type_id=requirement.qualification_type_id,
        )
        for ordinal, requirement in enumerate(wanted, start=1)
    ]


async def move_team(viewer: Viewer, act: Act, team_id: UUID, to: TeamState, expected_version: int) -> Team:
    """
    Move a team to another state of its life and return it.

    Leaving `AWAITING_APPROVAL` takes the capability to approve, any other move the one to register. A
    disbanded team's memberships end on the day of the act, and so does the team. A team is reorganized
    by the acts of `registry.reorganization` alone: no move leads into a reorganization, and none out of
    an open one.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the team, or may not move it.
    StaleVersion
        The team was changed since the viewer read it.
    TransitionRefused
        The move is not allowed from its state; `allowed` names those that are.

    """
    team = await one(viewer, Team, team_id)
    approving = team.state is TeamState.AWAITING_APPROVAL
    await require(viewer, Capability.APPROVE if approving else Capability.WRITE_REGISTRY, team.region_id)
    if team.version != expected_version:
        raise StaleVersion(expected_version, team.version)
    ways = await _ways(team)
    if to not in ways:
        raise TransitionRefused(Team.table_name(), team.state, to, ways)
    async with changing(act) as change:
        if to is not TeamState.DISBANDED:
            return await change.change(team, state=to)
        day = max(day_of(act.at), team.valid_from + timedelta(days=1))
        await _release_all(change, team, day)
        return await change.change(team, state=to, valid_to=day)


async def _ways(team: Team) -> tuple[TeamState, ...]:
    """Return where a team may be moved: as it may live, but not into or out of a guided reorganization."""
    ways = tuple(state for state in TEAM_MOVES[team.state] if state is not TeamState.REORGANIZING)
    guided = rows(SYSTEM, Reorganization).filter(team_id=team.id, state=ReorganizationState.OPEN)
    return () if team.state is TeamState.REORGANIZING and await guided.exists() else ways


async def _release_all(change: Change, team: Team, day: date) -> None:
    """End every membership of a team that reaches into a day; one that would begin later is removed."""
    for membership in await Membership.filter(reaching(day), team_id=team.id):
        if membership.valid_from < day:
            await change.change(membership, valid_to=day)
        else:
            await change.remove(membership)

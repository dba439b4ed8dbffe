"""Reading drafts of reorganizations with the facts they rest on, many in as many statements as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from tortoise.expressions import Q

from registry.access import SYSTEM, Viewer, rows
from registry.codes import DoubleService, EquipmentState
from registry.errors import NotFound
from registry.periods import reaching
from registry.service import double_services
from registry.tables import (
    EquipmentItem,
    Membership,
    OutsideService,
    Person,
    Post,
    Record,
    Reorganization,
    ReorganizationCount,
    ReorganizationMove,
    ReorganizationPresence,
    Team,
)

R = TypeVar("R", bound=Record)


@dataclass(slots=True)
class Draft:
    """
    A whole draft with the facts it rests on.

    `members` are the team's memberships that reach into its days; `serving` and `outside` what those
    who are to join serve in, wherever; `codes` the codes of the teams that may be named; `rule` what the
    region lets members serve in beside.
    """

    reorganization: Reorganization
    team: Team
    moves: list[ReorganizationMove]
    counts: list[ReorganizationCount]
    presences: dict[UUID, ReorganizationPresence]
    members: dict[UUID, Membership]
    people: dict[UUID, Person]
    posts: dict[UUID, Post]
    items: dict[UUID, EquipmentItem]
    serving: list[Membership]
    outside: list[OutsideService]
    codes: dict[UUID, str]
    rule: DoubleService


async def read_draft(viewer: Viewer, reorganization: Reorganization, today: date) -> Draft:
    """
    Return the draft of a reorganization the viewer sees; reads all of it, whoever is in reach.

    Raises `NotFound` when the viewer does not see the team.
    """
    (draft,) = await read_drafts(viewer, [reorganization], today)
    return draft


async def read_drafts(viewer: Viewer, reorganizations: Sequence[Reorganization], today: date) -> list[Draft]:
    """
    Return the drafts of some reorganizations, in their order; see `read_draft`.

    The statements are the same however many there are. `today` decides which rule holds.
    """
    team_ids = {each.team_id for each in reorganizations}
    teams = {team.id: team for team in await rows(viewer, Team).filter(id__in=list(team_ids))}
    for team_id in team_ids - teams.keys():
        raise NotFound(Team.table_name(), team_id)
    facts = await _facts(viewer, reorganizations, today)
    rules = await double_services({team.region_id for team in teams.values()}, today)
    return [
        facts.draft(each, teams[each.team_id], rules[teams[each.team_id].region_id])
        for each in reorganizations
    ]


@dataclass(slots=True)
class _Facts:
    """The rows that some drafts rest on; those of drafts by reorganization, others by team."""

    moves: dict[UUID, list[ReorganizationMove]]
    counts: dict[UUID, list[ReorganizationCount]]
    presences: dict[UUID, list[ReorganizationPresence]]
    members: dict[UUID, list[Membership]]
    posts: dict[UUID, list[Post]]
    items: dict[UUID, list[EquipmentItem]]
    people: dict[UUID, Person]
    serving: list[Membership]
    outside: list[OutsideService]
    codes: dict[UUID, str]

    def draft(self, reorganization: Reorganization, team: Team, rule: DoubleService) -> Draft:
        """Return one draft."""
        since = reorganization.valid_from
        moves = self.moves[reorganization.id]
        joining = {move.person_id for move in moves}
        return Draft(
            reorganization,
            team,
            moves,
            self.counts[reorganization.id],
            {each.membership_id: each for each in self.presences[reorganization.id]},
            {each.id: each for each in self.members[team.id] if reaches(each, since)},
            self.people,
            {each.id: each for each in self.posts[team.id]},
            {each.id: each for each in self.items[team.id] if reaches(each, since)},
            [each for each in self.serving if each.person_id in joining],
            [each for each in self.outside if each.person_id in joining],
            self.codes,
            rule,
        )


async def _facts(viewer: Viewer, reorganizations: Sequence[Reorganization], today: date) -> _Facts:
    """Return the rows that some drafts rest on."""
    mine: dict[str, Any] = {"reorganization_id__in": [each.id for each in reorganizations]}
    of_team: dict[str, Any] = {"team_id__in": list({each.team_id for each in reorganizations})}
    since = reaching(min((each.valid_from for each in reorganizations), default=today))
    lots = ~Q(state__in=[EquipmentState.LOST, EquipmentState.RETIRED])
    moves = await rows(SYSTEM, ReorganizationMove).filter(**mine).order_by("effective_on", "id")
    members = await rows(SYSTEM, Membership).filter(since, **of_team)
    joining = list({move.person_id for move in moves if move.person_id})
    serving = await rows(SYSTEM, Membership).filter(person_id__in=joining).order_by("id")
    people = {*joining, *(each.person_id for each in members)}
    named = rows(viewer, Team).filter(id__in=list({each.team_id for each in serving}))
    return _Facts(
        _by("reorganization_id", moves),
        _by("reorganization_id", await rows(SYSTEM, ReorganizationCount).filter(**mine).order_by("id")),
        _by("reorganization_id", await rows(SYSTEM, ReorganizationPresence).filter(**mine)),
        _by("team_id", members),
        _by("team_id", await rows(SYSTEM, Post).filter(**of_team)),
        _by("team_id", await rows(SYSTEM, EquipmentItem).filter(since, lots, **of_team)),
        {each.id: each for each in await rows(SYSTEM, Person).filter(id__in=list(people))},
        serving,
        await rows(SYSTEM, OutsideService).filter(person_id__in=joining).order_by("id"),
        {team.id: team.code for team in await named},
    )


def _by(column: str, found: Iterable[R]) -> dict[UUID, list[R]]:
    """Return rows by the value of a column."""
    groups: defaultdict[UUID, list[R]] = defaultdict(list)
    for row in found:
        groups[getattr(row, column)].append(row)
    return groups


def reaches(row: Record, day: date) -> bool:
    """Tell whether a fact has not ended by a day; see `registry.periods.reaching`."""
    end: date | None = row.valid_to
    return end is None or end > day

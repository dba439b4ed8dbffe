"""
Confirming 核实 that the records of an area of a team are right: what the age of data is counted from.

A confirmation is proved when a file is attached, or when somebody from outside the team gives it: whoever
may register in the region above the team's. Any other is the team's own word and counts one grade lower.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.access import SYSTEM, Viewer, one, rows
from registry.codes import Capability, ReadinessArea
from registry.dated import past_day
from registry.errors import InvalidValue
from registry.evidence import attach
from registry.history import Act, changing, day_of
from registry.tables import Confirmation, Region, Team

#: Most teams confirmed in one act (assumed: the teams of a large city).
MOST_TEAMS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationDraft:
    """
    Whose records are right, and since when that is known.

    `team_ids` are 1 to 100 teams, `areas` 1 to 4 areas of each; `confirmed_on` is the day on which they
    were looked at, the day of the act when None; `evidence_ids` prove it for every team. Note: at most 300
    characters.
    """

    team_ids: Sequence[UUID]
    areas: Sequence[ReadinessArea]
    confirmed_on: date | None = None
    note: str = ""
    evidence_ids: Sequence[UUID] = ()


async def confirm(viewer: Viewer, act: Act, draft: ConfirmationDraft) -> list[Confirmation]:
    """
    Confirm some areas of some teams in one act: all of them or none.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see a team or a file, or may not register there.
    InvalidValue
        There is no team, no area or too many teams, or the day has not come or lies before a team's first.

    """
    day = past_day("confirmed_on", draft.confirmed_on or day_of(act.at), day_of(act.at))
    teams = await _teams(viewer, draft.team_ids, day)
    areas = [area for area in ReadinessArea if area in draft.areas]
    if not areas:
        raise InvalidValue("areas", 0, "at least one area is confirmed", rule_zh="至少核实一个方面")
    outside = await from_above(viewer, teams, Capability.WRITE_REGISTRY)
    made = [
        Confirmation(
            team_id=team.id,
            area=area,
            confirmed_by_id=act.author,
            proved=bool(draft.evidence_ids) or team.id in outside,
            note=draft.note.strip(),
            valid_from=day,
        )
        for team in teams
        for area in areas
    ]
    async with changing(act) as change:
        await change.add_all(made)
        for row in made:
            await attach(viewer, change, row, draft.evidence_ids)
    return made


async def _teams(viewer: Viewer, team_ids: Sequence[UUID], day: date) -> list[Team]:
    """Return the teams, by code, if the viewer may register each of them."""
    wanted = list(dict.fromkeys(team_ids))
    if not 1 <= len(wanted) <= MOST_TEAMS:
        rule, rule_zh = f"1 to {MOST_TEAMS} teams are confirmed at once", f"一次核实 1 至 {MOST_TEAMS} 支队伍"
        raise InvalidValue("team_ids", len(wanted), rule, rule_zh=rule_zh)
    found = await rows(viewer, Team, Capability.WRITE_REGISTRY).filter(id__in=wanted).order_by("code")
    known = {team.id for team in found}
    for missing in wanted:
        if missing not in known:
            await one(viewer, Team, missing, Capability.WRITE_REGISTRY)
    for team in found:
        if not team.valid_from <= day or (team.valid_to is not None and team.valid_to <= day):
            rule, rule_zh = f"team {team.code} was not there that day", f"队伍 {team.code} 当日不在册"
            raise InvalidValue("confirmed_on", day.isoformat(), rule, rule_zh=rule_zh)
    return found


async def from_above(viewer: Viewer, teams: Sequence[Team], capability: Capability) -> frozenset[UUID]:
    """Return the teams in whose region's parent the viewer has a capability: those it stands above."""
    regions = {team.region_id for team in teams}
    pairs = await rows(SYSTEM, Region).filter(id__in=list(regions)).only("id", "parent_id")
    parents = {region.id: region.parent_id for region in pairs}
    wanted = [parent for parent in parents.values() if parent is not None]
    reached = await rows(viewer, Region, capability).filter(id__in=wanted).only("id")
    above = {region.id for region in reached}
    return frozenset(team.id for team in teams if parents.get(team.region_id) in above)

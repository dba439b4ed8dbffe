"""
Overlaps: what stands in two places at once, by the rule of the region.

People count by identity, so two records of one person in two teams are found. Whether somebody may serve
twice is the region's rule of double service; an item of equipment can be in one place only, whatever the
region says; an organization may stand behind teams of several categories, which is told because its
people and vehicles cannot turn out twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.access import SYSTEM, Viewer, one, rows
from registry.codes import DoubleService, OverlapKind
from registry.holdings import GATHERED, RECORDS, Holding
from registry.matching.deciders import deciders
from registry.matching.gathering import COMPARED
from registry.service import double_service
from registry.tables import Record, Region, Team

#: Ids asked for in one statement.
BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """
    One thing in several places on a day.

    `records` and `teams` are those the viewer may read; `records_elsewhere` and `teams_elsewhere` count
    the others. `rule` is the strictest rule of double service among the regions of the teams, None where
    no such rule speaks; `allowed` tells whether it may stay so; `decider` is the lowest region above all
    the teams: whoever registers there can settle it.
    """

    kind: OverlapKind
    records: tuple[Record, ...]
    records_elsewhere: int
    teams: tuple[Team, ...]
    teams_elsewhere: int
    rule: DoubleService | None
    allowed: bool
    decider: Region | None


@dataclass(frozen=True, slots=True)
class Shared:
    """One thing with the records and teams it stands in; ids as texts, ordered."""

    kind: OverlapKind
    identity: str
    records: tuple[str, ...]
    teams: tuple[str, ...]


async def overlaps(
    viewer: Viewer, region_id: UUID, on: date, kinds: Iterable[OverlapKind] = tuple(OverlapKind)
) -> list[Overlap]:
    """
    Return what stands in two places on a day, one place at least in a region's subtree.

    What is not allowed comes first, then by kind and identity. A place out of the viewer's reach counts,
    but is not named.

    Raises
    ------
    NotFound
        The viewer does not see the region.

    """
    await one(viewer, Region, region_id)
    found: list[Shared] = []
    for kind in kinds:
        holdings, here = await GATHERED[kind](region_id, on)
        found += shared(kind, holdings, here)
    known = await _teams(found)
    allowed = await _rules(found, known, on)
    ends = [{known[team].region_id for team in each.teams} for each in found]
    judged = zip(found, allowed, await deciders(ends), strict=True)
    seen = await _Seen.of(viewer, found)
    told = [seen.told(each, rule, decider) for each, rule, decider in judged]
    return sorted(told, key=lambda each: (each.allowed, list(OverlapKind).index(each.kind)))


def shared(kind: OverlapKind, holdings: Iterable[Holding], here: Iterable[str]) -> list[Shared]:
    """
    Return the things held in several places, one of them at least in a team of `here`.

    Places are teams; for organizations, categories; for service outside, one place is the team and the
    other the militia or reserve.
    """
    inside = frozenset(here)
    groups: defaultdict[str, list[Holding]] = defaultdict(list)
    for holding in holdings:
        groups[holding.identity].append(holding)
    found: list[Shared] = []
    for identity, held in sorted(groups.items()):
        teams = tuple(sorted({each.team for each in held if each.team is not None}))
        if len({each.place for each in held}) > 1 and inside & frozenset(teams):
            records = tuple(sorted({each.record for each in held}))
            found.append(Shared(kind, identity, records, teams))
    return found


async def _teams(found: Sequence[Shared]) -> dict[str, Team]:
    """Return every team that has a part in an overlap, in reach or not."""
    ids = sorted({team for each in found for team in each.teams})
    listed = [await rows(SYSTEM, Team).filter(id__in=part) for part in _batches(ids)]
    return {str(team.id): team for part in listed for team in part}


def _batches(ids: Sequence[str]) -> list[list[UUID]]:
    return [[UUID(each) for each in ids[start : start + BATCH]] for start in range(0, len(ids), BATCH)]


_STRICTEST = (DoubleService.FORBIDDEN, DoubleService.MILITIA, DoubleService.TEAMS)
_OF_PEOPLE = (OverlapKind.PERSON_TEAMS, OverlapKind.PERSON_OUTSIDE)


async def _rules(found: Sequence[Shared], teams: Mapping[str, Team], on: date) -> list[DoubleService | None]:
    """Return the strictest rule of double service that each overlap of people falls under."""
    of_people = [each for each in found if each.kind in _OF_PEOPLE]
    regions = sorted({teams[team].region_id for each in of_people for team in each.teams})
    rules = {region: await double_service(region, on) for region in regions}
    return [
        min((rules[teams[team].region_id] for team in each.teams), key=_STRICTEST.index)
        if each.kind in _OF_PEOPLE
        else None
        for each in found
    ]


def is_allowed(kind: OverlapKind, rule: DoubleService | None) -> bool:
    """Tell whether an overlap may stay as it is under the strictest rule of the regions concerned."""
    match kind:
        case OverlapKind.PERSON_TEAMS:
            return rule is DoubleService.TEAMS
        case OverlapKind.PERSON_OUTSIDE:
            return rule in (DoubleService.MILITIA, DoubleService.TEAMS)
        case _:
            return kind is OverlapKind.ORGANIZATION_CATEGORIES


@dataclass(frozen=True, slots=True)
class _Seen:
    """The records and teams the viewer may read, by id."""

    records: Mapping[str, Record]
    teams: Mapping[str, Team]

    @classmethod
    async def of(cls, viewer: Viewer, found: Sequence[Shared]) -> _Seen:
        """Read what has a part in the overlaps, as far as the viewer may."""
        records: dict[str, Record] = {}
        for match in {RECORDS[each.kind] for each in found}:
            table, _ = COMPARED[match]
            ids = sorted({record for each in found if RECORDS[each.kind] is match for record in each.records})
            for part in _batches(ids):
                records |= {str(row.id): row for row in await rows(viewer, table).filter(id__in=part)}
        ids = sorted({team for each in found for team in each.teams})
        teams: dict[str, Team] = {}
        for part in _batches(ids):
            teams |= {str(row.id): row for row in await rows(viewer, Team).filter(id__in=part)}
        return cls(records, teams)

    def told(self, each: Shared, rule: DoubleService | None, decider: Region | None) -> Overlap:
        """Return an overlap as the viewer may know it."""
        records = tuple(self.records[record] for record in each.records if record in self.records)
        teams = tuple(self.teams[team] for team in each.teams if team in self.teams)
        return Overlap(
            kind=each.kind,
            records=records,
            records_elsewhere=len(each.records) - len(records),
            teams=tuple(sorted(teams, key=lambda team: team.code)),
            teams_elsewhere=len(each.teams) - len(teams),
            rule=rule,
            allowed=is_allowed(each.kind, rule),
            decider=decider,
        )

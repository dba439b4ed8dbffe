"""
Which teams' ratings an act may have changed, told from its ledger entries.

Entries name what they are about by `…_id` columns; those are followed to teams, all of one kind at once. A
person's qualification touches every team any record of that person serves in; a figure of the rating rules
or a row of the syllabus every team below its region; a team type's requirements every team of the type.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from tortoise.expressions import Subquery

from exercises.tables import Execution, ExecutionTeam, LinkTest, SyllabusRule
from registry.access import SYSTEM, rows
from registry.codes import MatchKind
from registry.matching.identities import identities
from registry.periods import in_force, reaching
from registry.readiness.records.gathering import LINKED
from registry.tables import (
    EquipmentItem,
    EquipmentRequirement,
    EvidenceLink,
    LedgerEntry,
    Membership,
    Person,
    PostRequirement,
    Record,
    Region,
    RegionClosure,
    Reorganization,
    RuleFigure,
    SameAs,
    Team,
)

#: Entries of one act that are followed; a larger one (an import) waits for the night.
MOST_ENTRIES = 5_000
#: Teams rated again behind one act; more wait for the night.
MOST_TEAMS = 2_000

Ids: TypeAlias = set[UUID]

#: What each column of an entry names: a kind of `_TEAMS_OF`.
_COLUMNS: Mapping[str, str] = {
    "team_id": "team",
    "from_team_id": "team",
    "to_team_id": "team",
    "person_id": "person",
    "item_id": "item",
    "membership_id": "membership",
    "reorganization_id": "reorganization",
    "execution_id": "execution",
    "execution_team_id": "execution_team",
}
#: What a record itself is, by its table.
_TABLES: Mapping[str, str] = {
    Team.table_name(): "team",
    Person.table_name(): "person",
    EquipmentItem.table_name(): "item",
    Membership.table_name(): "membership",
    Reorganization.table_name(): "reorganization",
    Execution.table_name(): "execution",
    ExecutionTeam.table_name(): "execution_team",
}
#: Tables whose rows name a person only, and change nothing a rating rests on.
_BESIDE = frozenset({"outside_service", "employer_notice", "match_pair", "consistency_issue"})


async def touched_teams(change_id: UUID, on: date) -> Ids | None:
    """Return the teams whose ratings an act may have changed; None when it is too large to be followed."""
    entries = await LedgerEntry.filter(change_id=change_id).limit(MOST_ENTRIES + 1)
    if len(entries) > MOST_ENTRIES:
        return None
    named: defaultdict[str, Ids] = defaultdict(set)
    for entry in entries:
        if entry.record_table not in _BESIDE:
            _name(named, entry)
    teams: Ids = set()
    for kind in list(named):
        teams |= await _TEAMS_OF[kind](named[kind], on)
    return teams if len(teams) <= MOST_TEAMS else None


def _name(named: defaultdict[str, Ids], entry: LedgerEntry) -> None:
    """Note what an entry names, before and after."""
    if entry.record_table in _TABLES:
        named[_TABLES[entry.record_table]].add(entry.record_id)
    for state in (entry.before or {}, entry.after or {}):
        for column, kind in {**_COLUMNS, **_SPECIAL.get(entry.record_table, {})}.items():
            if state.get(column) is not None:
                named[kind].add(UUID(state[column]))
        if entry.record_table in _WIDE:
            named["below"].add(UUID(state["region_id"]) if state.get("region_id") else _EVERYWHERE)
        if entry.record_table == EvidenceLink.table_name() and state.get("record_table") in _TABLES:
            named[_TABLES[state["record_table"]]].add(UUID(state["record_id"]))


_EVERYWHERE = UUID(int=0)
_WIDE = frozenset({RuleFigure.table_name(), SyllabusRule.table_name()})
_OF_TYPE = {"team_type_id": "type"}
#: Columns that mean something in some tables only.
_SPECIAL: Mapping[str, Mapping[str, str]] = {
    LinkTest.table_name(): {"from_region_id": "link", "to_region_id": "link"},
    SameAs.table_name(): {"first_id": "person", "second_id": "person"},
    PostRequirement.table_name(): _OF_TYPE,
    EquipmentRequirement.table_name(): _OF_TYPE,
}


def _through(
    table: type[Record], path: str = "team_id", key: str = "id"
) -> Callable[[Ids, date], Awaitable[Ids]]:
    """Return what follows ids of a table to teams."""

    async def follow(ids: Ids, _on: date) -> Ids:
        conditions: dict[str, Any] = {f"{key}__in": list(ids)}
        found: Any = await rows(SYSTEM, table).filter(**conditions).values_list(path, flat=True)
        return {each for each in found if each is not None}

    return follow


async def _themselves(ids: Ids, _on: date) -> Ids:
    return ids


async def _of_persons(ids: Ids, on: date) -> Ids:
    """Return the teams that persons serve in, by whichever of their records."""
    same = await identities(MatchKind.PERSON, on)
    groups = {same[str(each)] for each in ids if str(each) in same}
    records = {UUID(record) for record, group in same.items() if group in groups} | ids
    serving = rows(SYSTEM, Membership).filter(reaching(on), person_id__in=list(records))
    found: Any = await serving.values_list("team_id", flat=True)
    return set(found)


async def _of_links(ids: Ids, on: date) -> Ids:
    """Return the teams that a link between regions proves: theirs, and those of the cities above them."""
    parents: Any = await rows(SYSTEM, Region).filter(id__in=list(ids)).values_list("parent_id", flat=True)
    regions = [*ids, *(each for each in parents if each is not None)]
    teams = rows(SYSTEM, Team).filter(in_force(on), region_id__in=regions, category__in=sorted(LINKED))
    found: Any = await teams.values_list("id", flat=True)
    return set(found)


async def _below(ids: Ids, on: date) -> Ids:
    """Return every team of regions and below."""
    teams = rows(SYSTEM, Team).filter(in_force(on))
    if _EVERYWHERE not in ids:
        inside = RegionClosure.filter(ancestor_id__in=list(ids)).values("descendant_id")
        teams = teams.filter(region_id__in=Subquery(inside))
    found: Any = await teams.limit(MOST_TEAMS + 1).values_list("id", flat=True)
    return set(found)


_TEAMS_OF: Mapping[str, Callable[[Ids, date], Awaitable[Ids]]] = {
    "team": _themselves,
    "person": _of_persons,
    "item": _through(EquipmentItem),
    "membership": _through(Membership),
    "reorganization": _through(Reorganization),
    "execution": _through(ExecutionTeam, key="execution_id"),
    "execution_team": _through(ExecutionTeam),
    "type": _through(Team, "id", "team_type_id"),
    "link": _of_links,
    "below": _below,
}

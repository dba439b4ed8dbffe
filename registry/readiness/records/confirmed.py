"""
Since when the records of people and equipment are known to be right, and on whose word.

A record was right on the day it says it holds from; after that a confirmation of its area, the muster or
the count of a completed reorganization, or an inspection says so again. The latest word by the day asked
about counts. The record's own first day is the team's own word unless evidence is attached to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from tortoise.expressions import Q, Subquery

from registry.access import SYSTEM, rows
from registry.codes import ReadinessArea, ReorganizationState
from registry.readiness.records.reading import Chosen, read
from registry.tables import (
    Confirmation,
    EquipmentInspection,
    EquipmentItem,
    EvidenceLink,
    Membership,
    Reorganization,
    ReorganizationCount,
)

#: A day on which a record was known to be right, and whether that was proved.
Word: TypeAlias = tuple[date, bool]
_DONE = ReorganizationState.COMPLETED
_OF_ITEMS = frozenset({ReadinessArea.EQUIPMENT.value, ReadinessArea.SERVICEABILITY.value})


@dataclass(frozen=True, slots=True)
class Words:
    """
    What was said by a day: of the people and of the equipment of each team, and of single items.

    `musters` are the days (by team) of the musters among the words on people; `evidenced` the ids of
    memberships and items with evidence attached.
    """

    people: Mapping[str, list[Word]]
    equipment: Mapping[str, list[Word]]
    items: Mapping[str, list[Word]]
    musters: tuple[tuple[str, date], ...]
    evidenced: frozenset[str]


async def words_for(chosen: Chosen) -> Words:
    """Return every word on the records of some teams, in five statements."""
    people: defaultdict[str, list[Word]] = defaultdict(list)
    equipment: defaultdict[str, list[Word]] = defaultdict(list)
    items: defaultdict[str, list[Word]] = defaultdict(list)
    said = rows(SYSTEM, Confirmation).filter(chosen.among(), valid_from__lte=chosen.on)
    for team, area, day, proved in await read(said, "team_id", "area", "valid_from", "proved"):
        if area == ReadinessArea.PEOPLE.value:
            people[team].append((day, proved))
        elif area in _OF_ITEMS:
            equipment[team].append((day, proved))
    musters = await _musters(chosen)
    for team, day in musters:
        people[team].append((day, True))
    for item, day in [*await _counts(chosen), *await _inspections(chosen)]:
        items[item].append((day, True))
    return Words(people, equipment, items, musters, await _evidenced(chosen))


def latest(own: Iterable[Word], words: Iterable[Word], served: Iterable[Served], on: date) -> Word:
    """
    Return the latest word by a day on a record, whatever came of it proved if one of that day was.

    `own` are the first days of its periods, `words` what was said of all records of its team, which counts
    where it was said while the record was `served`. What is still to come speaks for itself.
    """
    during = list(served)
    told = [word for word in words if any(_covers(period, word[0]) for period in during)]
    firsts = list(own)
    come = [word for word in (*firsts, *told) if word[0] <= on]
    return max(come) if come else min(firsts)


#: First day, and first day after; None for ever.
Served: TypeAlias = tuple[date, date | None]


def _covers(period: Served, day: date) -> bool:
    return period[0] <= day and (period[1] is None or day < period[1])


async def _musters(chosen: Chosen) -> tuple[tuple[str, date], ...]:
    """Return the musters of completed reorganizations by the day."""
    listed = rows(SYSTEM, Reorganization).filter(chosen.among(), state=_DONE, muster_on__lte=chosen.on)
    return tuple((team, day) for team, day in await read(listed, "team_id", "muster_on"))


async def _counts(chosen: Chosen) -> list[tuple[str, date]]:
    """Return the items counted by completed reorganizations, on the day of the muster."""
    listed = rows(SYSTEM, ReorganizationCount).filter(
        chosen.among("reorganization__team_id"),
        reorganization__state=_DONE,
        reorganization__muster_on__lte=chosen.on,
    )
    return [(item, day) for item, day in await read(listed, "item_id", "reorganization__muster_on")]


async def _inspections(chosen: Chosen) -> list[tuple[str, date]]:
    """Return the inspections of the teams' items by the day."""
    listed = rows(SYSTEM, EquipmentInspection).filter(
        chosen.among("item__team_id"), inspected_on__lte=chosen.on
    )
    return [(item, day) for item, day in await read(listed, "item_id", "inspected_on")]


async def _evidenced(chosen: Chosen) -> frozenset[str]:
    """Return the ids of memberships and items to which evidence was attached by the day."""
    items = rows(SYSTEM, EquipmentItem).filter(chosen.among()).values("id")
    members = chosen.memberships().values("id")
    proving = [
        Q(record_table=Membership.table_name(), record_id__in=Subquery(members)),
        Q(record_table=EquipmentItem.table_name(), record_id__in=Subquery(items)),
    ]
    links = rows(SYSTEM, EvidenceLink).filter(Q(*proving, join_type=Q.OR), valid_from__lte=chosen.on)
    return frozenset(record for (record,) in await read(links, "record_id"))

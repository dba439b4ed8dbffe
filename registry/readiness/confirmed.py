"""
Since when the records of people and equipment are known to be right, and on whose word.

A record was right on the day it says it holds from; after that a confirmation of its area, the muster or
the count of a completed reorganization, or an inspection says so again. The latest word by the day asked
about counts. The record's own first day is the team's own word unless evidence is attached to it.
"""

from __future__ import annotations

import pandas as pd
from tortoise.expressions import Q, Subquery

from registry.access import SYSTEM, rows
from registry.codes import ReadinessArea, ReorganizationState
from registry.frame import Frame
from registry.readiness.reading import Chosen, day, read
from registry.tables import (
    Confirmation,
    EquipmentInspection,
    EquipmentItem,
    EvidenceLink,
    Membership,
    Reorganization,
    ReorganizationCount,
)


async def confirmations(chosen: Chosen) -> Frame:
    """Return every confirmation of the teams by the day: team, area, day, whether proved."""
    listed = rows(SYSTEM, Confirmation).filter(chosen.among(), valid_from__lte=chosen.on)
    return await read(listed, team="team_id", area="area", day="valid_from", proved="proved")


async def musters(chosen: Chosen) -> Frame:
    """Return the musters of completed reorganizations by the day: team, day."""
    listed = rows(SYSTEM, Reorganization).filter(
        chosen.among(), state=ReorganizationState.COMPLETED, muster_on__lte=chosen.on
    )
    return await read(listed, team="team_id", day="muster_on")


async def counts(chosen: Chosen) -> Frame:
    """Return the items counted by completed reorganizations: item, day of the muster."""
    listed = rows(SYSTEM, ReorganizationCount).filter(
        chosen.among("reorganization__team_id"),
        reorganization__state=ReorganizationState.COMPLETED,
        reorganization__muster_on__lte=chosen.on,
    )
    return await read(listed, item="item_id", day="reorganization__muster_on")


async def inspected(chosen: Chosen) -> Frame:
    """Return the inspections of the teams' items by the day: item, day."""
    listed = rows(SYSTEM, EquipmentInspection).filter(
        chosen.among("item__team_id"), inspected_on__lte=chosen.on
    )
    return await read(listed, item="item_id", day="inspected_on")


async def evidenced(chosen: Chosen) -> frozenset[str]:
    """Return the ids of memberships and items to which evidence was attached by the day."""
    items = rows(SYSTEM, EquipmentItem).filter(chosen.among()).values("id")
    members = Q(
        record_table=Membership.table_name(), record_id__in=Subquery(chosen.memberships().values("id"))
    )
    equipment = Q(record_table=EquipmentItem.table_name(), record_id__in=Subquery(items))
    listed = rows(SYSTEM, EvidenceLink).filter(members | equipment, valid_from__lte=chosen.on)
    return frozenset((await read(listed, record="record_id"))["record"])


def word_for(members: Frame, said: Frame, mustered: Frame, chosen: Chosen) -> Frame:
    """
    Return people with `confirmed_on` and `proved`, the same in all rows of one person in one team.

    `members` has a row a membership, its own word in `proved`.
    """
    own = members.rename(columns={"served_from": "day"})[["team", "person", "day", "proved"]]
    served = members[["team", "person", "served_from", "served_to"]]
    area = said[said["area"] == ReadinessArea.PEOPLE.value]
    told = served.merge(pd.concat([area[["team", "day", "proved"]], mustered.assign(proved=True)]), on="team")
    known = told[(told["served_from"] <= told["day"]) & ~(told["served_to"] <= told["day"])]
    return _latest(members.drop(columns="proved"), ["team", "person"], [own, known], chosen)


def word_for_items(items: Frame, said: Frame, seen: Frame, chosen: Chosen) -> Frame:
    """
    Return items with `confirmed_on` and `proved`; `seen` are days on which somebody looked at an item.

    A confirmation of either area of equipment speaks of the items the team had on its day.
    """
    own = items.rename(columns={"held_from": "day"})[["item", "day", "proved"]]
    areas = {ReadinessArea.EQUIPMENT.value, ReadinessArea.SERVICEABILITY.value}
    area = said[said["area"].isin(areas)][["team", "day", "proved"]]
    told = items[["team", "item", "held_from", "held_to"]].merge(area, on="team")
    known = told[(told["held_from"] <= told["day"]) & ~(told["held_to"] <= told["day"])]
    return _latest(items.drop(columns="proved"), ["item"], [own, known, seen.assign(proved=True)], chosen)


def _latest(records: Frame, keys: list[str], words: list[Frame], chosen: Chosen) -> Frame:
    """Return records with the latest word on each by the day; what is still to come speaks for itself."""
    told = pd.concat([each[[*keys, "day", "proved"]] for each in words], ignore_index=True)
    told["come"] = told["day"] <= day(chosen.on)
    told["order"] = told["day"].where(told["come"], told["day"].min())
    last = told.sort_values(["come", "order", "proved"], kind="stable").drop_duplicates(keys, keep="last")
    word = last.rename(columns={"day": "confirmed_on"})[[*keys, "confirmed_on", "proved"]]
    return records.merge(word, on=keys, how="left")

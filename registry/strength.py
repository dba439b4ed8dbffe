"""
Strength: how many people, posts and vehicles the teams of a region have, each counted once.

Somebody in two teams counts in each team's line but once in every total, so a total may be less than the
sum of its parts. Records that a person has found to be one (`registry.matching`) count as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
import pandas as pd
from tortoise.expressions import Q, Subquery

from registry.access import Viewer, one, rows
from registry.codes import EquipmentState, MatchKind, TeamCategory, TeamState
from registry.consistency.frames import Frames, frame_of
from registry.frame import Frame
from registry.matching.identities import identities
from registry.tables import Region, RegionClosure

#: An item whose kind contains this character is a vehicle (assumed).
VEHICLE = "车"
_COUNTED = (TeamState.ACTIVE.value, TeamState.REORGANIZING.value)
_GONE = (EquipmentState.RETIRED.value, EquipmentState.LOST.value)
_FIGURES = ("teams", "people", "posts", "posts_filled", "key_posts", "key_posts_filled", "vehicles")


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthLine:
    """
    Figures of one part of the region (None: the whole) and one category (None: all).

    `people` have a membership in force; `vehicles` are items, those with a serial once each. Teams that
    are active or reorganizing count.
    """

    region_id: UUID | None
    category: TeamCategory | None
    teams: int
    people: int
    posts: int
    posts_filled: int
    key_posts: int
    key_posts_filled: int
    vehicles: int


async def strength(viewer: Viewer, region_id: UUID, on: date) -> list[StrengthLine]:
    """
    Return the strength of a region on a day: the whole first, then each part below it.

    Within a part: all categories first, then each category that has a team. Teams of the region itself
    form a part of their own.

    Raises
    ------
    NotFound
        The viewer does not see the region.

    """
    await one(viewer, Region, region_id)
    parts = await rows(viewer, Region).filter(parent_id=region_id).order_by("code")
    pairs = await RegionClosure.filter(ancestor_id__in=[part.id for part in parts]).order_by("id")
    part_of = {str(pair.descendant_id): str(pair.ancestor_id) for pair in pairs}
    below = Subquery(RegionClosure.filter(ancestor_id=region_id).values("descendant_id"))
    within = Q(team__region_id__in=below)
    tables = {
        "team": Q(region_id__in=below),
        "membership": within,
        "post": within,
        "equipment_item": within,
    }
    frames = Frames(on, {name: await frame_of(viewer, name, choice) for name, choice in tables.items()})
    same = await identities(MatchKind.PERSON, on) | await identities(MatchKind.EQUIPMENT, on)
    facts = counted_things(frames, same)
    placed = facts.assign(part=[part_of.get(each, str(region_id)) for each in facts["region_id"]])
    return lines(placed, [str(part.id) for part in parts], str(region_id))


def counted_things(frames: Frames, same: Mapping[str, str]) -> Frame:
    """
    Return one row for each thing and each place it counts in: `figure`, `thing`, `weight`, region, category.

    `same` maps the ids of records that are one with others to the identity they share.
    """
    teams = frames.in_force("team")
    teams = teams[teams["state"].isin(_COUNTED)][["id", "region_id", "category"]]
    placed = teams.rename(columns={"id": "team_id"})
    members = frames.in_force("membership")[["team_id", "person_id", "post_id"]].merge(placed, on="team_id")
    posts = frames.in_force("post")[["id", "team_id", "key"]].merge(placed, on="team_id")
    filled = posts[posts["id"].isin(members["post_id"])]
    items = frames.in_force("equipment_item")
    vehicle = np.array([VEHICLE in kind for kind in items["kind"]], dtype=bool)
    items = items[~items["state"].isin(_GONE) & vehicle]
    items = items[["id", "team_id", "quantity", "serial"]].merge(placed, on="team_id")
    serials = zip(items["id"], items["serial"], strict=True)
    vehicles = [same.get(each, serial or each) for each, serial in serials]
    people = [same.get(each, each) for each in members["person_id"]]
    parts = (
        _things("teams", teams, teams["id"]),
        _things("people", members, people),
        _things("posts", posts, posts["id"]),
        _things("posts_filled", filled, filled["id"]),
        _things("key_posts", posts[posts["key"]], posts[posts["key"]]["id"]),
        _things("key_posts_filled", filled[filled["key"]], filled[filled["key"]]["id"]),
        _things("vehicles", items, vehicles, items["quantity"]),
    )
    return pd.concat(parts, ignore_index=True)


def _things(figure: str, places: Frame, things: Iterable[str], weights: Iterable[int] | None = None) -> Frame:
    """Return the rows of one figure."""
    return pd.DataFrame(
        {
            "figure": figure,
            "thing": list(things),
            "weight": 1 if weights is None else list(weights),
            "region_id": list(places["region_id"]),
            "category": list(places["category"]),
        }
    )


def lines(things: Frame, parts: list[str], whole: str) -> list[StrengthLine]:
    """Return the lines of all totals, each thing counted once in each with its largest weight."""
    regions = [part for part in [whole, *parts] if part in set(things["part"])]
    found = [_line(things, None, None)]
    found += _by_category(things, None)
    for part in regions:
        here = things[things["part"] == part]
        found.append(_line(here, part, None))
        found += _by_category(here, part)
    return found


def _by_category(things: Frame, part: str | None) -> list[StrengthLine]:
    """Return a line for each category of the things, in the order of the enumeration."""
    held = set(things["category"])
    known = [each for each in TeamCategory if each.value in held]
    return [_line(things[things["category"] == each.value], part, each) for each in known]


def _line(things: Frame, part: str | None, category: TeamCategory | None) -> StrengthLine:
    """Return the figures of some things, each counted once."""
    weights = things.groupby(["figure", "thing"])["weight"].max()
    sums = weights.groupby(level="figure").sum()
    figures = {name: int(sums.get(name, 0)) for name in _FIGURES}
    return StrengthLine(region_id=None if part is None else UUID(part), category=category, **figures)

"""
Strength: how many people, posts and items the teams of a region have, each counted once.

Somebody in two teams counts in each team's line but once in every total, so a total may be less than the
sum of its parts. Records that a person has found to be one (`registry.matching`) count as one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
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
from registry.matching.identities import found_different, identities, things_behind
from registry.tables import Region, RegionClosure

#: An item whose kind contains this character is a vehicle (assumed).
VEHICLE = "车"
_COUNTED = (TeamState.ACTIVE.value, TeamState.REORGANIZING.value)
_GONE = (EquipmentState.RETIRED.value, EquipmentState.LOST.value)
#: Figures that are counted, as `StrengthLine` names them.
FIGURES = (
    "teams",
    "authorized",
    "posts",
    "posts_filled",
    "key_posts",
    "key_posts_filled",
    "people",
    "people_named",
    "vehicles",
    "equipment",
)
#: Figures whose total may be less than the sum of its parts.
COUNTED_ONCE = ("people", "vehicles", "equipment")


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthLine:
    """
    Figures of one part of the region (None: the whole) and one category (None: all).

    Teams that are active or reorganizing count. `authorized` is their authorized strength in persons;
    `people` have a membership in force, each once, `people_named` is the number of memberships. `vehicles`
    and `equipment` (vehicles among it) are items that are neither retired nor lost: those of one kind and
    serial once, lots by their quantity.
    """

    region_id: UUID | None
    category: TeamCategory | None
    teams: int
    authorized: int
    posts: int
    posts_filled: int
    key_posts: int
    key_posts_filled: int
    people: int
    people_named: int
    vehicles: int
    equipment: int


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
    frames = await _frames(viewer, region_id, on)
    same = await identities(MatchKind.PERSON, on) | await identities(MatchKind.EQUIPMENT, on)
    apart = await found_different(MatchKind.EQUIPMENT)

    def counted() -> list[StrengthLine]:
        facts = counted_things(frames, same, apart)
        placed = facts.assign(part=[part_of.get(each, str(region_id)) for each in facts["region_id"]])
        return lines(placed, [str(part.id) for part in parts], str(region_id))

    return await asyncio.to_thread(counted)


async def _frames(viewer: Viewer, region_id: UUID, on: date) -> Frames:
    """Return the teams of a region's subtree with their memberships, posts and equipment."""
    below = Subquery(RegionClosure.filter(ancestor_id=region_id).values("descendant_id"))
    within = Q(team__region_id__in=below)
    tables = {
        "team": Q(region_id__in=below),
        "membership": within,
        "post": within,
        "equipment_item": within,
    }
    return Frames(on, {name: await frame_of(viewer, name, choice) for name, choice in tables.items()})


def counted_things(frames: Frames, same: Mapping[str, str], apart: Collection[str] = ()) -> Frame:
    """
    Return one row for each thing and each place it counts in: `figure`, `thing`, `weight`, region, category.

    `same` maps the ids of records that are one with others to the identity they share; items in `apart`
    were found to differ from others of the same serial.
    """
    teams = frames.in_force("team")
    teams = teams[teams["state"].isin(_COUNTED)][["id", "region_id", "category", "authorized_strength"]]
    placed = teams.rename(columns={"id": "team_id"})
    members = frames.in_force("membership")[["id", "team_id", "person_id", "post_id"]]
    members = members.merge(placed, on="team_id")
    posts = frames.in_force("post")[["id", "team_id", "key"]].merge(placed, on="team_id")
    filled = posts[posts["id"].isin(members["post_id"])]
    items = frames.in_force("equipment_item")
    items = items[~items["state"].isin(_GONE)][["id", "team_id", "quantity", "serial", "kind"]]
    items = items.merge(placed, on="team_id")
    told = zip(items["id"], items["kind"], items["serial"], strict=True)
    things = things_behind(told, same, apart)
    items = items.assign(thing=[things[each] for each in items["id"]])
    vehicles = items[np.array([VEHICLE in kind for kind in items["kind"]], dtype=bool)]
    parts = (
        _things("teams", teams, teams["id"]),
        _things("authorized", teams, teams["id"], teams["authorized_strength"]),
        _things("people", members, [same.get(each, each) for each in members["person_id"]]),
        _things("people_named", members, members["id"]),
        _things("posts", posts, posts["id"]),
        _things("posts_filled", filled, filled["id"]),
        _things("key_posts", posts[posts["key"]], posts[posts["key"]]["id"]),
        _things("key_posts_filled", filled[filled["key"]], filled[filled["key"]]["id"]),
        _things("vehicles", vehicles, vehicles["thing"], vehicles["quantity"]),
        _things("equipment", items, items["thing"], items["quantity"]),
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
    found: list[StrengthLine] = []
    held = set(zip(things["part"], things["category"], strict=True))
    things = things.assign(thing=pd.factorize(things["thing"])[0])
    present = {category for _, category in held}
    categories = [each for each in TeamCategory if each.value in present]
    all_of, by_category = _sums(things, ()), _sums(things, ("category",))
    of_part, by_both = _sums(things, ("part",)), _sums(things, ("part", "category"))
    found.append(_line(None, None, all_of, ()))
    found += [_line(None, each, by_category, (each.value,)) for each in categories]
    for part in [whole, *parts]:
        here = [each for each in categories if (part, each.value) in held]
        if here:
            found.append(_line(part, None, of_part, (part,)))
        found += [_line(part, each, by_both, (part, each.value)) for each in here]
    return found


Sums = Mapping[tuple[str, ...], int]


def _sums(things: Frame, keys: tuple[str, ...]) -> Sums:
    """Return the sum of each figure in each group, under the group's values and the figure's name."""
    if things.empty:
        return {}
    weights = things.groupby([*keys, "figure", "thing"], sort=False)["weight"].max()
    sums = weights.groupby(level=[*keys, "figure"], sort=False).sum()
    return {(each if isinstance(each, tuple) else (each,)): int(value) for each, value in sums.items()}


def _line(part: str | None, category: TeamCategory | None, sums: Sums, key: tuple[str, ...]) -> StrengthLine:
    """Return the figures of a group."""
    figures = {name: sums.get((*key, name), 0) for name in FIGURES}
    return StrengthLine(region_id=None if part is None else UUID(part), category=category, **figures)


def sums_of_parts(found: Sequence[StrengthLine]) -> dict[str, int]:
    """Return what the lines of the parts add up to, for the figures that count each thing once."""
    parts = [line for line in found if line.region_id is not None and line.category is None]
    return {name: sum(getattr(line, name) for line in parts) for name in COUNTED_ONCE}


def explained(found: Sequence[StrengthLine]) -> tuple[str, str]:
    """Return in English and Chinese why the whole is less than the sum of its parts, or that it is not."""
    whole, summed = found[0], sums_of_parts(found)
    less = {name: summed[name] - getattr(whole, name) for name in COUNTED_ONCE}
    if not any(less.values()):
        return (
            "The whole is the sum of its parts: nobody and nothing is counted in two of them.",
            "合计等于各部分之和：没有人员或装备在两个部分中重复计数。",
        )
    return (
        f"The parts add up to {summed['people']} people and {summed['equipment']} items, the whole has"
        f" {whole.people} and {whole.equipment}: {less['people']} people and {less['equipment']} items"
        " stand in several parts and are counted once.",
        f"各部分之和为{summed['people']}人、{summed['equipment']}件装备，合计为{whole.people}人、"
        f"{whole.equipment}件：{less['people']}人、{less['equipment']}件分属多个部分，合计只计一次。",
    )

"""Rules about regions, shared resources and days off."""

from __future__ import annotations

import pandas as pd

from registry.codes import (
    CategoryGroup,
    IssueSeverity,
    RegionLevel,
    ResourceKind,
    SourceMark,
    TeamCategory,
    TeamState,
)
from registry.consistency.frames import Frames
from registry.consistency.rule import Rule, finding
from registry.frame import Frame

_STATUTORY = [category for category in TeamCategory if category.group is CategoryGroup.STATUTORY]
_TOP = (RegionLevel.NATION.value, RegionLevel.PROVINCE.value)
#: Kinds of shared resource that stand somewhere; the others are pools of people or sets.
PLACES = tuple(
    kind.value
    for kind in (
        ResourceKind.BASE,
        ResourceKind.HALL,
        ResourceKind.MUSTER_GROUND,
        ResourceKind.SCENARIO_GROUND,
    )
)


def _without_category(frames: Frames, _: int) -> Frame:
    regions = frames.in_force("region")
    cities = regions[regions["level"] == RegionLevel.PREFECTURE.value]
    teams = frames.in_force("team")
    active = teams[teams["state"] == TeamState.ACTIVE.value]
    held = _by_city(frames["region"], active)
    missing = [
        "、".join(category.zh for category in _STATUTORY if (city, category.value) not in held)
        for city in cities["id"]
    ]
    registered = cities["id"].isin({region for region, _ in _by_city(frames["region"], teams)})
    lacking = cities.assign(categories=missing, region_id=cities["id"])
    return finding(lacking[registered & (lacking["categories"] != "")], "code", "categories")


def _by_city(regions: Frame, teams: Frame) -> set[tuple[str, str]]:
    """Return every (region, category) of teams, for the teams' own regions and all above them."""
    parents = dict(zip(regions["id"], regions["parent_id"], strict=True))
    held: set[tuple[str, str]] = set()
    for region, category in set(zip(teams["region_id"], teams["category"], strict=True)):
        above: str | None = region
        while above is not None and (above, category) not in held:
            held.add((above, category))
            above = parents.get(above)
    return held


def _orphan(frames: Frames, _: int) -> Frame:
    regions = frames.in_force("region")
    lower = regions[~regions["level"].isin(_TOP)]
    alone = lower[~lower["parent_id"].isin(regions["id"])]
    return finding(alone.assign(region_id=alone["id"]), "code")


def _without_coordinates(frames: Frames, _: int) -> Frame:
    resources = frames.in_force("shared_resource")
    nowhere = resources["latitude"].isna() | resources["longitude"].isna()
    return finding(resources[nowhere & resources["kind"].isin(PLACES)], "code", "kind")


def _capacity_odd(frames: Frames, threshold: int) -> Frame:
    resources = frames.in_force("shared_resource")
    odd = resources["capacity"] > threshold
    return finding(resources[odd], "code", "kind", "capacity")


def _overlapping(frames: Frames, _: int) -> Frame:
    days = frames["unavailability"]
    reaching = days[~(days["valid_to"] <= frames.today)]
    subject = reaching["team_id"].fillna(reaching["person_id"]).fillna(reaching["resource_id"])
    reaching = reaching.assign(subject=subject, end=reaching["valid_to"].fillna(pd.Timestamp(9999, 12, 31)))
    pairs = reaching.merge(
        reaching[["subject", "id", "valid_from", "end"]], on="subject", suffixes=("", "_other")
    )
    meets = (pairs["valid_from"] < pairs["end_other"]) & (pairs["valid_from_other"] < pairs["end"])
    pairs = pairs[meets & (pairs["id"] != pairs["id_other"])].sort_values("id_other")
    others = pairs.groupby("id")["id_other"].agg(list)
    kept = reaching[reaching["id"].isin(others.index)]
    return finding(kept.assign(others=kept["id"].map(others)), "valid_from")


RULES = (
    Rule(
        code="REGION_WITHOUT_CATEGORY",
        subject="region",
        reads=("region", "team"),
        severity=IssueSeverity.WARNING,
        title="City without a team of a statutory category",
        title_zh="城市缺少法定专业队伍",
        sentence="The city {code} has no active team for: {categories}.",
        sentence_zh="城市 {code} 没有下列法定类别的在编队伍：{categories}。",
        fix="Form the missing teams.",
        fix_zh="组建所缺队伍。",
        find=_without_category,
        mutation="formTeam",
        mark=SourceMark.SOURCED,
        citation="Civil Air Defence Law, arts 41-42",
    ),
    Rule(
        code="REGION_ORPHAN",
        subject="region",
        reads=("region",),
        severity=IssueSeverity.ERROR,
        title="Region without a region above it",
        title_zh="区划没有上级",
        sentence="Region {code} lies in no region in force: nobody above sees its records.",
        sentence_zh="区划 {code} 没有有效的上级区划，上级看不到其记录。",
        fix="Register the region it belongs to.",
        fix_zh="登记其上级区划。",
        find=_orphan,
    ),
    Rule(
        code="RESOURCE_WITHOUT_COORDINATES",
        subject="shared_resource",
        reads=("shared_resource",),
        severity=IssueSeverity.WARNING,
        title="Venue without coordinates",
        title_zh="场地没有坐标",
        sentence="The {kind} {code} has no coordinates: travel cannot be reckoned.",
        sentence_zh="{kind} {code} 没有坐标，无法计算路程。",
        fix="Register latitude and longitude.",
        fix_zh="登记经纬度。",
        find=_without_coordinates,
        words={"kind": ResourceKind},
    ),
    Rule(
        code="RESOURCE_CAPACITY_ODD",
        subject="shared_resource",
        reads=("shared_resource",),
        severity=IssueSeverity.HINT,
        title="Unlikely capacity",
        title_zh="容量异常",
        sentence="The {kind} {code} is said to have a capacity of {capacity}.",
        sentence_zh="{kind} {code} 登记容量为 {capacity}。",
        fix="Check the capacity.",
        fix_zh="核对容量。",
        find=_capacity_odd,
        threshold=2000,
        unit="persons, teams, sets or vehicles",
        words={"kind": ResourceKind},
        mark=SourceMark.ASSUMED,
        citation="assumed",
    ),
    Rule(
        code="UNAVAILABILITY_OVERLAPS",
        subject="unavailability",
        reads=("unavailability",),
        severity=IssueSeverity.HINT,
        title="Absences that overlap",
        title_zh="不可用时段重叠",
        sentence="The absence from {valid_from} overlaps another of the same team, person or resource.",
        sentence_zh="{valid_from} 起的不可用时段与同一对象的其他时段重叠。",
        fix="Withdraw one of them.",
        fix_zh="撤回其中之一。",
        find=_overlapping,
        mutation="withdrawUnavailability",
    ),
)

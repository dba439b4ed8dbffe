"""The curve of the past: what the nights' snapshots say about a region or one team, day by day."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tortoise.functions import Count

from registry.access import Viewer, one
from registry.codes import TaskState
from registry.errors import InvalidValue
from registry.readiness.records.keeping import snapshots
from registry.tables import ReadinessSnapshot, Region, Team

#: Days of one curve at most: two years and a bit (assumed).
MOST_DAYS = 800


@dataclass(frozen=True, slots=True)
class Point:
    """One day: teams by level 1 to 5; those not rated, unverified, and shown at another level."""

    day: date
    levels: tuple[int, ...]
    unrated: int
    unverified: int
    overridden: int


async def curve(
    viewer: Viewer, region_id: UUID, first: date, last: date, task: TaskState = TaskState.PEACE
) -> list[Point]:
    """
    Return the days from `first` to `last` of which there are snapshots of a region's subtree.

    Each team counts in the region it was in that night.

    Raises
    ------
    NotFound
        The region is out of the viewer's scope.
    InvalidValue
        `last` lies before `first`, or the days are more than `MOST_DAYS`.

    """
    check_days(first, last)
    await one(viewer, Region, region_id)
    taken = snapshots(viewer, region_id).filter(day__gte=first, day__lte=last, task_state=task)
    kinds = ("day", "level", "shown", "unverified")
    counted: Any = await taken.annotate(teams=Count("id")).group_by(*kinds).values(*kinds, "teams")
    days: defaultdict[date, list[dict[str, Any]]] = defaultdict(list)
    for row in counted:
        days[row["day"]].append(row)
    return [_point(day, days[day]) for day in sorted(days)]


def check_days(first: date, last: date) -> None:
    """Refuse days that are none, or too many, with `InvalidValue`."""
    if last < first:
        raise InvalidValue("last", last.isoformat(), "it lies before the first day", rule_zh="早于起始日")
    if (last - first).days >= MOST_DAYS:
        rule, rule_zh = f"at most {MOST_DAYS} days", f"最多 {MOST_DAYS} 天"
        raise InvalidValue("last", last.isoformat(), rule, rule_zh=rule_zh)


def _point(day: date, counted: list[dict[str, Any]]) -> Point:
    levels: Counter[int | None] = Counter()
    for row in counted:
        levels[row["level"]] += row["teams"]
    return Point(
        day,
        tuple(levels[level] for level in range(1, 6)),
        levels[None],
        sum(row["teams"] for row in counted if row["unverified"]),
        sum(row["teams"] for row in counted if row["level"] != row["shown"]),
    )


async def team_curve(
    viewer: Viewer, team_id: UUID, first: date, last: date, task: TaskState = TaskState.PEACE
) -> list[ReadinessSnapshot]:
    """Return a team's snapshots from `first` to `last`, by day; raises as `curve` does."""
    check_days(first, last)
    await one(viewer, Team, team_id)
    return (
        await snapshots(viewer)
        .filter(team_id=team_id, day__gte=first, day__lte=last, task_state=task)
        .order_by("day")
    )

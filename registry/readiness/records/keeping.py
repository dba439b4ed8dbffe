"""
Ratings kept: the current one of each team, counted by region and category, and each night's for ever.

They are derived from records and can be made anew at any time, so they stand outside the ledger and are
written here without an act, like the closure table of the regions. What is kept says which records it was
made from (`known_at`, `input_hash`) and by which rules, so that anybody can make it again and compare.
Who may see a region's teams may see what is kept of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from registry.access import SYSTEM, Viewer, rows
from registry.codes import ReadinessArea, TaskState
from registry.readiness.sets import RATED
from registry.tables import LedgerEntry, ReadinessRollup, ReadinessSnapshot, Region, TeamReadiness
from registry.tables.ratings import StoredRating

_FRACTIONS, _AREAS = RATED["fractions"], tuple(area.value for area in ReadinessArea)
#: Columns of `StoredRating`, in the order in which two ratings are compared.
STORED = (
    *("region_id", "category", "level", "computed", "shown", "unverified"),
    *("areas", "ages", "fractions", "caps", "rule_version", "input_hash"),
)
_COUNTS = [
    "teams",
    *(f"level_{level}" for level in range(1, 6)),
    "unrated",
    "unverified",
    "overridden",
    "sums",
]
_BATCH = 500
_NONE = "-"

Cell = tuple[UUID, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """A rating as it is stored: the columns `STORED` of one team, and what was known when it was made."""

    team_id: UUID
    values: Mapping[str, Any]
    known_at: datetime

    @property
    def cell(self) -> Cell:
        """Return the cell of the rollup that the team counts in."""
        return self.values["region_id"], self.values["category"]


def packed(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a rated frame says of a team (`registry.readiness.sets.row_of`) as it is stored."""
    return {
        "level": row["level"],
        "computed": row["computed"],
        "unverified": bool(row["unverified"]),
        "areas": "".join(_NONE if row[area] is None else str(row[area]) for area in _AREAS),
        "ages": "".join(row[f"age_{area}"] for area in _AREAS),
        "fractions": [int(row[name]) for name in _FRACTIONS],
        "caps": {
            name.removeprefix("cap_"): int(row[name]) for name in RATED["caps"] if row[name] is not None
        },
        "rule_version": row["rule_version"],
    }


def fractions_of(stored: Sequence[int]) -> dict[str, tuple[int, int]]:
    """
    Return stored fractions or their sums by measure: numerator and denominator.

    Examples
    --------
    >>> fractions_of([34, 40, 31, 40, 4, 5, 22, 25, 19, 22, 14, 20])["P1"]
    (34, 40)

    """
    measures = (name.removesuffix("_numerator") for name in _FRACTIONS[::2])
    return dict(zip(measures, zip(stored[::2], stored[1::2], strict=True), strict=True))


async def latest_known() -> tuple[datetime, int] | None:
    """Return the latest recorded time of the ledger and its highest number; None when it is empty."""
    # each alone is one step in an index; together they would be a walk through the whole ledger
    last: Any = await LedgerEntry.all().order_by("-recorded_at").first().values_list("recorded_at")
    highest: Any = await LedgerEntry.all().order_by("-id").first().values_list("id")
    return None if last is None else (last[0], highest[0])


def kept(viewer: Viewer, region_id: UUID | None = None) -> QuerySet[TeamReadiness]:
    """Return the current ratings of the teams a viewer may see, of a region's subtree if one is named."""
    return TeamReadiness.filter(_seen(viewer, region_id))


def rollups(viewer: Viewer, region_id: UUID | None = None) -> QuerySet[ReadinessRollup]:
    """Return the counts by region and category that a viewer may see, of a subtree if one is named."""
    return ReadinessRollup.filter(_seen(viewer, region_id))


def snapshots(viewer: Viewer, region_id: UUID | None = None) -> QuerySet[ReadinessSnapshot]:
    """Return the nightly ratings of teams that stood in a region the viewer may see."""
    return ReadinessSnapshot.filter(_seen(viewer, region_id))


def _seen(viewer: Viewer, region_id: UUID | None) -> Q:
    regions = rows(viewer, Region)
    if region_id is not None:
        regions = regions.filter(ancestor_pairs__ancestor_id=region_id)
    return Q(region_id__in=Subquery(regions.values("id")))


async def keep(ratings: Sequence[Kept], on: date, *, gone: Collection[UUID] = ()) -> int:
    """
    Keep ratings of teams as their current ones, and count the cells they touch anew.

    Parameters
    ----------
    ratings
        At most a few thousand, each team once.
    on
        The day they are of.
    gone
        Teams that are there no more: nothing is kept of them.

    Returns
    -------
    int
        How many cells of the rollup were counted.

    """
    async with in_transaction():
        ids = [each.team_id for each in ratings]
        before = TeamReadiness.filter(team_id__in=[*ids, *gone])
        cells = {(row.region_id, row.category) for row in await before.only("region_id", "category")}
        await TeamReadiness.filter(team_id__in=list(gone)).delete()
        await TeamReadiness.bulk_create(
            [
                TeamReadiness(team_id=each.team_id, rated_on=on, known_at=each.known_at, **each.values)
                for each in ratings
            ],
            batch_size=_BATCH,
            on_conflict=["team_id"],
            update_fields=["rated_on", "known_at", *STORED],
        )
        cells |= {each.cell for each in ratings}
        await _count(cells)
    return len(cells)


async def _count(cells: Set[Cell]) -> None:
    """Make cells of the rollup anew from the current ratings; a cell without teams is no more."""
    regions = sorted({region for region, _ in cells})
    # whoever counts the same cells waits here, so that none is counted from ratings half written
    await rows(SYSTEM, Region).filter(id__in=regions).order_by("id").select_for_update()
    current: defaultdict[Cell, list[TeamReadiness]] = defaultdict(list)
    categories = sorted({category for _, category in cells})
    for row in await TeamReadiness.filter(region_id__in=regions, category__in=categories):
        current[row.region_id, row.category].append(row)
    for region, category in cells - current.keys():
        await ReadinessRollup.filter(region_id=region, category=category).delete()
    await ReadinessRollup.bulk_create(
        [_counted(cell, current[cell]) for cell in sorted(cells & current.keys(), key=str)],
        batch_size=_BATCH,
        on_conflict=["region_id", "category"],
        update_fields=_COUNTS,
    )


def _counted(cell: Cell, ratings: Sequence[StoredRating]) -> ReadinessRollup:
    levels = [each.level for each in ratings]
    return ReadinessRollup(
        region_id=cell[0],
        category=cell[1],
        teams=len(ratings),
        **{f"level_{level}": levels.count(level) for level in range(1, 6)},
        unrated=levels.count(None),
        unverified=sum(each.unverified for each in ratings),
        overridden=sum(each.shown != each.level for each in ratings),
        sums=summed(each.fractions for each in ratings),
    )


def summed(fractions: Iterable[Sequence[int]]) -> list[int]:
    """Return the sums of stored fractions, numerator by numerator and denominator by denominator."""
    return [sum(column) for column in zip(*fractions, strict=True)] or [0] * len(_FRACTIONS)


async def store_snapshots(ratings: Sequence[Kept], day: date, task: TaskState) -> None:
    """Store ratings as those of the night that began a day; a team that has one keeps it."""
    await ReadinessSnapshot.bulk_create(
        [
            ReadinessSnapshot(
                team_id=each.team_id, day=day, task_state=task, known_at=each.known_at, **each.values
            )
            for each in ratings
        ],
        batch_size=_BATCH,
        ignore_conflicts=True,
    )

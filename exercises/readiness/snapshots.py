"""
The night's work: every team rated again, its rating kept, and a snapshot taken that can be made again.

A run goes team after team in the order of their regions, a few thousand at once, and stores each lot when
it is rated: one that was killed begins again and leaves what is stored as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from exercises.readiness.current import as_known, present
from registry.access import SYSTEM, Viewer, rows
from registry.codes import TaskState
from registry.past import AsOf, Past
from registry.readiness.records.keeping import STORED, Kept, keep, snapshots, store_snapshots
from registry.tables import ReadinessSnapshot, Team

#: Teams rated at once.
LOT = 2_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Night:
    """What a night's work did: teams rated, and snapshots there are of the day now."""

    day: date
    teams: int
    snapshots: int


async def keep_everything(day: date, show: Callable[[int, int], None] = lambda _done, _of: None) -> Night:
    """
    Rate every team as of a day, keep that, and take the day's snapshots for every task with rules of its own.

    Run twice on a day it brings the current ratings up to date; snapshots stay as they were taken first.
    """
    ids: Any = await rows(SYSTEM, Team).order_by("region_id", "id").values_list("id", flat=True)
    done = 0
    for lot in _lots(list(ids)):
        found = await present(lot, day)
        for task in TaskState:
            ratings = found.ratings(task)
            if task is TaskState.PEACE:
                await keep(ratings, day, gone=set(lot) - {each.team_id for each in ratings})
                done += len(ratings)
            await store_snapshots(ratings, day, task)
        show(done, len(ids))
    return Night(day, done, await ReadinessSnapshot.filter(day=day).count())


def _lots(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + LOT] for start in range(0, len(items), LOT))


@dataclass(frozen=True, slots=True)
class Difference:
    """
    A snapshot that cannot be made again as it stands.

    `columns` are those of `registry.readiness.records.keeping.STORED` that differ, with what is stored and
    what the records give (None for a team the records do not know on the day).
    """

    team_id: UUID
    task: TaskState
    columns: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Verified:
    """How many snapshots of a day were made again, and those that differ."""

    day: date
    snapshots: int
    differences: tuple[Difference, ...]


async def verify_snapshots(viewer: Viewer, past: Past, day: date, region_id: UUID | None = None) -> Verified:
    """
    Make the snapshots of a day again, from what was true on it as it was known then, and compare.

    Rules and overrides are those of then too. Only teams in the viewer's scope, of a region's subtree if one
    is named.
    """
    stored = await snapshots(viewer, region_id).filter(day=day).order_by("team_id", "task_state")
    known: defaultdict[datetime, list[ReadinessSnapshot]] = defaultdict(list)
    for each in stored:
        known[each.known_at].append(each)
    differences: list[Difference] = []
    for known_at, group in sorted(known.items()):
        teams = sorted({each.team_id for each in group})
        for lot in _lots(teams):
            again = await _made_again(past, lot, AsOf(day, known_at))
            chosen = set(lot)
            differences += _differing((each for each in group if each.team_id in chosen), again)
    return Verified(day, len(stored), tuple(differences))


async def _made_again(past: Past, teams: Collection[UUID], at: AsOf) -> dict[tuple[UUID, TaskState], Kept]:
    """Return the ratings of teams as the past gives them."""
    async with past.reading(at):
        found = await as_known(teams, at.valid_on, at.known_at)
    return {(each.team_id, task): each for task in TaskState for each in found.ratings(task)}


def _differing(
    stored: Iterable[ReadinessSnapshot], again: Mapping[tuple[UUID, TaskState], Kept]
) -> Iterator[Difference]:
    for each in stored:
        made = again.get((each.team_id, each.task_state))
        values: Mapping[str, Any] = made.values if made is not None else {}
        pairs = {name: (getattr(each, name), values.get(name)) for name in STORED}
        columns = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
        if columns:
            yield Difference(each.team_id, each.task_state, columns)

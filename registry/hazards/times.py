"""How long hazards take: to be discovered, disposed of and closed, by region and level; what is overdue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tortoise.expressions import Subquery

from registry.access import Viewer, one, rows
from registry.codes import HazardState, NetworkLevel
from registry.errors import InvalidValue
from registry.network import LEVELS
from registry.tables import Hazard, Region, RegionClosure

ENDED = (HazardState.CLOSED, HazardState.DISMISSED)
"""States in which nothing more is to be done."""


@dataclass(frozen=True, slots=True)
class Durations:
    """
    Calendar days of some hazards: how many are known, their median and 90 % (nearest rank), None without any.

    Examples
    --------
    >>> Durations.of([9, 1, 2, 3])
    Durations(known=4, median_days=2, ninety_days=9)

    """

    known: int
    median_days: int | None
    ninety_days: int | None

    @classmethod
    def of(cls, days: Iterable[int]) -> Durations:
        """Return the figures of some numbers of days."""
        ordered = sorted(days)
        return cls(len(ordered), _rank(ordered, 50), _rank(ordered, 90))


def _rank(ordered: Sequence[int], percent: int) -> int | None:
    """Return the nearest-rank percentile of sorted numbers."""
    return ordered[-(-percent * len(ordered) // 100) - 1] if ordered else None


@dataclass(frozen=True, slots=True)
class HazardTimes:
    """
    The figures of one line of the report; a line of a region takes in everything below it.

    `discovery` runs from arising to being found (where known when it arose), `disposal` and `closing` from
    being found. `open` are neither closed nor dismissed; `oldest_open_days` counts from being found.
    """

    region: Region | None
    level: NetworkLevel | None
    found: int
    open: int
    overdue: int
    oldest_open_days: int | None
    discovery: Durations
    disposal: Durations
    closing: Durations


@dataclass(frozen=True, slots=True)
class HazardReport:
    """The report: the whole, then the regions directly below by code, then the levels where hazards lie."""

    since: date
    on: date
    whole: HazardTimes
    regions: tuple[HazardTimes, ...]
    levels: tuple[HazardTimes, ...]


async def hazard_report(viewer: Viewer, region_id: UUID, *, since: date, on: date) -> HazardReport:
    """
    Report the hazards found from `since` to `on`, both included, at and below a region; dismissed ones not.

    What was disposed of or closed after `on` counts as still open.

    Raises
    ------
    NotFound
        The viewer does not see the region.
    InvalidValue
        The days are the wrong way round.

    """
    region = await one(viewer, Region, region_id)
    if since > on:
        raise InvalidValue("since", since.isoformat(), f"not after {on.isoformat()}", rule_zh="起止日期颠倒")
    below = RegionClosure.filter(ancestor_id=region_id).values("descendant_id")
    listed = rows(viewer, Hazard).filter(
        region_id__in=Subquery(below), valid_from__gte=since, valid_from__lte=on
    )
    found = [each for each in await listed if each.state is not HazardState.DISMISSED]
    places = {each.id: each for each in await rows(viewer, Region).filter(id__in=Subquery(below))}
    by_child: defaultdict[UUID, list[Hazard]] = defaultdict(list)
    by_level: defaultdict[NetworkLevel, list[Hazard]] = defaultdict(list)
    for each in found:
        by_level[LEVELS[places[each.region_id].level]].append(each)
        child = _child(places, each.region_id, region_id)
        if child is not None:
            by_child[child].append(each)
    lines = [_times(hazards, on, region=places[child]) for child, hazards in by_child.items()]
    return HazardReport(
        since,
        on,
        _times(found, on, region=region),
        tuple(sorted(lines, key=lambda line: line.region.code if line.region is not None else "")),
        tuple(_times(by_level[level], on, level=level) for level in NetworkLevel if by_level[level]),
    )


def _child(places: dict[UUID, Region], place: UUID, above: UUID) -> UUID | None:
    """Return the region directly below `above` in which a place lies; None for `above` itself."""
    at: UUID | None = place
    while at is not None and at != above:
        parent = places[at].parent_id
        if parent == above:
            return at
        at = parent
    return None


def _times(
    hazards: Sequence[Hazard], on: date, *, region: Region | None = None, level: NetworkLevel | None = None
) -> HazardTimes:
    """Return the figures of some hazards as they were on a day."""
    waiting = [each for each in hazards if each.closed_on is None or each.closed_on > on]
    disposed = [(each, each.disposed_on) for each in hazards]
    closed = [(each, each.closed_on) for each in hazards]
    return HazardTimes(
        region,
        level,
        len(hazards),
        len(waiting),
        sum(each.due_on < on for each in waiting),
        max(((on - each.valid_from).days for each in waiting), default=None),
        Durations.of((each.valid_from - each.arose_on).days for each in hazards if each.arose_on is not None),
        Durations.of((day - each.valid_from).days for each, day in disposed if day is not None and day <= on),
        Durations.of((day - each.valid_from).days for each, day in closed if day is not None and day <= on),
    )


@dataclass(frozen=True, slots=True)
class HazardDue:
    """A hazard not closed yet: `on` is the last day in time, `days_left` is below 0 once it is overdue."""

    hazard: Hazard
    region: Region
    on: date
    days_left: int

    @property
    def sentence(self) -> str:
        """Return what is due, in English."""
        end = "should have been closed by" if self.days_left < 0 else "is to be closed by"
        place = f"{self.region.name}, with the {self.hazard.level.en}, {self.hazard.state.en}"
        return f"{self.hazard.code} “{self.hazard.title}” ({place}) {end} {self.on}."

    @property
    def sentence_zh(self) -> str:
        """Return what is due, in Chinese."""
        end = "逾期未销号" if self.days_left < 0 else "前应销号"
        place = f"{self.region.name},{self.hazard.level.zh}办理,{self.hazard.state.zh}"
        return f"{self.hazard.code}“{self.hazard.title}”({place}){self.on} {end}。"


async def hazards_due(viewer: Viewer, region_id: UUID, *, on: date, days: int = 0) -> list[HazardDue]:
    """
    Return the hazards to be closed within some days or overdue, at and below a region, the earliest first.

    Raises
    ------
    NotFound
        The viewer does not see the region.

    """
    await one(viewer, Region, region_id)
    below = RegionClosure.filter(ancestor_id=region_id).values("descendant_id")
    listed = rows(viewer, Hazard).filter(
        region_id__in=Subquery(below),
        state__not_in=list(ENDED),
        valid_from__lte=on,
        due_on__lte=on + timedelta(days=days),
    )
    found = await listed.order_by("due_on", "code")
    regions = {
        each.id: each
        for each in await rows(viewer, Region).filter(id__in=list({each.region_id for each in found}))
    }
    return [HazardDue(each, regions[each.region_id], each.due_on, (each.due_on - on).days) for each in found]

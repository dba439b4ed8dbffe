"""Which regions meet in a plan's cross-region exercises, which are left out, what was proved before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any
from uuid import UUID

from exercises.frozen import current
from exercises.tables import LinkTest, TrainingPlan
from registry.access import SYSTEM, Viewer, one, rows
from registry.tables import Region
from scheduling.areas import pairs


@dataclass(frozen=True, slots=True)
class Meeting:
    """One exercise in which a pair of regions meets."""

    uid: str
    first_day: date
    last_day: date
    host: str
    channel_group: int | None


@dataclass(frozen=True, slots=True)
class LinkCoverage:
    """
    One pair of regions of an area: the exercises that join them, and when a link between them last worked.

    Regions are codes, `from_region` the smaller; `wanted` counts how often they must meet in the year.
    """

    area: str
    from_region: str
    from_name: str
    to_region: str
    to_name: str
    wanted: int
    meetings: tuple[Meeting, ...]
    last_proved_on: date | None

    @property
    def covered(self) -> bool:
        """Whether the pair meets as often as it must."""
        return len(self.meetings) >= self.wanted


async def link_coverage(viewer: Viewer, plan_id: UUID) -> tuple[LinkCoverage, ...]:
    """
    Return every pair of every area of a plan, by area and region; a fixed number of statements.

    Link tests are read within the viewer's scope. Raises `NotFound` when the plan is out of scope.
    """
    plan = await one(viewer, TrainingPlan, plan_id)
    now = await current(plan)
    meetings: dict[tuple[str, str, str], list[Meeting]] = {}
    for a in now.plan.assignments:
        for first, second in pairs(a.exercise) if a.exercise else ():
            key = (a.exercise.area if a.exercise else "", first, second)
            host = a.exercise.host if a.exercise else ""
            meetings.setdefault(key, []).append(Meeting(a.event, a.first_day, a.last_day, host, a.channel))
    names: dict[str, Any] = {}
    codes = [region for area in now.problem.areas for region in area.regions]
    if codes:
        names = dict(await rows(SYSTEM, Region).filter(code__in=codes).values_list("code", "name"))
    proved = await last_proved(viewer, date(plan.year + 1, 1, 1))
    return tuple(
        LinkCoverage(
            area=area.id,
            from_region=first,
            from_name=names.get(first, first),
            to_region=second,
            to_name=names.get(second, second),
            wanted=area.times,
            meetings=tuple(meetings.get((area.id, first, second), ())),
            last_proved_on=proved.get((first, second)),
        )
        for area in now.problem.areas
        for first, second in combinations(sorted(area.regions), 2)
    )


async def last_proved(viewer: Viewer, before: date) -> dict[tuple[str, str], date]:
    """
    Return when a link between two regions, in either direction, last worked before a day.

    A district's station counts for its city as well.
    """
    found: list[Any] = (
        await rows(viewer, LinkTest)
        .filter(success=True, execution__last_day__lt=before)
        .order_by("execution__last_day")
        .values_list(
            "from_region__code",
            "from_region__parent__code",
            "to_region__code",
            "to_region__parent__code",
            "execution__last_day",
        )
    )
    proved: dict[tuple[str, str], date] = {}
    for one_end, one_above, other_end, other_above, day in found:
        for first in (one_end, one_above):
            for second in (other_end, other_above):
                if first and second and first != second:
                    pair = (first, second) if first < second else (second, first)
                    proved[pair] = max(day, proved.get(pair, day))
    return proved

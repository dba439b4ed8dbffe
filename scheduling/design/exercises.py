"""
Cross-region design: which regions meet in which exercise, and who hosts.

Exercises that are given already (by the problem or by a checkpoint) are kept and count; the design
fills up what they leave. Regions are put to the points of a cover and hosts chosen so that hosting is even
over the years and guests travel little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from scheduling.areas import distance_km, exercise_event, pairs
from scheduling.axis import quarter_of
from scheduling.design.blocks import Block, Cover, Need, full_need, without_spare
from scheduling.design.covers import cover
from scheduling.design.greedy import complete
from scheduling.design.hosts import Hosting, hosts_of
from scheduling.design.labels import labelled
from scheduling.problem import Event, Exercise, PairArea, Problem


@dataclass(frozen=True, slots=True)
class AreaDesign:
    """
    The exercises of one area that are still to be held, and how good they are.

    No way to let every pair meet, with what is given, has fewer than `lower_bound` exercises more. Kilometres
    are those of all guests to their hosts, one way. `means` names the construction of the cover.
    """

    area: str
    exercises: tuple[Exercise, ...]
    lower_bound: int
    travel_km: int
    means: str

    @property
    def is_proven(self) -> bool:
        """Whether fewer exercises cannot do."""
        return len(self.exercises) == self.lower_bound


def design(problem: Problem, *, seed: int = 0, given: Iterable[Event] = ()) -> tuple[Event, ...]:
    """
    Return one event per exercise that the areas of a problem need beyond what is given.

    `given` are exercises of a checkpoint; those among the problem's own events count as well. Event
    ids are ``<area>/<number>``, numbered from 1 and skipping ids in use.
    """
    kept = [event for event in given if event.exercise is not None]
    known = [event for event in (*problem.events, *kept) if event.exercise is not None]
    taken = {event.id for event in (*problem.events, *kept)}
    designed = list(kept)
    for area in problem.areas:
        exercises = tuple(e.exercise for e in known if e.exercise and e.exercise.area == area.id)
        number = 0
        for exercise in design_area(area, exercises, days=problem.days, seed=seed).exercises:
            number += 1
            while f"{area.id}/{number}" in taken:
                number += 1
            designed.append(exercise_event(area, exercise, f"{area.id}/{number}"))
    return tuple(designed)


def design_area(
    area: PairArea, given: tuple[Exercise, ...] = (), *, days: Sequence[date] = (), seed: int = 0
) -> AreaDesign:
    """
    Return what one area needs beyond `given`.

    `days` are the workdays of the year: quarters without a day in the windows of the area have no hosts.
    Without days all four quarters count.
    """
    need = _need(area, given)
    hosting = hosting_of(area, given, _quarters(area, days))
    whole = cover(len(area.regions), area.group_size, area.times, seed=seed)
    if not given:
        blocks, hosts = labelled(whole.blocks, hosting, seed=seed)
    else:
        blocks = _rest(area, need, whole, days, seed) if any(n > 0 for n in need.values()) else []
        hosts = hosts_of(blocks, hosting, seed=seed)
    exercises = tuple(
        Exercise(area.id, tuple(area.regions[i] for i in block), area.regions[host])
        for block, host in zip(blocks, hosts, strict=True)
    )
    ways = sum(hosting.way_km(block, host) for block, host in zip(blocks, hosts, strict=True))
    least = max(whole.lower_bound - len(given), int(bool(blocks)))
    return AreaDesign(area.id, exercises, least, ways, whole.means)


@lru_cache(maxsize=256)
def _fresh(area: PairArea, quarters: int, seed: int) -> tuple[Block, ...]:
    """Return the regions that meet when nothing is given: what a checkpoint of the same seed holds."""
    whole = cover(len(area.regions), area.group_size, area.times, seed=seed)
    return tuple(labelled(whole.blocks, hosting_of(area, (), quarters), seed=seed)[0])


def _rest(area: PairArea, need: Need, whole: Cover, days: Sequence[date], seed: int) -> list[Block]:
    """Return the blocks that fill up: those of a fresh design that are needed, or greedy ones if fewer."""
    size = min(area.group_size, len(area.regions))
    greedy = complete(need, len(area.regions), size, seed=seed)
    if len(greedy) * 4 < len(whole.blocks):
        return greedy
    fresh = without_spare(_fresh(area, _quarters(area, days), seed), need)
    return min(fresh, greedy, key=len)


def _need(area: PairArea, given: Iterable[Exercise]) -> Need:
    place = {region: i for i, region in enumerate(area.regions)}
    need = full_need(len(area.regions), area.times)
    for exercise in given:
        for one, other in pairs(exercise):
            if one in place and other in place:
                first, second = sorted((place[one], place[other]))
                need[first, second] -= 1
    return need


def _quarters(area: PairArea, days: Sequence[date]) -> int:
    if not days or not area.windows:
        return 4
    return len({quarter_of(day) for day in days if any(w.first <= day <= w.last for w in area.windows)})


def hosting_of(area: PairArea, given: Iterable[Exercise] = (), quarters: int = 4) -> Hosting:
    """Count this year's hosts and those on record; last time's host has hosted once at least."""
    regions = area.regions
    now = Counter(exercise.host for exercise in given)
    past = Counter(dict(area.hosted)) | Counter(dict.fromkeys(area.last_hosts, 1))
    return Hosting(
        distances=tuple(tuple(distance_km(area, a, b) for b in regions) for a in regions),
        hosted=tuple(past[region] + now[region] for region in regions),
        room=tuple(max(0, quarters * area.host_per_quarter - now[region]) for region in regions),
        last=frozenset(i for i, region in enumerate(regions) if region in area.last_hosts),
        waiting=frozenset(
            i for i, region in enumerate(regions) if region not in area.last_hosts and not now[region]
        ),
        is_even=area.hosts_evenly,
    )

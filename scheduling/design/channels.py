"""
How many channel groups the nearness of hosts asks for, before any exercise has its day.

Exercises whose hosts are nearer than the interference distance need different channel groups on a common
day. Were all held on one day, a set of which every two are near needs as many groups as it has members; with
fewer it needs several days. Groups that suffice come from coloring the graph of near exercises by saturation
(Brélaz 1979, "New methods to color the vertices of a graph", Comm. ACM 22).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from ortools.sat.python import cp_model

from scheduling.areas import hosts_distance_km
from scheduling.problem import Event, PairArea, Problem
from scheduling.words import Words

SECONDS = 1.0
Site = tuple[str, str]
"""An area and a host of it."""


@dataclass(frozen=True, slots=True)
class ChannelNeed:
    """
    Exercises that near hosts bind together, and what they would need if all were held on one day.

    `at_least` groups are needed and `enough` suffice; `offered` is the smallest number any of the areas has.
    `crowded` are the exercises of which every two interfere: as many as `at_least`.
    """

    areas: tuple[str, ...]
    exercises: int
    at_least: int
    enough: int
    offered: int
    crowded: tuple[str, ...]

    @property
    def days_at_least(self) -> int:
        """The fewest days on which the crowded exercises can be held with the groups there are."""
        return -(-self.at_least // self.offered)

    @property
    def sentence(self) -> Words:
        """Say it to a planner."""
        few, days = self.at_least, self.days_at_least
        return Words(
            f"若 {self.exercises} 次演练同日举行，至少需要 {few} 个频道组（{self.enough} 个足够），"
            f"现有 {self.offered} 个：承办地相距过近的 {few} 次演练至少须分 {days} 天",
            f"Held on one day, {self.exercises} exercises would need at least {few} channel groups "
            f"({self.enough} suffice); there are {self.offered}, so {few} exercises with near hosts "
            f"take {days} days at least",
        )


def channel_needs(problem: Problem, designed: Iterable[Event]) -> tuple[ChannelNeed, ...]:
    """
    Return one need per set of exercises that nearness binds together, the most crowded first.

    `designed` are exercises beside those among the problem's own events. Regions without an exercise to host
    and exercises of unknown areas are left out.
    """
    areas = {area.id: area for area in problem.areas}
    at: dict[Site, list[str]] = {}
    for event in dict.fromkeys((*problem.events, *designed)):
        exercise = event.exercise
        if exercise is not None and exercise.area in areas and exercise.host in areas[exercise.area].regions:
            at.setdefault((exercise.area, exercise.host), []).append(event.id)
    near = {site: {site} for site in at}
    for one, other in combinations(at, 2):
        if _is_near(areas, one, other):
            near[one].add(other)
            near[other].add(one)
    needs = [_need(areas, at, near, sites) for sites in _bound_together(near)]
    return tuple(sorted(needs, key=lambda need: (-need.at_least, need.areas, need.crowded)))


def _is_near(areas: dict[str, PairArea], one: Site, other: Site) -> bool:
    first, second = areas[one[0]], areas[other[0]]
    limit = min(first.interference_km, second.interference_km)
    return hosts_distance_km((first, one[1]), (second, other[1])) < limit


def _bound_together(near: dict[Site, set[Site]]) -> list[list[Site]]:
    parts: list[list[Site]] = []
    left = dict.fromkeys(near)
    while left:
        part = [next(iter(left))]
        for site in part:
            left.pop(site, None)
            part.extend(sorted(other for other in near[site] if other in left and other not in part))
        parts.append(part)
    return parts


def _need(
    areas: dict[str, PairArea], at: dict[Site, list[str]], near: dict[Site, set[Site]], sites: list[Site]
) -> ChannelNeed:
    weight = {site: len(at[site]) for site in sites}
    crowd = _crowd(weight, near)
    concerned = sorted({area for area, _ in sites})
    crowded = sorted(event for site in crowd for event in at[site])
    return ChannelNeed(
        areas=tuple(concerned),
        exercises=sum(weight.values()),
        at_least=len(crowded),
        enough=_colors(weight, near),
        offered=min(areas[area].channel_groups for area in concerned),
        crowded=tuple(crowded),
    )


def _crowd(weight: dict[Site, int], near: dict[Site, set[Site]]) -> list[Site]:
    """Return sites that are all near each other, with most exercises: a clique of greatest weight."""
    model = cp_model.CpModel()
    chosen = {site: model.new_bool_var("") for site in weight}
    for one, other in combinations(weight, 2):
        if other not in near[one]:
            model.add_at_most_one(chosen[one], chosen[other])
    model.maximize(sum(weight[site] * literal for site, literal in chosen.items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = SECONDS
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return [max(weight, key=lambda site: weight[site])]
    return [site for site, literal in chosen.items() if solver.boolean_value(literal)]


def _colors(weight: dict[Site, int], near: dict[Site, set[Site]]) -> int:
    """Return how many groups the coloring takes: next is the site whose neighbors leave it least choice."""
    used: dict[Site, set[int]] = {}
    barred: dict[Site, Counter[int]] = {site: Counter() for site in weight}
    while len(used) < len(weight):
        site = max(
            (s for s in weight if s not in used), key=lambda s: (len(barred[s]) + weight[s], len(near[s]), s)
        )
        free = (group for group in range(sum(weight.values())) if not barred[site][group])
        used[site] = {next(free) for _ in range(weight[site])}
        for other in near[site] & barred.keys():
            barred[other].update(used[site])
    return 1 + max(max(groups) for groups in used.values())

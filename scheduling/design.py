"""
Cross-region design: which regions meet in which exercise, and who hosts.

Exercises that are given already (by the problem or by a checkpoint) are kept and count; the design
fills up what they leave. Labels are then swapped and hosts assigned so that guests travel little.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from ortools.sat.python import cp_model

from scheduling.areas import distance_km, exercise_event, pairs
from scheduling.covers import Block, complete, cover
from scheduling.problem import Event, Exercise, PairArea, Problem

SWAPS = 4000
COVER_SECONDS = 2.0
QUARTERS = 4


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
        exercises = [e.exercise for e in known if e.exercise and e.exercise.area == area.id]
        number = 0
        for exercise in _area(area, exercises, seed):
            number += 1
            while f"{area.id}/{number}" in taken:
                number += 1
            designed.append(exercise_event(area, exercise, f"{area.id}/{number}"))
    return tuple(designed)


def _area(area: PairArea, given: Sequence[Exercise], seed: int) -> list[Exercise]:
    regions = area.regions
    place = {region: i for i, region in enumerate(regions)}
    size = min(area.group_size, len(regions))
    chance = random.Random(f"{seed}/{area.id}")  # noqa: S311 -- seeded search, not a secret
    distances = [[distance_km(area, a, b) for b in regions] for a in regions]
    if given:
        need = dict.fromkeys(combinations(range(len(regions)), 2), area.times)
        for exercise in given:
            for one, other in pairs(exercise):
                if one in place and other in place:
                    first, second = sorted((place[one], place[other]))
                    need[first, second] -= 1
        blocks = complete([], need, len(regions), size, seed=seed)
    else:
        blocks = cover(len(regions), size, area.times, seed=seed, deterministic_seconds=COVER_SECONDS)
        blocks = _relabel(blocks, distances, chance)
    hosts = _hosts(area, blocks, distances, given, seed)
    return [
        Exercise(area.id, tuple(regions[i] for i in block), regions[host])
        for block, host in zip(blocks, hosts, strict=True)
    ]


def _relabel(blocks: list[Block], distances: list[list[int]], chance: random.Random) -> list[Block]:
    """Swap regions by simulated annealing: every pair still meets, the ways get shorter."""
    label = list(range(len(distances)))

    def ways(block: Block) -> int:
        return min(sum(distances[label[i]][label[j]] for j in block) for i in block)

    holding = [[n for n, block in enumerate(blocks) if i in block] for i in range(len(label))]
    cost = [ways(block) for block in blocks]
    heat, cooling = 30.0, 0.998
    for _ in range(SWAPS if len(label) > 2 else 0):
        i, j = chance.sample(range(len(label)), 2)
        label[i], label[j] = label[j], label[i]
        changed = {n: ways(blocks[n]) for n in {*holding[i], *holding[j]}}
        worse = sum(changed.values()) - sum(cost[n] for n in changed)
        if worse <= 0 or chance.random() < math.exp(-worse / heat):
            for n, value in changed.items():
                cost[n] = value
        else:
            label[i], label[j] = label[j], label[i]
        heat *= cooling
    return [tuple(sorted(label[i] for i in block)) for block in blocks]


def _hosts(
    area: PairArea, blocks: list[Block], distances: list[list[int]], given: Sequence[Exercise], seed: int
) -> list[int]:
    """Choose the cheapest hosts within the yearly quota and, where it can be met, the rotation."""
    for rotate, quota in ((True, True), (False, True), (False, False)):
        hosts = _assign(area, blocks, distances, given, seed, rotate=rotate, quota=quota)
        if hosts is not None:
            return hosts
    return [block[0] for block in blocks]


def _assign(
    area: PairArea,
    blocks: list[Block],
    distances: list[list[int]],
    given: Sequence[Exercise],
    seed: int,
    *,
    rotate: bool,
    quota: bool,
) -> list[int] | None:
    model = cp_model.CpModel()
    hosted = Counter(exercise.host for exercise in given)
    last = {i for i, region in enumerate(area.regions) if region in area.last_hosts}
    host = [{i: model.new_bool_var("") for i in block} for block in blocks]
    by_region = {i: [row[i] for row in host if i in row] for i in range(len(area.regions))}
    for row in host:
        model.add_exactly_one(row.values())
    for i, region in enumerate(area.regions):
        if quota:
            model.add(sum(by_region[i]) <= max(0, QUARTERS * area.host_per_quarter - hosted[region]))
    for row in host if rotate else []:
        for i in last & row.keys():
            for j in row.keys() - last:
                if not hosted[area.regions[j]]:
                    model.add(sum(by_region[j]) >= row[i])
    model.minimize(
        sum(
            row[i] * sum(distances[i][j] for j in block)
            for row, block in zip(host, blocks, strict=True)
            for i in block
        )
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = COVER_SECONDS
    if not blocks or solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return [] if not blocks else None
    return [next(i for i, literal in row.items() if solver.boolean_value(literal)) for row in host]

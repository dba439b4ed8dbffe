"""
Covering designs: few groups of at most g among v regions, such that every pair meets k times.

Where a perfect difference set is known the design is a projective plane and provably minimal; groups of
three have Bose's and the cyclic Steiner constructions; otherwise greedy search, then CP-SAT at the bound.
"""

from __future__ import annotations

import random
from itertools import combinations

from ortools.sat.python import cp_model

Block = tuple[int, ...]
Need = dict[tuple[int, int], int]

# Singer difference sets: v = q*q + q + 1, g = q + 1 for q = 2, 3, 4, 5.
DIFFERENCE_SETS: dict[tuple[int, int], Block] = {
    (7, 3): (0, 1, 3),
    (13, 4): (0, 1, 3, 9),
    (21, 5): (3, 6, 7, 12, 14),
    (31, 6): (1, 5, 11, 24, 25, 27),
}


def schonheim_bound(regions: int, group_size: int, times: int = 1) -> int:
    """Return Schönheim's lower bound on the number of groups (1964), for pairs met `times` times."""
    meetings = -(-times * (regions - 1) // (group_size - 1))
    return -(-regions * meetings // group_size)


def cover(
    regions: int, group_size: int, times: int, *, seed: int, deterministic_seconds: float
) -> list[Block]:
    """Return groups in which every pair of `regions` (0 …) meets at least `times` times, as few as found."""
    size = min(group_size, regions)
    known = _known(regions, size)
    if known is not None:
        return known * times
    need = dict.fromkeys(combinations(range(regions), 2), times)
    best = complete([], need, regions, size, seed=seed)
    bound = schonheim_bound(regions, size, times)
    if bound < len(best) <= 60:
        found = _search(regions, size, times, bound, best, seed, deterministic_seconds)
        best = found or best
    return best


def complete(given: list[Block], need: Need, regions: int, size: int, *, seed: int) -> list[Block]:
    """Return greedy groups that add to `given` what `need` still asks for; the shortest of several tries."""
    best: list[Block] | None = None
    for attempt in range(60):
        chance = random.Random(seed * 1000 + attempt)  # noqa: S311 -- seeded search, not a secret
        blocks = _greedy(dict(need), regions, size, chance)
        if best is None or len(blocks) < len(best):
            best = blocks
    return given + (best or [])


def _known(regions: int, size: int) -> list[Block] | None:
    if size >= regions:
        return [tuple(range(regions))]
    base = DIFFERENCE_SETS.get((regions, size))
    if base is not None:
        return [tuple(sorted((d + shift) % regions for d in base)) for shift in range(regions)]
    if size == 3 and regions % 6 == 3:
        return _bose(regions)
    return None


def _bose(regions: int) -> list[Block]:
    """Bose's construction (1939) of a Steiner triple system on v = 6 n + 3 points."""
    order = regions // 3
    half = (order + 1) // 2
    triples = [tuple(sorted((i, i + order, i + 2 * order))) for i in range(order)]
    for layer in range(3):
        for i, j in combinations(range(order), 2):
            middle = (i + j) * half % order
            upper = middle + (layer + 1) % 3 * order
            triples.append(tuple(sorted((i + layer * order, j + layer * order, upper))))
    return triples


def _greedy(need: Need, regions: int, size: int, chance: random.Random) -> list[Block]:
    need = {pair: count for pair, count in need.items() if count > 0}
    blocks: list[Block] = []
    while need:
        block = list(chance.choice(list(need)))
        while len(block) < size:
            gains = [
                (sum(tuple(sorted((i, j))) in need for j in block), chance.random(), i)
                for i in range(regions)
                if i not in block
            ]
            gain, _, region = max(gains)
            if not gain:
                break
            block.append(region)
        for pair in combinations(sorted(block), 2):
            if pair in need:
                need[pair] -= 1
                if not need[pair]:
                    del need[pair]
        blocks.append(tuple(sorted(block)))
    return blocks


def _search(
    regions: int, size: int, times: int, bound: int, best: list[Block], seed: int, seconds: float
) -> list[Block] | None:
    """Minimize the groups between the bound and the greedy result; pairs are counted by products."""
    model = cp_model.CpModel()
    groups = len(best) - 1
    member = [[model.new_bool_var("") for _ in range(regions)] for _ in range(groups)]
    used = [model.new_bool_var("") for _ in range(groups)]
    for group, row in enumerate(member):
        model.add(sum(row) <= size * used[group])
        if group:
            model.add_implication(used[group], used[group - 1])
    for i, j in combinations(range(regions), 2):
        together: list[cp_model.IntVar] = []
        for row in member:
            both = model.new_bool_var("")
            model.add_implication(both, row[i])
            model.add_implication(both, row[j])
            together.append(both)
        model.add(sum(together) >= times)
    for i in range(min(size, regions)):
        model.add(member[0][i] == 1)
    model.add(sum(used) >= bound)
    model.minimize(sum(used))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = seconds
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    blocks = [tuple(i for i in range(regions) if solver.boolean_value(row[i])) for row in member]
    return [block for block in blocks if len(block) > 1]

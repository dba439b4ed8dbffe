"""A lower bound on the ways of guests, whichever region stands where, by a linear program."""

from __future__ import annotations

from itertools import combinations

from ortools.linear_solver import pywraplp

from scheduling.design.blocks import Block, meetings
from scheduling.design.covers import cover
from scheduling.design.exercises import hosting_of
from scheduling.design.hosts import Hosting
from scheduling.problem import PairArea


def travel_bound_km(area: PairArea) -> int:
    """
    Return kilometres, one way, below which no labels and hosts of this area's cover can come.

    Every guest's way joins two regions; two regions are joined no more often than their points meet in the
    cover, each is host and guest of as many as the cover allows, and all exercises have hosts. Valid for
    the cover that `cover` returns, not for others with as few exercises.
    """
    blocks = cover(len(area.regions), area.group_size, area.times).blocks
    return _bound(blocks, hosting_of(area)) if blocks else 0


def _bound(blocks: tuple[Block, ...], hosting: Hosting) -> int:
    met = meetings(blocks)
    regions = range(len(hosting.hosted))
    attended = [sum(region in block for block in blocks) for region in regions]
    sizes = [len(block) for block in blocks]
    fewest, most = _shares(len(blocks), hosting)
    solver = pywraplp.Solver.CreateSolver("GLOP")
    way = {
        (host, guest): solver.NumVar(0, max(met.values()), "")
        for host in regions
        for guest in regions
        if host != guest
    }
    for one, other in combinations(regions, 2):
        solver.Add(way[one, other] + way[other, one] <= max(met.values()))
    for region in regions:
        received = sum(way[region, guest] for guest in regions if guest != region)
        visited = sum(way[host, region] for host in regions if host != region)
        solver.Add(received <= most * (max(sizes) - 1))
        solver.Add(received >= fewest * (min(sizes) - 1))
        solver.Add(visited <= max(attended) - fewest)
        solver.Add(visited >= min(attended) - most)
    solver.Add(sum(way.values()) == sum(sizes) - len(sizes))
    solver.Minimize(sum(hosting.distances[host][guest] * ways for (host, guest), ways in way.items()))
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return 0
    return int(-(-(solver.Objective().Value() - 1e-6) // 1))


def _shares(exercises: int, hosting: Hosting) -> tuple[int, int]:
    """Return how few and how many exercises a region may host; even hosting needs an even record to say."""
    most = min(max(hosting.room), exercises)
    if not hosting.is_even or len(set(hosting.hosted)) > 1 or hosting.last:
        return 0, most
    share, rest = divmod(exercises, len(hosting.hosted))
    return share, min(most, share + bool(rest))

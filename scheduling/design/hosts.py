"""
Who hosts: evenly over the years on record first, then so that guests travel little.

A flow of least cost from exercises through regions: the n-th exercise that a region hosts costs more than the
one before, so that the squares of what each hosted in all years are least in sum; kilometres only break ties.
Rotation is a side condition which such a flow nearly always keeps; where it does not, CP-SAT decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ortools.graph.python import min_cost_flow
from ortools.sat.python import cp_model

from scheduling.design.blocks import Block

SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Hosting:
    """
    What is known of the regions 0 … of an area before the hosts of its exercises are chosen.

    `distances` are whole kilometres; `hosted` counts what each region hosted in the years on record and
    has been given this year; `room` is how many exercises it may still host this year. Of `last`, none may
    host beside a region that is `waiting`, neither last time's host nor a host this year, until that has.
    Without `is_even` only kilometres count.
    """

    distances: tuple[tuple[int, ...], ...]
    hosted: tuple[int, ...]
    room: tuple[int, ...]
    last: frozenset[int] = frozenset()
    waiting: frozenset[int] = frozenset()
    is_even: bool = True

    @property
    def unevenness(self) -> int:
        """Points for one step of the sum of squares: more than all ways of an area add up to; or 0."""
        if not self.is_even:
            return 0
        farthest = max((max(row) for row in self.distances), default=0)
        return 1 + farthest * len(self.distances) ** 2 * max(1, sum(self.room))

    def way_km(self, block: Block, host: int) -> int:
        """Return the kilometres of all guests of a block to its host, one way."""
        return sum(self.distances[host][guest] for guest in block)

    def cost(self, blocks: Sequence[Block], hosts: Sequence[int]) -> int:
        """Return unevenness and kilometres of a choice of hosts in one number, the smaller the better."""
        held = list(self.hosted)
        for host in hosts:
            held[host] += 1
        ways = sum(self.way_km(block, host) for block, host in zip(blocks, hosts, strict=True))
        return self.unevenness * sum(count * count for count in held) + ways

    def rotates(self, blocks: Sequence[Block], hosts: Sequence[int]) -> bool:
        """Whether last time's hosts host only where every waiting region of the exercise hosts this year."""
        waiting = self.waiting - set(hosts)
        meets = zip(blocks, hosts, strict=True)
        return not any(host in self.last and waiting.intersection(block) for block, host in meets)


def hosts_of(blocks: Sequence[Block], hosting: Hosting, *, seed: int = 0) -> list[int]:
    """Return the host of each block: within the room of each region and in rotation, if that can be."""
    if not blocks:
        return []
    hosts = _by_flow(blocks, hosting)
    if hosts is not None and hosting.rotates(blocks, hosts):
        return hosts
    rotating = (
        _by_model(blocks, hosting, seed) if hosting.last & {i for block in blocks for i in block} else None
    )
    return rotating or hosts or _by_flow(blocks, hosting, is_limited=False) or [block[0] for block in blocks]


def _by_flow(blocks: Sequence[Block], hosting: Hosting, *, is_limited: bool = True) -> list[int] | None:
    flow = min_cost_flow.SimpleMinCostFlow()
    count = len(blocks)
    sink = count + len(hosting.hosted)
    arcs: list[tuple[int, int, int]] = []
    for n, block in enumerate(blocks):
        for host in block:
            arc = flow.add_arc_with_capacity_and_unit_cost(n, count + host, 1, hosting.way_km(block, host))
            arcs.append((arc, n, host))
        flow.set_node_supply(n, 1)
    flow.set_node_supply(sink, -count)
    for region, hosted in enumerate(hosting.hosted):
        for more in range(min(count, hosting.room[region]) if is_limited else count):
            step = hosting.unevenness * (2 * (hosted + more) + 1)
            flow.add_arc_with_capacity_and_unit_cost(count + region, sink, 1, step)
    if flow.solve() != flow.OPTIMAL:
        return None
    chosen = {n: host for arc, n, host in arcs if flow.flow(arc)}
    return [chosen[n] for n in range(count)]


def _by_model(blocks: Sequence[Block], hosting: Hosting, seed: int) -> list[int] | None:
    model = cp_model.CpModel()
    host = [{i: model.new_bool_var("") for i in block} for block in blocks]
    by_region = [[row[i] for row in host if i in row] for i in range(len(hosting.hosted))]
    cost: list[cp_model.LinearExprT] = []
    for row, block in zip(host, blocks, strict=True):
        model.add_exactly_one(row.values())
        cost.extend(hosting.way_km(block, i) * literal for i, literal in row.items())
        for i in hosting.last & row.keys():
            for j in hosting.waiting & row.keys():
                model.add(sum(by_region[j]) >= row[i])
    for i, literals in enumerate(by_region):
        steps = [model.new_bool_var("") for _ in range(min(len(literals), hosting.room[i]))]
        model.add(sum(literals) == sum(steps))
        cost.extend(
            hosting.unevenness * (2 * (hosting.hosted[i] + n) + 1) * step for n, step in enumerate(steps)
        )
    model.minimize(sum(cost))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = SECONDS
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return [next(i for i, literal in row.items() if solver.boolean_value(literal)) for row in host]

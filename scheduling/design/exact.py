"""The last means for small covers: CP-SAT between the lower bound and the best cover so far."""

from __future__ import annotations

from itertools import combinations

from ortools.sat.python import cp_model

from scheduling.design.blocks import Block, without_spare
from scheduling.design.blocks import full_need as need_of

LARGEST = 5000
"""Pairs times blocks beyond which a search of a second or two has never helped."""


def searched(
    points: int, size: int, times: int, bound: int, best: list[Block], *, seed: int, seconds: float
) -> tuple[list[Block], bool]:
    """
    Return the fewest blocks found between `bound` and `best`, and whether they are proven to be fewest.

    `seconds` are the solver's deterministic ones. Larger covers come back as they are.
    """
    if len(best) * points * (points - 1) // 2 > LARGEST:
        return best, False
    model = cp_model.CpModel()
    member = [[model.new_bool_var("") for _ in range(points)] for _ in range(len(best) - 1)]
    _post(model, member, size, times, bound)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = seconds
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return best, status == cp_model.INFEASIBLE
    rows = [tuple(i for i in range(points) if solver.boolean_value(row[i])) for row in member]
    return without_spare(rows, need_of(points, times)), status == cp_model.OPTIMAL


def _post(
    model: cp_model.CpModel, member: list[list[cp_model.IntVar]], size: int, times: int, bound: int
) -> None:
    points = len(member[0])
    used = [model.new_bool_var("") for _ in member]
    for group, row in enumerate(member):
        model.add(sum(row) <= size * used[group])
        if group:
            model.add_implication(used[group], used[group - 1])
    for i, j in combinations(range(points), 2):
        together: list[cp_model.IntVar] = []
        for row in member:
            both = model.new_bool_var("")
            model.add_implication(both, row[i])
            model.add_implication(both, row[j])
            together.append(both)
        model.add(sum(together) >= times)
    for i in range(points):
        model.add(sum(row[i] for row in member) >= -(-times * (points - 1) // (size - 1)))
    for i in range(size):
        model.add(member[0][i] == 1)
    model.add(sum(used) >= bound)
    model.minimize(sum(used))

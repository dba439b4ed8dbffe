"""The exact model of siting: maximal covering location with limits, for CP-SAT; and its solves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, isfinite

from ortools.sat.python import cp_model

from scheduling.siting.problem import SitingProblem

WORK_PER_SECOND = 0.25
"""Deterministic time the solver spends in one second on these models, measured on one core."""
ROUNDING = 1e-4


@dataclass(frozen=True, slots=True)
class SitingEffort:
    """How hard to try: deterministic `seconds`, a `seed`, and seconds by the clock where one must end."""

    seconds: float
    seed: int
    wall_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class SitingAnswer:
    """What a solve found: the choice (None if none), the proven bound, whether no choice is feasible."""

    chosen: tuple[int, ...] | None
    bound: int | None
    infeasible: bool
    work: float


class SitingModel:
    """Variables and limits; cells reached by the same options are one variable."""

    def __init__(self, problem: SitingProblem, *, without: frozenset[str] = frozenset()) -> None:
        """Build the model; `without` names limits left out: budget, most, least, floors, required."""
        self.problem = problem
        self.model = cp_model.CpModel()
        self.take = {p: self.model.new_bool_var(f"take {p}") for p in problem.choosable()}
        self.reach: dict[tuple[tuple[int, ...], str], cp_model.IntVar] = {}
        self.weight: dict[tuple[tuple[int, ...], str], int] = defaultdict(int)
        self.base: dict[str, int] = defaultdict(int)
        self._cells()
        self._exclusions()
        if "budget" not in without and problem.budget is not None:
            self.model.add(self.cost() <= problem.budget)
        if "most" not in without and problem.most is not None:
            self.model.add(self.count() <= problem.most)
        if "least" not in without:
            self._least()
        if "floors" not in without:
            self._floors()
        if "required" not in without:
            self._required()

    def _cells(self) -> None:
        """Make one variable for all cells of a district that the same options reach."""
        reaching: dict[int, list[int]] = defaultdict(list)
        for position in self.take:
            for reached_cell in self.problem.options[position].covers:
                reaching[reached_cell].append(position)
        for number, cell in enumerate(self.problem.cells):
            if number in self.problem.covered:
                self.base[cell.district] += cell.weight
            elif number in reaching and cell.weight:
                self.weight[tuple(reaching[number]), cell.district] += cell.weight
        for key in self.weight:
            reached = self.model.new_bool_var("reach")
            self.model.add_bool_or([*(self.take[p] for p in key[0]), reached.negated()])
            self.reach[key] = reached

    def _exclusions(self) -> None:
        """Take at most one option of a site, exactly one of a unit."""
        sites: dict[str, list[cp_model.IntVar]] = defaultdict(list)
        units: dict[str, list[cp_model.IntVar]] = defaultdict(list)
        for position, literal in self.take.items():
            option = self.problem.options[position]
            sites[option.site].append(literal)
            if option.unit is not None:
                units[option.unit].append(literal)
        for literals in sites.values():
            self.model.add_at_most_one(literals)
        for literals in units.values():
            self.model.add_exactly_one(literals)

    def _least(self) -> None:
        """Give each district its number of new sirens."""
        for district, least in self.problem.least.items():
            self.model.add(self.count(district) >= least)

    def _floors(self) -> None:
        """Reach the floor of each district."""
        for district in self.problem.floor_percent:
            terms = [self.weight[key] * literal for key, literal in self.reach.items() if key[1] == district]
            self.model.add(sum(terms) + self.base[district] >= self.problem.needed(district))

    def _required(self) -> None:
        """Take what is required; where nothing of it may be taken there is no choice at all."""
        for name in sorted(self.problem.required):
            self.model.add_bool_or([self.take[position] for position in self.problem.named(name)])

    def cost(self) -> cp_model.LinearExpr:
        """Return the cost of the choice."""
        return cp_model.LinearExpr.weighted_sum(
            list(self.take.values()), [self.problem.options[p].cost for p in self.take]
        )

    def count(self, district: str | None = None) -> cp_model.LinearExpr:
        """Return how many options that are no keeps are taken, in one district or in all."""
        options = self.problem.options
        return cp_model.LinearExpr.sum(
            [
                literal
                for p, literal in self.take.items()
                if not options[p].keep and district in (None, options[p].district)
            ]
        )

    def most_reached(self, effort: SitingEffort, hint: Iterable[int] | None) -> SitingAnswer:
        """Maximize the weight reached, starting from a hint; the bound takes in what is reached anyway."""
        keys = list(self.reach)
        self.model.maximize(
            cp_model.LinearExpr.weighted_sum([self.reach[k] for k in keys], [self.weight[k] for k in keys])
        )
        if hint is not None:
            taken = set(hint)
            for position, literal in self.take.items():
                self.model.add_hint(literal, position in taken)
            for key, literal in self.reach.items():
                self.model.add_hint(literal, not taken.isdisjoint(key[0]))
        return self._solve(effort, sum(self.base.values()))

    def feasible(self, effort: SitingEffort) -> SitingAnswer:
        """Look for any choice that keeps the limits."""
        return self._solve(effort, None)

    def cheapest(self, effort: SitingEffort, *, counting: bool) -> SitingAnswer:
        """Minimize the cost, or the number of new sirens; the bound is from below."""
        self.model.minimize(self.count() if counting else self.cost())
        return self._solve(effort, None)

    def _solve(self, effort: SitingEffort, base: int | None) -> SitingAnswer:
        """Run the solver; with a `base` the bound is rounded down and the base added, else rounded up."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.random_seed = effort.seed % (1 << 31)
        solver.parameters.max_deterministic_time = effort.seconds * WORK_PER_SECOND
        if effort.wall_seconds is not None:
            solver.parameters.max_time_in_seconds = effort.wall_seconds
        status = solver.solve(self.model)
        if status == cp_model.MODEL_INVALID:
            raise ValueError(f"invalid model: {self.model.validate()}")
        found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        proven = solver.best_objective_bound
        bound = None
        if self.model.has_objective() and isfinite(proven) and status != cp_model.INFEASIBLE:
            bound = ceil(proven - ROUNDING) if base is None else floor(proven + ROUNDING) + base
        chosen = (
            tuple(p for p, literal in self.take.items() if solver.boolean_value(literal)) if found else None
        )
        work = solver.response_proto.deterministic_time / WORK_PER_SECOND
        return SitingAnswer(chosen, bound, status == cp_model.INFEASIBLE, work)

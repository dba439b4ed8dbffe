"""The integer model of a demand: units from each source to each line, surge used, centers called on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby

from ortools.sat.python import cp_model

from scheduling.demand.output import base_by, extra_by, most_by
from scheduling.demand.problem import HORIZON_DAYS, Demand, Line, Source
from scheduling.solver import Effort, new_solver


class Stage(Enum):
    """A quantity that is made as small as it can be; `MISSING` units, the rest as they say."""

    MISSING = auto()
    CENTERS = auto()
    SURGE = auto()
    TRAVEL = auto()


@dataclass(frozen=True, slots=True)
class Shares:
    """
    Units from source to line, and the surge units each source needs for them.

    `proven` tells whether every stage was solved to the end.
    """

    units: dict[tuple[str, str], int]
    extra: dict[str, int]
    proven: bool


def solve(
    demand: Demand,
    sources: tuple[Source, ...],
    stages: tuple[Stage, ...],
    effort: Effort,
    cap: int = HORIZON_DAYS,
    free: frozenset[str] = frozenset(),
) -> Shares | None:
    """
    Return the shares that are best by the stages, the first counting most; None if there are none.

    Everything arrives by day `cap` at the latest; centers that are `free` cost nothing. When the first
    stage is `MISSING`, lines may stay short; otherwise they may not, and None is also what is known
    when the work ran out too early: ask with `MISSING` first.
    """
    drawn = _Model(demand, sources, cap, free, short=stages[0] is Stage.MISSING)
    best: Shares | None = None
    for stage in stages:
        solver = new_solver(effort)
        drawn.model.minimize(drawn.expressions[stage])
        status = solver.solve(drawn.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None if best is None else Shares(best.units, best.extra, proven=False)
        best = drawn.read(solver, proven=status == cp_model.OPTIMAL)
        if not best.proven:
            return best
        drawn.model.add(drawn.expressions[stage] == round(solver.objective_value))
        drawn.hint(best)
    return best


class _Model:
    """The variables and rules of a demand; quantities are whole units throughout."""

    def __init__(
        self, demand: Demand, sources: tuple[Source, ...], cap: int, free: frozenset[str], *, short: bool
    ) -> None:
        self.model = cp_model.CpModel()
        self._units: dict[tuple[str, str], cp_model.IntVar] = {}
        self._extra: dict[str, cp_model.IntVar] = {}
        self._center = {
            center: self.model.new_bool_var(f"center {center}")
            for center in sorted({source.center for source in sources})
        }
        for source in sources:
            self._source(source, demand.lines, cap)
        missing = [self._line(line, short=short) for line in demand.lines]
        travel = {source.id: source.travel_hours for source in sources}
        self.expressions: dict[Stage, cp_model.LinearExprT] = {
            Stage.MISSING: cp_model.LinearExpr.sum(missing),
            Stage.CENTERS: cp_model.LinearExpr.sum(
                [called for center, called in self._center.items() if center not in free]
            ),
            Stage.SURGE: cp_model.LinearExpr.sum(list(self._extra.values())),
            Stage.TRAVEL: cp_model.LinearExpr.weighted_sum(
                list(self._units.values()), [travel[source] for source, _ in self._units]
            ),
        }

    def _source(self, source: Source, lines: tuple[Line, ...], cap: int) -> None:
        """By each day asked for, a source has given no more than it can have, with the surge it uses."""
        served = sorted(
            (line for line in lines if source.product in line.products), key=lambda line: line.by_day
        )
        if not served:
            return
        last = min(served[-1].by_day, cap)
        extra = self.model.new_int_var(0, extra_by(source, last), f"surge {source.id}")
        self._extra[source.id] = extra
        given: list[cp_model.IntVar] = []
        for by_day, due in groupby(served, key=lambda line: min(line.by_day, cap)):
            most = most_by(source, by_day)
            for line in due:
                units = self.model.new_int_var(0, min(line.quantity, most), f"{source.id} to {line.id}")
                self._units[source.id, line.id] = units
                given.append(units)
                self.model.add(units == 0).only_enforce_if(~self._center[source.center])
            total = cp_model.LinearExpr.sum(given)
            self.model.add(total <= most * self._center[source.center])
            self.model.add(total <= base_by(source, by_day) + extra)

    def _line(self, line: Line, *, short: bool) -> cp_model.IntVar:
        """A line gets its quantity, or is short of what it says."""
        missing = self.model.new_int_var(0, line.quantity if short else 0, f"missing {line.id}")
        given = [units for (_, served), units in self._units.items() if served == line.id]
        self.model.add(cp_model.LinearExpr.sum([*given, missing]) == line.quantity)
        return missing

    def read(self, solver: cp_model.CpSolver, *, proven: bool) -> Shares:
        """Return the shares of a solution."""
        return Shares(
            {key: solver.value(units) for key, units in self._units.items() if solver.value(units)},
            {source: solver.value(extra) for source, extra in self._extra.items()},
            proven,
        )

    def hint(self, known: Shares) -> None:
        """Start the next solve from known shares."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]  # ortools is partly untyped
        for key, units in self._units.items():
            self.model.add_hint(units, known.units.get(key, 0))
        for source, extra in self._extra.items():
            self.model.add_hint(extra, known.extra.get(source, 0))

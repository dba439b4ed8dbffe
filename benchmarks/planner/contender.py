"""
One contender on one problem, in a process of its own: JSON on standard input, JSON on standard output.

In: `problem` (its JSON form), `seconds`, `workers`, `seed`. Out: `plan` (its JSON form, null if none),
`bound` (null if the way gives none), `first_seconds` (to the first plan), `seconds`, `megabytes`.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.planner.greedy import best_of
from scheduling.compiled import Compiled, Places
from scheduling.design import design
from scheduling.outcome import Infeasible, Progress
from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.serial import problem_from_json, to_data
from scheduling.solve import plan_year


def greedy(problem: Problem, asked: dict[str, Any]) -> dict[str, Any]:
    """Fill in a spreadsheet in several orders; the best counts, however little of the time it takes."""
    plan, _ = best_of(problem, asked["seed"])
    return {"plan": plan}


def intervals(problem: Problem, asked: dict[str, Any]) -> dict[str, Any]:
    """Solve one model with starts and intervals."""
    from benchmarks.planner.plain_intervals import Intervals  # noqa: PLC0415 -- the solver's memory is its own

    view, hint = _hinted(problem, asked["seed"])
    model = Intervals(view)
    model.hint(hint)
    return _solved(view, model.model, model.read, asked)


def binary(problem: Problem, asked: dict[str, Any]) -> dict[str, Any]:
    """Solve one model with a literal for each event and day."""
    from scheduling.model import build  # noqa: PLC0415 -- as above

    view, hint = _hinted(problem, asked["seed"])
    locked = [e for e in view.free_events() if view.events[e].lock]
    draft = build(view, view.free_events(), view.history, must=locked)
    draft.hint(hint)

    def read(value: Callable[[Any], int]) -> Places:
        return {**view.history, **draft.read(lambda literal: bool(value(literal)))}

    return _solved(view, draft.model, read, asked)


def ours(problem: Problem, asked: dict[str, Any]) -> dict[str, Any]:
    """Plan with this project, as `muster plan` does."""
    first: list[float] = []

    def progress(report: Progress, plan: Plan | None) -> None:
        if plan is not None and not first:
            first.append(report.seconds)

    outcome = plan_year(
        problem,
        seconds=asked["seconds"],
        workers=asked["workers"],
        seed=asked["seed"],
        on_progress=progress,
    )
    if isinstance(outcome, Infeasible):
        return {"plan": None}
    plan = getattr(outcome, "plan", None) or getattr(outcome, "best", None)
    return {"plan": plan, "bound": outcome.bound, "first_seconds": first[0] if first else None}


CONTENDERS = {"greedy": greedy, "intervals": intervals, "binary": binary, "ours": ours}


def _hinted(problem: Problem, seed: int) -> tuple[Compiled, Places]:
    """Return the problem with its exercises designed as for everybody, and the spreadsheet's plan."""
    view = Compiled(problem, design(problem, seed=seed))
    plan, _ = best_of(problem, seed)
    return view, view.places_of(plan)


def _solved(
    view: Compiled, model: Any, read: Callable[[Callable[[Any], int]], Places], asked: dict[str, Any]
) -> dict[str, Any]:
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- as above

    class First(cp_model.CpSolverSolutionCallback):
        seconds: float | None = None

        def on_solution_callback(self) -> None:
            self.seconds = self.seconds or time.monotonic() - BEGAN

    solver, first = cp_model.CpSolver(), First()
    solver.parameters.num_workers = asked["workers"]
    solver.parameters.random_seed = asked["seed"]
    solver.parameters.max_time_in_seconds = max(1.0, asked["seconds"] - (time.monotonic() - BEGAN))
    status = solver.solve(model, first)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    if status == cp_model.MODEL_INVALID:
        raise ValueError(model.validate())
    bound = None if view.problem.areas else max(0, round(solver.best_objective_bound))
    plan = view.plan_of(read(solver.value)) if found else None
    return {"plan": plan, "bound": bound, "first_seconds": first.seconds}


BEGAN = time.monotonic()


def main() -> None:
    """Run the contender named on the command line."""
    asked = json.load(sys.stdin)
    problem = problem_from_json(json.dumps(asked["problem"]))
    began = time.monotonic()
    found = {"bound": None, "first_seconds": None} | CONTENDERS[sys.argv[1]](problem, asked)
    found["seconds"] = time.monotonic() - began
    if found["first_seconds"] is None and found["plan"] is not None:
        found["first_seconds"] = found["seconds"]
    found["plan"] = None if found["plan"] is None else to_data(found["plan"])
    found["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(found))


if __name__ == "__main__":
    main()

"""
The course of a project's search: lists and intervals side by side, until they meet or time is over.

Lists find short schedules within a second; the solver proves them, or finds what lists cannot: it runs in
slices that double, each begun from the best schedule and the best bound so far. With several workers the
lists go on while the solver runs on the others; with one they take turns, and the answer is always the same.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from math import ceil

from ortools.sat.python import cp_model

from scheduling.budget import Budget
from scheduling.project.generation import Starts
from scheduling.project.lower import lower_finish
from scheduling.project.model import Intervals
from scheduling.project.sampling import Sampling
from scheduling.project.shape import Project
from scheduling.search.incumbent import Incumbent
from scheduling.solver import POLL_SECONDS, ROUNDING, STATUSES, WORK_PER_SECOND, Effort, Status

FIRST_SECONDS = 0.4
FIRST_SLICE = 1.0
# Job placements tried in one second by one core, forward, backward and forward again counted as one.
PLACED_PER_SECOND = 60_000


def plan_project(incumbent: Incumbent, budget: Budget, *, workers: int, seed: int) -> bool:
    """
    Search for the earliest finish; return False if not all events can be held.

    Then which to leave out is another question, and the time-indexed model is asked.
    """
    project = Project(incumbent.view)
    if project.order is None:
        return False
    return _Course(incumbent, project, budget, workers, seed).run()


class _Course:
    def __init__(
        self, incumbent: Incumbent, project: Project, budget: Budget, workers: int, seed: int
    ) -> None:
        self._incumbent, self._project, self._budget = incumbent, project, budget
        self._workers, self._seed = workers, seed
        self._sampling = Sampling(project, seed)
        self._weight = project.view.problem.weights.finish_days
        self._lower = 0

    def run(self) -> bool:
        incumbent, budget = self._incumbent, self._budget
        incumbent.begin("project")
        lower = lower_finish(self._project)
        if lower > self._project.days:
            return False
        self._raise(lower)
        if len(incumbent.places) == len(self._project.jobs):
            self._sampling.learn([incumbent.places[job].start for job in self._project.jobs])
        seconds, slice_seconds = FIRST_SECONDS, FIRST_SLICE
        while not (budget.is_over or incumbent.is_optimal):
            self._sample(min(seconds, budget.left))
            if budget.is_over or incumbent.is_optimal:
                break
            if not self._prove(min(slice_seconds, max(0.1, budget.left))):
                return False
            slice_seconds *= 2
            seconds = slice_seconds if self._workers == 1 else 0.0
        return True

    def _raise(self, lower: int) -> None:
        if lower > self._lower:
            self._lower = lower
            self._incumbent.raise_bound(self._weight * lower)

    def _learn(self, starts: Starts) -> None:
        if self._sampling.learn(starts):
            self._incumbent.offer(self._project.places(starts))

    def _sample(self, seconds: float) -> None:
        budget, began = self._budget, self._budget.elapsed
        steps = max(1, int(seconds * PLACED_PER_SECOND / max(1, len(self._project.jobs))))
        done = 0
        while seconds > 0 and not (budget.stopped or self._incumbent.is_optimal):
            if done >= steps if budget.deterministic else budget.elapsed - began >= seconds:
                break
            self._step()
            done += 1
        budget.spend(seconds * done / steps if budget.deterministic else 0.0)

    def _step(self) -> None:
        if self._sampling.step() and self._sampling.best is not None:
            self._incumbent.offer(self._project.places(self._sampling.best))
        self._incumbent.tick()

    def _prove(self, seconds: float) -> bool:
        """Give the solver a slice for an earlier finish; return False if no schedule at all is possible."""
        best = self._sampling.best
        upper = self._project.days if best is None else self._project.finish(best) - 1
        model = Intervals(self._project, self._lower, upper)
        effort = Effort(seconds, self._budget.deterministic, self._seed)
        solver = _solver(effort, max(1, self._workers - 1))
        found = _Found(model)
        with ThreadPoolExecutor(max_workers=1) as pool:
            self._attend(pool.submit(solver.solve, model.model, found), solver, found)
        self._budget.spend(solver.response_proto.deterministic_time / WORK_PER_SECOND)
        status = STATUSES[cp_model.CpSolverStatus(solver.response_proto.status)]
        if status != Status.INFEASIBLE:
            self._raise(ceil(solver.best_objective_bound - ROUNDING))
        elif best is not None:
            self._raise(upper + 1)
        return best is not None or status != Status.INFEASIBLE

    def _attend(self, running: Future[object], solver: cp_model.CpSolver, found: _Found) -> None:
        """Take over what the solver finds while it runs; with workers to spare go on with the lists."""
        while not running.done():
            if self._budget.stopped or self._incumbent.is_optimal:
                solver.stop_search()
            if self._workers > 1 and self._sampling.best is not None:
                self._step()
            else:
                wait_for([running], POLL_SECONDS)
                self._incumbent.tick()
            self._take(found)
        running.result()
        self._take(found)

    def _take(self, found: _Found) -> None:
        starts, found.starts = found.starts, None
        if starts is not None:
            self._learn(starts)


class _Found(cp_model.CpSolverSolutionCallback):
    """Keeps the latest schedule for the thread that waits."""

    def __init__(self, model: Intervals) -> None:
        super().__init__()
        self.starts: Starts | None = None
        self._model = model

    def on_solution_callback(self) -> None:
        self.starts = [self.value(start) for start in self._model.starts]


def _solver(effort: Effort, workers: int) -> cp_model.CpSolver:
    """Return a solver with default settings: those of the 0-1 models were measured to slow intervals down."""
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = workers
    parameters.random_seed = effort.seed % (1 << 31)
    if effort.deterministic:
        parameters.max_deterministic_time = effort.seconds * WORK_PER_SECOND
    else:
        parameters.max_time_in_seconds = effort.seconds
    return solver

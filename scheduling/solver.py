"""Running CP-SAT: settings as measured, status table, several solves side by side, quick stop."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from enum import Enum, auto
from math import ceil, isfinite
from types import TracebackType
from typing import Self

from ortools.sat.python import cp_model

from scheduling.budget import Budget
from scheduling.compiled import Place, Places
from scheduling.model import Model

POLL_SECONDS = 0.1
# Deterministic time the solver spends in one second on these models, measured on one core.
WORK_PER_SECOND = 0.25
ROUNDING = 1e-4


class Status(Enum):
    """What one solve ended in."""

    OPTIMAL = auto()
    FEASIBLE = auto()
    INFEASIBLE = auto()
    UNKNOWN = auto()


#: What the solver says a solve ended in; anything else is an invalid model.
STATUSES = {
    cp_model.OPTIMAL: Status.OPTIMAL,
    cp_model.FEASIBLE: Status.FEASIBLE,
    cp_model.INFEASIBLE: Status.INFEASIBLE,
    cp_model.UNKNOWN: Status.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, places of the free events, objective and bound in cost units, work in seconds."""

    status: Status
    places: dict[str, Place]
    objective: int | None
    bound: int | None
    work: float

    @property
    def found(self) -> bool:
        """Whether there are places."""
        return self.status in (Status.OPTIMAL, Status.FEASIBLE)


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard one solve tries: `seconds` are deterministic seconds if `deterministic`."""

    seconds: float
    deterministic: bool
    seed: int


def new_solver(effort: Effort) -> cp_model.CpSolver:
    """
    Return a solver with the settings for small 0-1 models.

    Light presolve and linearization level 2 were measured: 5.8 s with the defaults against 1.1 s for
    neighbourhoods of 18 events.
    """
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = 1
    parameters.random_seed = effort.seed % (1 << 31)
    parameters.linearization_level = 2
    parameters.symmetry_level = 0
    parameters.cp_model_probing_level = 0
    parameters.max_presolve_iterations = 1
    # The caller decides what Ctrl-C means; left to itself the solver would end one solve and go on.
    parameters.catch_sigint_signal = False
    if effort.deterministic:
        parameters.max_deterministic_time = effort.seconds * WORK_PER_SECOND
    else:
        parameters.max_time_in_seconds = effort.seconds
    return solver


def run(solver: cp_model.CpSolver, draft: Model, hint: Places) -> Answer:
    """Solve a draft in this thread; an invalid model is our bug and raises `ValueError`."""
    draft.hint(hint)
    outcome = solver.solve(draft.model)
    if outcome not in STATUSES:
        raise ValueError(f"invalid model: {draft.model.validate()}")
    status, work = STATUSES[outcome], solver.response_proto.deterministic_time / WORK_PER_SECOND
    known = draft.model.has_objective() and status != Status.INFEASIBLE
    proven = solver.best_objective_bound
    bound = ceil(proven - ROUNDING) if known and isfinite(proven) else None
    if status not in (Status.OPTIMAL, Status.FEASIBLE):
        return Answer(status, {}, None, bound, work)
    places = draft.read(lambda literal: bool(solver.boolean_value(literal)))
    return Answer(status, places, round(solver.objective_value), bound, work)


class Bench:
    """
    Runs solves on `workers` threads while the caller's thread keeps watch.

    CP-SAT releases the interpreter while it searches, so threads suffice and there is no child process
    to outlive us. Callbacks run on the caller's thread only.
    """

    def __init__(self, budget: Budget, workers: int, on_wait: Callable[[], None]) -> None:
        self._budget = budget
        self._on_wait = on_wait
        self._pool = ThreadPoolExecutor(max_workers=workers)
        self._running: dict[Future[Answer], tuple[cp_model.CpSolver, int]] = {}
        self._next_ticket = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        self._pool.shutdown(wait=True)

    @property
    def busy(self) -> int:
        """How many solves are under way."""
        return len(self._running)

    def submit(self, build: Callable[[], Model], hint: Places, effort: Effort) -> int:
        """Start building and solving; return a ticket."""
        solver = new_solver(effort)
        self._next_ticket += 1
        future = self._pool.submit(lambda: run(solver, build(), hint))
        self._running[future] = (solver, self._next_ticket)
        return self._next_ticket

    def next(self) -> tuple[int, Answer]:
        """Wait for the next finished solve; asks the budget meanwhile and stops all solves on request."""
        while True:
            done, _ = wait(self._running, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
            if done:
                future = min(done, key=lambda f: self._running[f][1])
                _, ticket = self._running.pop(future)
                answer = future.result()
                self._budget.spend(answer.work)
                return ticket, answer
            if self._budget.stopped:
                self._stop()
            self._on_wait()

    def solve(self, build: Callable[[], Model], hint: Places, effort: Effort) -> Answer:
        """Solve one draft and wait for it; nothing else may be under way."""
        self.submit(build, hint, effort)
        return self.next()[1]

    def _stop(self) -> None:
        for solver, _ in self._running.values():
            solver.stop_search()

"""The incumbent and the search that improves it: neighbourhoods solved exactly inside the fixed rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scheduling.booked import Booked
from scheduling.bounds import PartBounds
from scheduling.budget import Budget
from scheduling.compiled import Compiled, Place, Places
from scheduling.errors import PlanRejected
from scheduling.model import build
from scheduling.neighborhoods import Neighborhoods
from scheduling.objective import measure
from scheduling.outcome import Progress
from scheduling.plan import Plan
from scheduling.solver import Answer, Bench, Effort, Status
from scheduling.terms.unscheduled import unscheduled_of
from scheduling.verify import violations_of

REPORT_SECONDS = 2.0
STEP_SECONDS = 2.0
BOUND_SECONDS = 1.5
BOUND_EVERY = 6
QUICK = 0.35

OnProgress = Callable[[Progress, Plan | None], None]


class Incumbent:
    """The best verified plan so far, the proven bound, and the reports about both."""

    def __init__(self, view: Compiled, budget: Budget, on_progress: OnProgress | None) -> None:
        self.view = view
        self.places: dict[str, Place] = {}
        self.plan: Plan | None = None
        self.total: int | None = None
        self.bound = 0
        self.stage = "construct"
        self._budget = budget
        self._on_progress = on_progress
        self._reported = -REPORT_SECONDS

    def offer(self, places: Places) -> bool:
        """
        Take `places` if they cost no more; return whether they cost less.

        Every plan taken has passed the verifier; one that has not is our bug, unless it was merged from
        two neighbourhoods solved side by side (`is_sound` asks first).
        """
        plan = self.view.plan_of(places)
        booked = Booked(self.view.problem, plan)
        cost = measure(booked)
        total = cost.total(self.view.problem.weights)
        if self.total is not None and total > self.total:
            return False
        improved = self.total is None or total < self.total
        if improved:
            broken = violations_of(booked)
            if broken:
                raise PlanRejected(broken)
            self.plan = Plan(plan.assignments, unscheduled_of(booked), cost)
        self.places, self.total = dict(places), total
        if improved:
            self.report(self.plan)
        return improved

    def is_sound(self, places: Places) -> bool:
        """Return whether places break no rule."""
        return not violations_of(Booked(self.view.problem, self.view.plan_of(places)))

    @property
    def is_optimal(self) -> bool:
        """Whether the bound has met the incumbent."""
        return self.total is not None and self.bound >= self.total

    def raise_bound(self, bound: int) -> None:
        """Keep the highest valid bound."""
        if bound > self.bound:
            self.bound = bound if self.total is None else min(bound, self.total)

    def begin(self, stage: str) -> None:
        """Enter a stage and report it, with the plan it starts from."""
        self.stage = stage
        self.report(self.plan)

    def tick(self) -> None:
        """Report without a plan if the last report is old."""
        if self._budget.elapsed - self._reported >= REPORT_SECONDS:
            self.report(None)

    def report(self, plan: Plan | None) -> None:
        """Tell the caller how things stand."""
        self._reported = self._budget.elapsed
        if self._on_progress is not None:
            left_out = len(self.plan.unscheduled) if self.plan else None
            progress = Progress(self.stage, self.total, self.bound, self._budget.elapsed, left_out)
            self._on_progress(progress, plan)


class Improvement:
    """Large-neighbourhood search, with a bound task in between as long as there are parts to bound."""

    def __init__(
        self,
        incumbent: Incumbent,
        bench: Bench,
        budget: Budget,
        bounds: PartBounds | None,
        *,
        workers: int,
        seed: int,
    ) -> None:
        self._incumbent, self._bench, self._budget, self._bounds = incumbent, bench, budget, bounds
        self._workers, self._seed = workers, seed
        self._hoods = Neighborhoods(incumbent.view, seed)
        self._running: dict[int, _Step] = {}
        self._bounding: dict[int, int] = {}
        self._step = 0

    def run(self) -> None:
        """Search until the budget is over or the bound is met; what is under way is waited for."""
        while True:
            while not self._is_over and self._bench.busy < self._workers and self._submit():
                pass
            if self._bench.busy:
                self._receive()
            elif self._is_over:
                return
            else:
                self._budget.spend(0.0)
            self._incumbent.tick()

    @property
    def _is_over(self) -> bool:
        return self._budget.is_over or self._incumbent.is_optimal

    def _submit(self) -> bool:
        self._step += 1
        bound = self._bounds.next() if self._bounds and self._step % BOUND_EVERY == 0 else None
        if bound is not None:
            part, draft = bound
            effort = Effort(BOUND_SECONDS, self._budget.deterministic, self._seed)
            self._bounding[self._bench.submit(draft, self._incumbent.places, effort)] = part
            return True
        taken = {e for step in self._running.values() for e in step.free}
        free = [e for e in self._hoods.pick(self._incumbent.places) if e not in taken]
        if not free:
            return False
        seconds = min(STEP_SECONDS, max(0.2, self._budget.left))
        effort = Effort(seconds, self._budget.deterministic, self._seed + self._step)
        ticket = start(self._incumbent, self._bench, free, effort)
        self._running[ticket] = _Step(free, self._incumbent.places, seconds)
        return True

    def _receive(self) -> None:
        ticket, answer = self._bench.next()
        if ticket in self._bounding and self._bounds is not None:
            self._bounds.learn(self._bounding.pop(ticket), answer)
            self._incumbent.raise_bound(self._bounds.total)
            return
        step = self._running.pop(ticket)
        merge(self._incumbent, answer, step.free, step.based_on)
        self._hoods.learn(proven=answer.status == Status.OPTIMAL, quick=answer.work < QUICK * step.seconds)


@dataclass(frozen=True, slots=True)
class _Step:
    free: list[str]
    based_on: dict[str, Place]
    seconds: float


def start(incumbent: Incumbent, bench: Bench, free: Iterable[str], effort: Effort) -> int:
    """Submit one neighbourhood: `free` events inside the rest of the incumbent."""
    chosen = list(free)
    places = incumbent.places
    rest = {e: place for e, place in places.items() if e not in set(chosen)}
    must = [e for e in chosen if incumbent.view.events[e].lock is not None]
    return bench.submit(lambda: build(incumbent.view, chosen, rest, must=must), places, effort)


def merge(incumbent: Incumbent, answer: Answer, free: list[str], based_on: Places) -> None:
    """Put a neighbourhood's answer into the incumbent if it is no worse and still fits."""
    if not answer.found:
        return
    freed = set(free)
    merged = {e: place for e, place in incumbent.places.items() if e not in freed} | answer.places
    if based_on is incumbent.places or incumbent.is_sound(merged):
        incumbent.offer(merged)

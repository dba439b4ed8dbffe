"""The best verified plan so far, what is proven about it, and the reports about both."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scheduling.booked import Booked
from scheduling.bounds import Proof
from scheduling.budget import Budget
from scheduling.compiled import Compiled, Place, Places
from scheduling.cost import Component
from scheduling.errors import PlanRejected
from scheduling.objective import measure
from scheduling.outcome import Progress
from scheduling.plan import Plan
from scheduling.relax.guide import Guide
from scheduling.terms.unscheduled import unscheduled_of
from scheduling.verify import violations_of

REPORT_SECONDS = 2.0

OnProgress = Callable[[Progress, Plan | None], None]


class Incumbent:
    """The best verified plan so far, the proven bound, and the reports about both."""

    def __init__(
        self,
        view: Compiled,
        budget: Budget,
        on_progress: OnProgress | None,
        limits: Mapping[str, int] | None = None,
    ) -> None:
        self.view = view
        self.limits = dict(limits or {})
        self.places: dict[str, Place] = {}
        self.plan: Plan | None = None
        self.total: int | None = None
        self.bound = 0
        self.proof = Proof()
        self.guide: Guide | None = None
        self.stage = "construct"
        self._budget = budget
        self._on_progress = on_progress
        self._reported = -REPORT_SECONDS

    def offer(self, places: Places) -> bool:
        """
        Take `places` if they cost no more and keep the limits on terms; return whether they cost less.

        Every plan taken has passed the verifier; one that has not is our bug, unless it was merged from
        two neighbourhoods solved side by side (`is_sound` asks first).
        """
        plan = self.view.plan_of(places)
        booked = Booked(self.view.problem, plan)
        cost = measure(booked)
        total = cost.total(self.view.problem.weights)
        if self.total is not None and total > self.total:
            return False
        if any(getattr(cost, name) > limit for name, limit in self.limits.items()):
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

    def total_of(self, places: Places) -> int:
        """Return what places cost, whether they break rules or not."""
        problem = self.view.problem
        return measure(Booked(problem, self.view.plan_of(places))).total(problem.weights)

    def is_sound(self, places: Places) -> bool:
        """Return whether places break no rule."""
        return not violations_of(Booked(self.view.problem, self.view.plan_of(places)))

    @property
    def is_optimal(self) -> bool:
        """Whether the bound has met the incumbent."""
        return self.total is not None and self.bound >= self.total

    @property
    def pinned(self) -> dict[str, Place]:
        """The places of history and of locked events: what every plan has in common."""
        view = self.view
        locked = {e: p for e, p in self.places.items() if view.events[e].lock is not None}
        return {**view.history, **locked}

    @property
    def components(self) -> tuple[Component, ...]:
        """Value and bound of every component."""
        return self.proof.components(self.view.problem, self.plan.cost if self.plan else None)

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
            progress = Progress(
                self.stage, self.total, self.bound, self._budget.elapsed, left_out, self.components
            )
            self._on_progress(progress, plan)

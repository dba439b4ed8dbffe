"""The front door of a repair: `repair` turns a changed problem and an issued plan into a plan near it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypedDict

from scheduling.budget import Budget
from scheduling.compare import difference
from scheduling.explain import explain
from scheduling.outcome import Conflict, Infeasible, Outcome, Planned, Progress, Unfinished
from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.repair.case import Case, case_of
from scheduling.repair.fewest import Fewest
from scheduling.repair.outcome import Mode, Repaired
from scheduling.solve import plan_year

SHARE = 0.3
"""Part of the budget that *improve* spends on the repair it starts from."""


class _Limits(TypedDict):
    deterministic: bool
    should_stop: Callable[[], bool]


def repair(
    problem: Problem,
    plan: Plan,
    *,
    mode: Mode = "only",
    again: bool = True,
    move_price: int | None = None,
    most_moves: float | None = None,
    seconds: float = 20,
    workers: int = 1,
    seed: int = 0,
    deterministic: bool = False,
    on_progress: Callable[[Progress, Plan | None], None] | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Repaired | Infeasible | Unfinished:
    """
    Mend an issued plan after a change.

    Neither the problem nor the plan given is changed. What has begun, what is locked and what lies within its
    notice stays, unless the change itself breaks its place there; a broken lock of a planner or from outside
    is a conflict, not a move.

    Parameters
    ----------
    problem
        The year with the change in it: closed or smaller resources, blocked crews, locks at new dates, other
        workdays, new events. Its `issue_date` is the day of the change.
    plan
        The issued plan, also where it no longer fits. It is what moves are counted from; the problem's own
        `published` is not read.
    mode
        *only* keeps as much placed as can be, then moves as few events as can be, then costs least; what the
        plan left out stays out. *improve* begins with that and goes on while a move is worth its price.
    again
        Whether an event that had to be interrupted is asked for once more.
    move_price
        What one move must at least save, in cost units; the problem's own weight of a move without it.
        Mode *improve* only.
    most_moves
        Moves for each event the change itself broke that *only* is not to go beyond: what then finds no place
        is dropped instead. At least 1; without it nothing is dropped that some moves would save.
    seconds, workers, seed, deterministic, on_progress, should_stop
        As in `plan_year`. *only* searches on one thread and ends early once the fewest moves are proven.

    Returns
    -------
    Repaired
        The plan passes the verifier for `Repaired.problem`.
    Infeasible
        What is locked for good clashes under the change; the plan stays as it is.
    Unfinished
        Stopped, or out of time, before there was any sound plan.

    Raises
    ------
    PlanRejected
        A computed plan failed the verifier: a bug of this package.

    """
    limits: _Limits = {"deterministic": deterministic, "should_stop": should_stop}
    budget = Budget(seconds, **limits)
    case = case_of(problem, plan, again=again, seed=seed)
    if isinstance(case, Conflict):
        return Infeasible(case, budget.elapsed)
    own = Budget(seconds, **limits)
    if mode == "improve":
        case, own = _priced(case, move_price), Budget(SHARE * seconds, **limits)
    search = Fewest(case, own, seed, most_moves, on_progress)
    search.run()
    if search.best is None:
        return Unfinished(None, None, budget.elapsed, seed)
    found, fewest = search.best.plan, search.proven
    if mode == "improve" and not budget.stopped:
        left = max(0.1, seconds - own.used)
        go_on = partial(plan_year, case.view.problem, start=found, on_progress=on_progress, **limits)
        found, fewest = _better(found, go_on(seed=seed, seconds=left, workers=workers)), False
    return Repaired(
        mode=mode,
        problem=case.view.problem,
        plan=replace(found, unscheduled=explain(case.view, found)),
        damage=case.damage,
        broken=case.broken,
        interrupted=case.interrupted,
        change=difference(plan, found),
        fewest=fewest,
        stopped=budget.stopped,
        first_seconds=search.first_seconds,
        seconds=budget.elapsed,
    )


def _better(found: Plan, outcome: Outcome) -> Plan:
    """Return the plan of an outcome, or the one it began with."""
    if isinstance(outcome, Planned):
        return outcome.plan
    return found if isinstance(outcome, Infeasible) or outcome.best is None else outcome.best


def _priced(case: Case, move_price: int | None) -> Case:
    """Return the case with the price of a move as its weight."""
    if move_price is None:
        return case
    problem = case.view.problem
    return case.under(replace(problem, weights=replace(problem.weights, moves=move_price)))

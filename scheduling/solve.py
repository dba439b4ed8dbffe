"""The front door: `plan_year` turns a problem into an outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from scheduling.areas import events_of
from scheduling.bounds import cheap_bound
from scheduling.budget import Budget
from scheduling.compiled import Compiled, Place, Places
from scheduling.design import design
from scheduling.explain.conflicts import place_locked
from scheduling.explain.reasons import explain
from scheduling.outcome import Conflict, Infeasible, Outcome, Planned, Progress, Unfinished
from scheduling.plan import Plan
from scheduling.problem import Event, Problem
from scheduling.project.shape import is_project
from scheduling.scale.executor import Executor
from scheduling.scale.large import division_of, search_by_parts
from scheduling.search.construct import fill, orders, settle
from scheduling.search.course import search
from scheduling.search.incumbent import Incumbent, OnProgress
from scheduling.search.ordered import plan_in_order
from scheduling.verify import verify

CONSTRUCT_SECONDS = 2.5


def plan_year(
    problem: Problem,
    *,
    seed: int = 0,
    seconds: float = 60,
    workers: int = 1,
    deterministic: bool = False,
    executor: Executor | None = None,
    start: Plan | None = None,
    on_progress: Callable[[Progress, Plan | None], None] | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Outcome:
    """
    Plan one training year.

    Whatever happens, the answer is an outcome: expected failure is not an exception here.

    Parameters
    ----------
    problem
        The year's facts; valid by construction.
    seed
        Chance of the search. One worker, `deterministic` and the same seed give the same plan.
    seconds
        Search budget, without the few hundred milliseconds of compiling and verifying. With
        `deterministic` it counts the solver's deterministic seconds, about one core-second each.
    workers
        Neighbourhoods solved side by side, one thread each; of a province, parts in one process each.
    executor
        Where the parts of a province are improved instead, for example a cluster; closed at the end.
    start
        A checkpoint, for example the plan of an interrupted run or the issued version. If it breaks no
        rule the result is never worse; events of it that do break one are placed anew.
    deterministic
        Count the solver's work instead of the clock.
    on_progress
        Called on this thread at every stage and improvement, and about every two seconds of search;
        the plan is given when it is new. Every plan given has passed the verifier.
    should_stop
        Asked about ten times a second; once true, the best plan comes back as `Unfinished`.

    Returns
    -------
    Outcome
        `Planned` when the budget is used up or optimality is proven, `Infeasible` only when what is
        locked contradicts itself or the rules, `Unfinished` when stopped.

    Raises
    ------
    PlanRejected
        A computed plan failed the verifier: a bug of this package, never of the caller.
    """

    def searched(one: Problem, share: float, begin: Plan | None, limits: Mapping[str, int]) -> Outcome:
        budget = Budget(share, deterministic=deterministic, should_stop=should_stop)
        return _searched(one, budget, begin, limits, seed, workers, executor, on_progress)

    if problem.order:
        return plan_in_order(problem, seconds, start, searched)
    return searched(problem, seconds, start, {})


def _searched(
    problem: Problem,
    budget: Budget,
    start: Plan | None,
    limits: Mapping[str, int],
    seed: int,
    workers: int,
    executor: Executor | None,
    on_progress: OnProgress | None,
) -> Outcome:
    view = Compiled(problem, design(problem, seed=seed, given=_given(problem, start)))
    skeleton = place_locked(view, seed)
    if isinstance(skeleton, Conflict):
        return Infeasible(skeleton, budget.elapsed)
    incumbent = Incumbent(view, budget, on_progress, limits)
    division = division_of(view)
    _first_plan(incumbent, skeleton, start, budget, seed, brief=division is not None)
    if division is not None:
        search_by_parts(incumbent, budget, division, workers=workers, seed=seed, executor=executor)
        return _outcome(incumbent, budget, seed)
    incumbent.raise_bound(cheap_bound(view))
    search(incumbent, budget, workers=workers, seed=seed)
    return _outcome(incumbent, budget, seed)


def _given(problem: Problem, start: Plan | None) -> list[Event]:
    """Return the designed exercises of a checkpoint, so that its places keep their meaning."""
    if start is None:
        return []
    known = {event.id for event in problem.events}
    return [event for event_id, event in events_of(problem, start).items() if event_id not in known]


def _first_plan(
    incumbent: Incumbent, skeleton: Places, start: Plan | None, budget: Budget, seed: int, *, brief: bool
) -> None:
    """Offer what the checkpoint says and plans from nothing; only one of these if `brief`."""
    view = incumbent.view
    if start is not None:
        kept = _kept(view, view.places_of(start), skeleton)
        incumbent.offer(kept)
        incumbent.offer(fill(view, kept, orders(view, seed)[0]))
    # A project's own schedule generation is better than any order here, and a hundred times as fast.
    for order in orders(view, seed)[: 1 if brief or is_project(view) else None]:
        if incumbent.plan is not None and (
            budget.stopped or (not budget.deterministic and budget.elapsed > CONSTRUCT_SECONDS)
        ):
            break
        if incumbent.offer(fill(view, skeleton, order)) and not brief:
            incumbent.offer(settle(view, incumbent.places, order))
    incumbent.begin("construct")


def _kept(view: Compiled, given: Places, skeleton: Places) -> dict[str, Place]:
    """Return a checkpoint as it is if it breaks no rule, else its sound part around what is locked."""
    pinned = _pinned(view, skeleton)
    whole = {**pinned, **given}
    if verify(view.problem, view.plan_of(whole)).passed:
        return whole
    return _sound_part(view, {**given, **pinned})


def _pinned(view: Compiled, skeleton: Places) -> dict[str, Place]:
    """Return the part of the skeleton that is locked; what it presupposes may stand elsewhere."""
    return {e: place for e, place in skeleton.items() if view.events[e].lock is not None}


def _sound_part(view: Compiled, places: dict[str, Place]) -> dict[str, Place]:
    """Drop unlocked events until the rest breaks no rule."""
    kept = dict(places)
    while True:
        violations = verify(view.problem, view.plan_of(kept)).violations
        involved = {e for violation in violations for e in violation.events}
        broken = {e for e in involved if e in kept and view.events[e].lock is None}
        if not broken:
            return kept
        for violation in violations:
            loose = [e for e in violation.events if e in kept and view.events[e].lock is None]
            if loose:
                del kept[loose[-1]]


def _outcome(incumbent: Incumbent, budget: Budget, seed: int) -> Outcome:
    if incumbent.plan is None or incumbent.total is None:
        return Unfinished(None, incumbent.bound, budget.elapsed, seed, incumbent.components)
    plan = replace(incumbent.plan, unscheduled=explain(incumbent.view, incumbent.plan))
    if budget.stopped and not incumbent.is_optimal:
        return Unfinished(plan, incumbent.bound, budget.elapsed, seed, incumbent.components)
    return Planned(
        plan,
        incumbent.bound,
        incumbent.is_optimal,
        budget.elapsed,
        seed,
        components=incumbent.components,
    )

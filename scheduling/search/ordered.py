"""Terms of the objective one after the other: each as low as it gets, without raising those before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace

from scheduling.cost import Weights
from scheduling.outcome import Outcome, Planned
from scheduling.plan import Plan
from scheduling.problem import Problem

#: of the whole search, for all ordered terms together; the rest goes to the weighted total
ORDER_SHARE = 0.5

Search = Callable[[Problem, float, Plan | None, Mapping[str, int]], Outcome]


def plan_in_order(problem: Problem, seconds: float, start: Plan | None, search: Search) -> Outcome:
    """
    Plan a problem whose `order` names terms.

    `search` plans a problem without order for some seconds, from a plan, with upper limits on terms. A term
    that is not proven least within its share of the time limits the rest all the same.
    """
    unordered = replace(problem, order=())
    limits: dict[str, int] = {}
    proven, used = True, 0.0
    for name in problem.order:
        alone = replace(unordered, weights=_only(name))
        outcome = search(alone, seconds * ORDER_SHARE / len(problem.order), start, limits)
        if not isinstance(outcome, Planned):
            return outcome
        start, used = outcome.plan, used + outcome.seconds
        limits[name] = getattr(start.cost, name)
        proven = proven and outcome.proven_optimal
    last = search(unordered, seconds * (1 - ORDER_SHARE), start, limits)
    return _whole(last, used, proven=proven)


def _only(name: str) -> Weights:
    none = {field.name: 0 for field in fields(Weights)}
    return Weights(**(none | {name: 1}))


def _whole(last: Outcome, used: float, *, proven: bool) -> Outcome:
    if isinstance(last, Planned):
        return replace(last, seconds=last.seconds + used, proven_optimal=last.proven_optimal and proven)
    return replace(last, seconds=last.seconds + used)

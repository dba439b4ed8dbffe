"""The cheapest plan of a tiny problem by trying everything: slow, obvious, and knowing only the verifier."""

from __future__ import annotations

from itertools import product

from scheduling.cost import Cost
from scheduling.plan import Assignment, Plan
from scheduling.problem import Event, Problem
from scheduling.verify import verify


def cheapest_total(problem: Problem) -> int:
    """Return the least total cost over all plans that pass the verifier; for problems without areas."""
    best: int | None = None
    for picked in product(*(places(problem, event) for event in problem.events)):
        plan = Plan(tuple(a for a in picked if a is not None), (), Cost())
        judged = verify(problem, plan)
        if judged.passed:
            total = judged.cost.total(problem.weights)
            best = total if best is None else min(best, total)
    assert best is not None
    return best


def places(problem: Problem, event: Event) -> list[Assignment | None]:
    """Return every place an event may have, and None for leaving it out."""
    found: list[Assignment | None] = [None]
    choices = list(product(*(tuple(o.resource for o in need.options) for need in event.needs)))
    for start in range(len(problem.days) - event.duration_days + 1):
        last = problem.days[start + event.duration_days - 1]
        for choice in choices:
            one = Assignment(event.id, problem.days[start], last, choice)
            coupled = bool(problem.precedence) or any(event.id in s.events[1:] for s in problem.series)
            if coupled or event.lock or verify(problem, Plan((one,), (), Cost())).passed:
                found.append(one)
    return found

"""
Siting of new sirens: the choice of sites and kinds that reaches most, within a budget and other limits.

A maximal covering location problem, solved by CP-SAT with one worker and a fixed seed: the same problem
and effort give the same answer. The answer states its value, the proven bound and the greedy value.
"""

from __future__ import annotations

from collections import Counter

from scheduling.siting.greedy import greedy, violates
from scheduling.siting.model import SitingAnswer, SitingEffort, SitingModel
from scheduling.siting.problem import (
    DistrictShare,
    Sited,
    SitingInfeasible,
    SitingOutcome,
    SitingProblem,
    SitingUnfinished,
)
from scheduling.siting.reasons import reasons


def site(problem: SitingProblem, effort: SitingEffort) -> SitingOutcome:
    """
    Return the best choice found for a problem, why there is none, or that the effort ran out before any.

    Never worse than the greedy choice. With `effort.wall_seconds` the answer may depend on the machine;
    without it, it does not.
    """
    first = greedy(problem)
    answer = SitingModel(problem).most_reached(effort, first)
    if answer.infeasible:
        return SitingInfeasible(reasons(problem, effort))
    bound = _bound(problem, answer)
    found = [chosen for chosen in (answer.chosen, first) if chosen is not None]
    if not found:
        return SitingUnfinished(bound, answer.work)
    best = tuple(max(found, key=problem.value))
    chosen = _without_idle(problem, best)
    value = problem.value(chosen)
    return Sited(
        chosen=tuple(problem.options[p].id for p in chosen),
        value=value,
        before=problem.value(_kept(problem)),
        bound=max(bound, value),
        greedy=None if first is None else problem.value(first),
        cost=sum(problem.options[p].cost for p in chosen),
        districts=_shares(problem, chosen),
        work=answer.work,
    )


def _bound(problem: SitingProblem, answer: SitingAnswer) -> int:
    """Return the proven bound, or what all options together reach."""
    everything = problem.value(problem.choosable())
    return everything if answer.bound is None else min(answer.bound, everything)


def _kept(problem: SitingProblem) -> list[int]:
    """Return the options that leave every unit as it is."""
    return [p for p, option in enumerate(problem.options) if option.keep]


def _without_idle(problem: SitingProblem, chosen: tuple[int, ...]) -> tuple[int, ...]:
    """Return a choice of no less value without options that cheaper ones, or none, do as well."""
    value, kept = problem.value(chosen), set(chosen)
    for position in sorted(chosen, key=lambda p: (-problem.options[p].cost, p)):
        for instead in _instead(problem, position):
            other = (kept - {position}) | instead
            if problem.value(other) >= value and not violates(problem, other):
                kept = other
                break
    return tuple(sorted(kept))


def _instead(problem: SitingProblem, position: int) -> list[set[int]]:
    """Return what might stand for an option, the cheapest first: nothing, or a cheaper one of its place."""
    option = problem.options[position]
    if option.keep:
        return []
    cheaper = [
        p
        for p in problem.choosable()
        if problem.options[p].cost < option.cost
        and (
            problem.options[p].unit == option.unit if option.unit else problem.options[p].site == option.site
        )
    ]
    cheaper.sort(key=lambda p: (problem.options[p].cost, p))
    return [set(), *({p} for p in cheaper)]


def _shares(problem: SitingProblem, chosen: tuple[int, ...]) -> tuple[DistrictShare, ...]:
    """Return what each district has of it."""
    before, after = problem.reached(_kept(problem)), problem.reached(chosen)
    whole, then, now = Counter[str](), Counter[str](), Counter[str]()
    for number, cell in enumerate(problem.cells):
        whole[cell.district] += cell.weight
        then[cell.district] += cell.weight if number in before else 0
        now[cell.district] += cell.weight if number in after else 0
    return tuple(DistrictShare(d, whole[d], then[d], now[d]) for d in sorted(whole))

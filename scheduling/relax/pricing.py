"""An ascent of a problem, in rounds that are counted and not timed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from scheduling.compiled import Compiled
from scheduling.problem import Problem
from scheduling.relax.ascent import LOOK_EVERY, Ascent

ROUNDS, MOST_ROUNDS, ROUNDS_PER_SECOND = 300, 1200, 2.5


def rounds_within(seconds: float) -> int:
    """Return how many steps a search of so many seconds is worth: longer ones cool slower."""
    return max(ROUNDS, min(MOST_ROUNDS, int(seconds * ROUNDS_PER_SECOND)))


def ascent_of(problem: Problem, total: int | None) -> Ascent:
    """
    Return the ascent of a problem, `total` being what a plan is known to cost.

    Cross-region areas are left out: a bound for one design of the exercises is none for the others.
    """
    view = Compiled(replace(problem, areas=()))
    costs = total if total is not None else problem.weights.unscheduled_points * len(problem.events)
    return Ascent(view, costs / max(1, len(problem.events)))


def ascend(
    ascent: Ascent, rounds: int, seconds: float, go_on: Callable[[float], bool], since: float = 0.0
) -> None:
    """
    Go `rounds` steps, or as many as `seconds` of one core allow, counted and not measured.

    `since` is how much of the way prices begun warm have behind them, 0 to 1. `go_on` is asked every ten
    steps with the seconds these took by the same count. Without events there is nothing to price.
    """
    each = ascent.step_seconds
    if not each:
        return
    rounds = max(LOOK_EVERY, min(rounds, int(seconds / each)))
    for done in range(rounds):
        ascent.step(since + (1 - since) * done / rounds)
        if (done + 1) % LOOK_EVERY == 0 and not go_on(LOOK_EVERY * each):
            break

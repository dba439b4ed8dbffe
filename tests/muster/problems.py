"""Two problems for the tests of jobs: one that is done at once, one that keeps a solver busy."""

from __future__ import annotations

from scheduling.problem import Problem
from tests.scheduling.factories import event, problem, random_problem


def small_problem() -> Problem:
    """Return two events of one crew in two weeks: optimal at once."""
    return problem(event("one"), event("two"))


def hard_problem() -> Problem:
    """Return some hundred events that compete for scarce grounds: not proven within minutes."""
    return random_problem(7, crews=24, days=75, rounds=5)

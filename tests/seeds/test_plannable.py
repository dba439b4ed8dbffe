"""The seeded city can be planned, and better than in a spreadsheet."""

from tortoise.backends.base.executor import EXECUTOR_CACHE

from benchmarks.planner.greedy import best_of
from benchmarks.planner.seeded import seeded_city
from scheduling import plan_year, verify
from scheduling.outcome import Planned


def test_seeded_city_is_planned_better_than_in_a_spreadsheet() -> None:
    EXECUTOR_CACHE.clear()  # Tortoise mixes up dialects once both databases were open in one process
    problem = seeded_city()
    EXECUTOR_CACHE.clear()
    by_hand, _ = best_of(problem)
    greedy = verify(problem, by_hand)

    outcome = plan_year(problem, seed=1, seconds=2, deterministic=True)

    assert isinstance(outcome, Planned)
    ours = verify(problem, outcome.plan)
    assert (greedy.violations, ours.violations) == ((), ())
    assert ours.cost.unscheduled_points <= greedy.cost.unscheduled_points
    assert outcome.bound <= ours.cost.total(problem.weights) < greedy.cost.total(problem.weights)

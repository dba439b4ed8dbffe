"""The seeded city can be planned, and better than in a spreadsheet."""

from benchmarks.planner.greedy import best_of
from benchmarks.planner.seeded import seeded_city
from scheduling import plan_year, verify
from scheduling.outcome import Planned


def test_seeded_city_is_planned_better_than_in_a_spreadsheet() -> None:
    problem = seeded_city()
    by_hand, _ = best_of(problem)
    greedy = verify(problem, by_hand)

    outcome = plan_year(problem, seed=1, seconds=2, deterministic=True)

    assert isinstance(outcome, Planned)
    ours = verify(problem, outcome.plan)
    assert (greedy.violations, ours.violations) == ((), ())
    assert ours.cost.unscheduled_points <= greedy.cost.unscheduled_points
    assert outcome.bound <= ours.cost.total(problem.weights) < greedy.cost.total(problem.weights)

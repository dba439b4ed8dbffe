from scheduling.problem import Exercise
from tests.scheduling.factories import AREA_CREWS, DAYS, area, problem
from tests.scheduling.rules.cases import Case, at, plan


def meeting(host: str, *regions: str) -> Exercise:
    return Exercise("A", regions, host)


PROBLEM = problem(crews=AREA_CREWS, areas=(area(attend_per_quarter=2, host_per_quarter=1),))
FIRST = at("A/1", DAYS[0], channel=0, exercise=meeting("x", "x", "y"))
FEASIBLE = Case(PROBLEM, plan(FIRST, at("A/2", DAYS[1], channel=0, exercise=meeting("z", "x", "z"))))
INFEASIBLE = Case(PROBLEM, plan(FIRST, at("A/2", DAYS[1], channel=0, exercise=meeting("x", "x", "z"))))


def test_smallest_feasible_case_passes() -> None:
    assert FEASIBLE.broken() == set()
    assert FEASIBLE.allowed_by_model()


def test_smallest_infeasible_case_breaks_this_rule_only() -> None:
    assert INFEASIBLE.broken() == {"exercise-quotas"}
    assert not INFEASIBLE.allowed_by_model()


def test_attending_has_its_own_quota() -> None:
    once = problem(crews=AREA_CREWS, areas=(area(attend_per_quarter=1),))
    twice = Case(once, FEASIBLE.plan)

    assert twice.broken() == {"exercise-quotas"}
    assert not twice.allowed_by_model()

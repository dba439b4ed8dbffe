from scheduling.problem import Exercise
from tests.scheduling.factories import AREA_CREWS, DAYS, area, problem
from tests.scheduling.rules.cases import Case, at, plan


def meeting(host: str, *regions: str) -> Exercise:
    return Exercise("A", regions, host)


PROBLEM = problem(crews=AREA_CREWS, areas=(area(last_hosts=("x",)),))
AGAIN = at("A/1", DAYS[0], channel=0, exercise=meeting("x", "x", "y"))
FEASIBLE = Case(PROBLEM, plan(AGAIN, at("A/2", DAYS[1], channel=0, exercise=meeting("y", "y", "z"))))
INFEASIBLE = Case(PROBLEM, plan(AGAIN))


def test_smallest_feasible_case_passes() -> None:
    assert FEASIBLE.broken() == set()
    assert FEASIBLE.allowed_by_model()


def test_smallest_infeasible_case_breaks_this_rule_only() -> None:
    assert INFEASIBLE.broken() == {"host-rotation"}
    assert not INFEASIBLE.allowed_by_model()

from scheduling.problem import Exercise
from tests.scheduling.factories import AREA_CREWS, DAYS, area, problem
from tests.scheduling.rules.cases import Case, at, plan


def meeting(host: str, *regions: str) -> Exercise:
    return Exercise("A", regions, host)


PROBLEM = problem(crews=AREA_CREWS, areas=(area(),))
FEASIBLE = Case(PROBLEM, plan(at("A/1", DAYS[0], channel=0, exercise=meeting("x", "x", "y"))))
INFEASIBLE = Case(PROBLEM, plan(at("A/1", DAYS[0], channel=0, exercise=meeting("x", "x", "y", "z"))))


def test_smallest_feasible_case_passes() -> None:
    assert FEASIBLE.broken() == set()
    assert FEASIBLE.allowed_by_model()


def test_smallest_infeasible_case_breaks_this_rule_only() -> None:
    assert INFEASIBLE.broken() == {"exercise-shape"}
    assert INFEASIBLE.allowed_by_model()  # the model never sees such a group: the design makes none

from scheduling.problem import DayCap
from tests.scheduling.factories import DAYS, crew, event, problem
from tests.scheduling.rules.cases import Case, at, plan

CAPPED = (crew("a", day_caps=(DayCap(DAYS[0], DAYS[2], 2),)),)
PROBLEM = problem(event("e"), event("f", duration_days=3), crews=CAPPED, rest_days=0)
FEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0]), at("f", DAYS[2], DAYS[4])))
INFEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0]), at("f", DAYS[1], DAYS[3])))


def test_smallest_feasible_case_passes() -> None:
    assert FEASIBLE.broken() == set()
    assert FEASIBLE.allowed_by_model()


def test_smallest_infeasible_case_breaks_this_rule_only() -> None:
    assert INFEASIBLE.broken() == {"day-cap"}
    assert not INFEASIBLE.allowed_by_model()

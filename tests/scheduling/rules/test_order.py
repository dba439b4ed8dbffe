from tests.scheduling.factories import DAYS, event, problem, series
from tests.scheduling.rules.cases import Case, at, plan

PROBLEM = problem(event("e"), event("f"), series=(series("s", "e", "f"),))
FEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0])))
INFEASIBLE = Case(PROBLEM, plan(at("f", DAYS[0])))


def test_smallest_feasible_case_passes() -> None:
    assert FEASIBLE.broken() == set()
    assert FEASIBLE.allowed_by_model()


def test_smallest_infeasible_case_breaks_this_rule_only() -> None:
    assert INFEASIBLE.broken() == {"series-order"}
    assert not INFEASIBLE.allowed_by_model()

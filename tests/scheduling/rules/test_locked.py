from scheduling.problem import Lock
from tests.scheduling.factories import DAYS, event, problem
from tests.scheduling.rules.cases import Case, at, plan

PROBLEM = problem(event("e", lock=Lock(DAYS[3], reason="set by the province")))
FEASIBLE = Case(PROBLEM, plan(at("e", DAYS[3])))
INFEASIBLE = Case(PROBLEM, plan(at("e", DAYS[4])))


def test_smallest_feasible_case_passes() -> None:
    assert FEASIBLE.broken() == set()
    assert FEASIBLE.allowed_by_model()


def test_smallest_infeasible_case_breaks_this_rule_only() -> None:
    assert INFEASIBLE.broken() == {"locked"}
    assert not INFEASIBLE.allowed_by_model()


def test_a_locked_event_left_out_is_found() -> None:
    assert Case(PROBLEM, plan()).broken() == {"locked"}

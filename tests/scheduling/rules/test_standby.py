from scheduling.problem import StandbyLimit
from tests.scheduling.factories import DAYS, event, problem
from tests.scheduling.rules.cases import Case, at, plan

EVENTS = (event("e", "a"), event("f", "b"), event("g", "b", away=False))
PROBLEM = problem(*EVENTS, standby=(StandbyLimit("G", 1),))
FEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0]), at("g", DAYS[0])))
INFEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0]), at("f", DAYS[0])))


def test_smallest_feasible_case_passes() -> None:
    assert FEASIBLE.broken() == set()
    assert FEASIBLE.allowed_by_model()


def test_smallest_infeasible_case_breaks_this_rule_only() -> None:
    assert INFEASIBLE.broken() == {"standby"}
    assert not INFEASIBLE.allowed_by_model()

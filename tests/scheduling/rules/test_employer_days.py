from tests.scheduling.factories import DAYS, crew, event, problem
from tests.scheduling.rules.cases import Case, at, plan

LIMITED = (crew("a", yearly_limit_half_days=5, carried_half_days=2),)
PROBLEM = problem(event("e"), event("f", crew_share=(1, 2)), event("g", crew_share=(1, 2)), crews=LIMITED)
FEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0]), at("f", DAYS[1])))
INFEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0]), at("f", DAYS[1]), at("g", DAYS[2])))


def test_smallest_feasible_case_passes() -> None:
    assert FEASIBLE.broken() == set()
    assert FEASIBLE.allowed_by_model()


def test_smallest_infeasible_case_breaks_this_rule_only() -> None:
    assert INFEASIBLE.broken() == {"employer-days"}
    assert not INFEASIBLE.allowed_by_model()

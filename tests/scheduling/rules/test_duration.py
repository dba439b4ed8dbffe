from tests.scheduling.factories import DAYS, event, problem
from tests.scheduling.rules.cases import Case, at, plan

PROBLEM = problem(event("e", duration_days=2))
FEASIBLE = Case(PROBLEM, plan(at("e", DAYS[3], DAYS[4])))
INFEASIBLE = Case(PROBLEM, plan(at("e", DAYS[4], DAYS[5])))


def test_smallest_feasible_case_passes() -> None:
    assert FEASIBLE.broken() == set()
    assert FEASIBLE.allowed_by_model()


def test_smallest_infeasible_case_breaks_this_rule_only() -> None:
    assert INFEASIBLE.broken() == {"unbroken-duration"}
    assert not INFEASIBLE.allowed_by_model()


def test_a_broken_event_may_span_the_weekend() -> None:
    loose = problem(event("e", duration_days=2, unbroken=False))

    over = Case(loose, plan(at("e", DAYS[4], DAYS[5])))

    assert over.broken() == set()
    assert over.allowed_by_model()

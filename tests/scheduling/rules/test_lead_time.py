from scheduling.problem import Lock
from tests.scheduling.factories import DAYS, event, problem
from tests.scheduling.rules.cases import Case, at, plan

PROBLEM = problem(event("e", notice_days=3), issue_date=DAYS[0])
FEASIBLE = Case(PROBLEM, plan(at("e", DAYS[3])))
INFEASIBLE = Case(PROBLEM, plan(at("e", DAYS[2])))


def test_smallest_feasible_case_passes() -> None:
    assert FEASIBLE.broken() == set()
    assert FEASIBLE.allowed_by_model()


def test_smallest_infeasible_case_breaks_this_rule_only() -> None:
    assert INFEASIBLE.broken() == {"lead-time"}
    assert not INFEASIBLE.allowed_by_model()


def test_a_locked_event_needs_no_notice() -> None:
    locked = problem(event("e", notice_days=3, lock=Lock(DAYS[1])), issue_date=DAYS[0])

    early = Case(locked, plan(at("e", DAYS[1])))

    assert early.broken() == set()
    assert early.allowed_by_model()

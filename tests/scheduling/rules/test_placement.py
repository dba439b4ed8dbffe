from tests.scheduling.factories import DAYS, event, need, problem, resource
from tests.scheduling.rules.cases import Case, at, plan

PROBLEM = problem(event("e", needs=(need("hall"),)), resources=(resource("hall"), resource("other")))
FEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0], None, "hall")))
INFEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0], None, "other")))


def test_smallest_feasible_case_passes() -> None:
    assert FEASIBLE.broken() == set()
    assert FEASIBLE.allowed_by_model()


def test_smallest_infeasible_case_breaks_this_rule_only() -> None:
    assert INFEASIBLE.broken() == {"placement"}
    assert not INFEASIBLE.allowed_by_model()


def test_unknown_doubled_and_wrongly_ended_assignments_are_found() -> None:
    for wrong in (
        plan(at("who", DAYS[0])),
        plan(at("e", DAYS[0], None, "hall"), at("e", DAYS[1], None, "hall")),
        plan(at("e", DAYS[0], DAYS[1], "hall")),
        plan(at("e", DAYS[0])),
    ):
        assert Case(PROBLEM, wrong).broken() == {"placement"}

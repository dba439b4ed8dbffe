from scheduling.problem import Precedence
from tests.scheduling.factories import DAYS, event, problem
from tests.scheduling.rules.cases import Case, at, plan

PROBLEM = problem(event("e", "a"), event("f", "b"), precedence=(Precedence("e", "f"),))
FEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0]), at("f", DAYS[1])))
INFEASIBLE = Case(PROBLEM, plan(at("e", DAYS[1]), at("f", DAYS[1])))


def test_smallest_feasible_case_passes() -> None:
    assert FEASIBLE.broken() == set()
    assert FEASIBLE.allowed_by_model()


def test_smallest_infeasible_case_breaks_this_rule_only() -> None:
    assert INFEASIBLE.broken() == {"precedence"}
    assert not INFEASIBLE.allowed_by_model()


def test_the_second_never_happens_without_the_first() -> None:
    alone = Case(PROBLEM, plan(at("f", DAYS[1])))

    assert alone.broken() == {"precedence"}
    assert not alone.allowed_by_model()


def test_lags_of_the_second_are_kept() -> None:
    lagged = problem(event("e", "a"), event("f", "b"), precedence=(Precedence("e", "f", 2, 3),))
    cases = [Case(lagged, plan(at("e", DAYS[0]), at("f", DAYS[later]))) for later in (1, 2, 3, 4)]

    assert [case.broken() for case in cases] == [{"precedence"}, set(), set(), {"precedence"}]
    assert [case.allowed_by_model() for case in cases] == [False, True, True, False]

from tests.scheduling.factories import DAYS, crew, event, problem
from tests.scheduling.rules.cases import Case, at, plan

PROBLEM = problem(event("e"), event("f"), rest_days=1)
FEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0]), at("f", DAYS[2])))
INFEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0]), at("f", DAYS[1])))


def test_smallest_feasible_case_passes() -> None:
    assert FEASIBLE.broken() == set()
    assert FEASIBLE.allowed_by_model()


def test_smallest_infeasible_case_breaks_this_rule_only() -> None:
    assert INFEASIBLE.broken() == {"one-place"}
    assert not INFEASIBLE.allowed_by_model()


SHARED = problem(
    event("e", "a"),
    event("f", "b"),
    crews=(crew("a", person_ids=frozenset({"p"})), crew("b", person_ids=frozenset({"p"}))),
    rest_days=1,
)


def test_crews_that_share_a_person_need_no_rest_but_never_overlap() -> None:
    apart = Case(SHARED, plan(at("e", DAYS[0]), at("f", DAYS[1])))
    together = Case(SHARED, plan(at("e", DAYS[0]), at("f", DAYS[0])))

    assert apart.broken() == set()
    assert apart.allowed_by_model()
    assert together.broken() == {"one-place"}
    assert not together.allowed_by_model()

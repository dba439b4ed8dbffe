from scheduling.problem import ResourceKind
from tests.scheduling.factories import DAYS, event, need, problem, resource
from tests.scheduling.rules.cases import Case, at, plan

JUDGES = ResourceKind.EVALUATORS
PROBLEM = problem(
    event("e", needs=(need("own", "other", kind=JUDGES),), recused=frozenset({"bureau"})),
    resources=(
        resource("own", kind=JUDGES, organization="bureau"),
        resource("other", kind=JUDGES, organization="academy"),
    ),
)
FEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0], None, "other")))
INFEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0], None, "own")))


def test_smallest_feasible_case_passes() -> None:
    assert FEASIBLE.broken() == set()
    assert FEASIBLE.allowed_by_model()


def test_smallest_infeasible_case_breaks_this_rule_only() -> None:
    assert INFEASIBLE.broken() == {"evaluator-recusal"}
    assert not INFEASIBLE.allowed_by_model()

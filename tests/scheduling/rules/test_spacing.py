from datetime import timedelta

from tests.scheduling.factories import DAYS, event, problem, series
from tests.scheduling.rules.cases import Case, at, plan

PROBLEM = problem(event("e"), event("f"), series=(series("s", "e", "f", min_gap_days=4),))
FEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0]), at("f", DAYS[4])))
INFEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0]), at("f", DAYS[3])))


def test_smallest_feasible_case_passes() -> None:
    assert FEASIBLE.broken() == set()
    assert FEASIBLE.allowed_by_model()


def test_smallest_infeasible_case_breaks_this_rule_only() -> None:
    assert INFEASIBLE.broken() == {"series-spacing"}
    assert not INFEASIBLE.allowed_by_model()


def test_the_record_of_last_year_keeps_its_distance() -> None:
    chain = series("s", "e", min_gap_days=4, last_held=DAYS[0] - timedelta(days=1))
    recorded = problem(event("e"), series=(chain,))

    assert Case(recorded, plan(at("e", DAYS[2]))).broken() == {"series-spacing"}
    assert not Case(recorded, plan(at("e", DAYS[2]))).allowed_by_model()
    assert Case(recorded, plan(at("e", DAYS[3]))).allowed_by_model()

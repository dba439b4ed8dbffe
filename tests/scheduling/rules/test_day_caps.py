from scheduling.problem import DayCap
from tests.scheduling.factories import DAYS, crew, event, problem
from tests.scheduling.rules.cases import Case, at, plan

CAPPED = (crew("a", day_caps=(DayCap(DAYS[0], DAYS[2], 2),)),)
PROBLEM = problem(event("e"), event("f", duration_days=3), crews=CAPPED, rest_days=0)
FEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0]), at("f", DAYS[2], DAYS[4])))
INFEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0]), at("f", DAYS[1], DAYS[3])))


def test_smallest_feasible_case_passes() -> None:
    assert FEASIBLE.broken() == set()
    assert FEASIBLE.allowed_by_model()


def test_smallest_infeasible_case_breaks_this_rule_only() -> None:
    assert INFEASIBLE.broken() == {"day-cap"}
    assert not INFEASIBLE.allowed_by_model()


def test_each_cap_of_a_crew_holds_for_itself() -> None:
    caps = (DayCap(DAYS[0], DAYS[9], 2), DayCap(DAYS[5], DAYS[9], 1))
    year = problem(event("e"), event("f"), event("g"), crews=(crew("a", day_caps=caps),))
    cases = [
        Case(year, plan(*(at(name, DAYS[day]) for name, day in zip("efg", days, strict=False))))
        for days in ((0, 1, 2), (5, 6), (0, 5))
    ]

    assert [case.broken() for case in cases] == [{"day-cap"}, {"day-cap"}, set()]
    assert [case.allowed_by_model() for case in cases] == [False, False, True]

from scheduling.problem import Window
from tests.scheduling.factories import DAYS, event, problem
from tests.scheduling.rules.cases import Case, at, plan

PROBLEM = problem(event("e", duration_days=2, windows=(Window(DAYS[0], DAYS[1]),)))
FEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0], DAYS[1])))
INFEASIBLE = Case(PROBLEM, plan(at("e", DAYS[1], DAYS[2])))


def test_smallest_feasible_case_passes() -> None:
    assert FEASIBLE.broken() == set()
    assert FEASIBLE.allowed_by_model()


def test_smallest_infeasible_case_breaks_this_rule_only() -> None:
    assert INFEASIBLE.broken() == {"training-window"}
    assert not INFEASIBLE.allowed_by_model()


def test_an_event_starts_on_a_listed_day_within_its_windows() -> None:
    listed = frozenset((DAYS[1], DAYS[3], DAYS[4]))
    year = problem(event("e", duration_days=2, windows=(Window(DAYS[1], DAYS[4]),), starts=listed))

    for day, fits in enumerate((False, True, False, True, False)):
        case = Case(year, plan(at("e", DAYS[day], DAYS[day + 1])))
        assert (case.broken() == set(), case.allowed_by_model()) == (fits, fits)

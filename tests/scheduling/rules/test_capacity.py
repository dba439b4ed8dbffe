from scheduling.problem import Option, Reduction, Window
from tests.scheduling.factories import DAYS, event, need, problem, resource
from tests.scheduling.rules.cases import Case, at, plan

EVENTS = (event("e", "a", needs=(need("hall"),)), event("f", "b", needs=(need("hall"),)))
PROBLEM = problem(*EVENTS, resources=(resource("hall", 1, closed=(Window(DAYS[5], DAYS[6], "repairs"),)),))
FEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0], None, "hall"), at("f", DAYS[1], None, "hall")))
INFEASIBLE = Case(PROBLEM, plan(at("e", DAYS[0], None, "hall"), at("f", DAYS[0], None, "hall")))


def test_smallest_feasible_case_passes() -> None:
    assert FEASIBLE.broken() == set()
    assert FEASIBLE.allowed_by_model()


def test_smallest_infeasible_case_breaks_this_rule_only() -> None:
    assert INFEASIBLE.broken() == {"resource-capacity"}
    assert not INFEASIBLE.allowed_by_model()


def test_a_closed_resource_is_not_used() -> None:
    closed = Case(PROBLEM, plan(at("e", DAYS[5], None, "hall")))

    assert closed.broken() == {"resource-capacity"}
    assert not closed.allowed_by_model()


def test_a_reduction_leaves_fewer_units_on_its_days() -> None:
    hall = resource("hall", 2, reduced=(Reduction(DAYS[5], DAYS[6], 1), Reduction(DAYS[6], DAYS[7], 0)))
    year = problem(*EVENTS, resources=(hall,))

    for day, both, one in ((4, True, True), (5, False, True), (6, False, False), (7, False, False)):
        twice = Case(year, plan(at("e", DAYS[day], None, "hall"), at("f", DAYS[day], None, "hall")))
        once = Case(year, plan(at("e", DAYS[day], None, "hall")))
        assert (twice.broken() == set(), twice.allowed_by_model()) == (both, both)
        assert (once.broken() == set(), once.allowed_by_model()) == (one, one)


def test_every_unit_counts_and_two_needs_may_share_a_resource() -> None:
    pair = Option("hall", 2)
    twice = event("e", needs=(need(pair), need("hall")))
    cases = [
        Case(
            problem(twice, event("f", "b", needs=(need("hall"),)), resources=(resource("hall", capacity),)),
            plan(at("e", DAYS[0], None, "hall", "hall"), at("f", DAYS[0], None, "hall")),
        )
        for capacity in (4, 3)
    ]

    assert [case.broken() for case in cases] == [set(), {"resource-capacity"}]
    assert [case.allowed_by_model() for case in cases] == [True, False]

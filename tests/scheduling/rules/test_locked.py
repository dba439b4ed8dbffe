from scheduling.problem import Exercise, Lock
from tests.scheduling.factories import AREA_CREWS, DAYS, area, crew, event, need, problem, resource
from tests.scheduling.rules.cases import Case, at, plan

PROBLEM = problem(event("e", lock=Lock(DAYS[3], reason="set by the province")))
FEASIBLE = Case(PROBLEM, plan(at("e", DAYS[3])))
INFEASIBLE = Case(PROBLEM, plan(at("e", DAYS[4])))


def test_smallest_feasible_case_passes() -> None:
    assert FEASIBLE.broken() == set()
    assert FEASIBLE.allowed_by_model()


def test_smallest_infeasible_case_breaks_this_rule_only() -> None:
    assert INFEASIBLE.broken() == {"locked"}
    assert not INFEASIBLE.allowed_by_model()


def test_a_locked_event_left_out_is_found() -> None:
    assert Case(PROBLEM, plan()).broken() == {"locked"}
    assert not Case(PROBLEM, plan()).allowed_by_model()


def test_a_lock_keeps_the_resources_and_the_channel_it_names() -> None:
    meeting = Exercise("A", ("x", "y"), "x")
    hall = event("e", needs=(need("hall", "yard"),), lock=Lock(DAYS[3], ("hall",)))
    radio = event("f", "cx", "cy", exercise=meeting, lock=Lock(DAYS[3], channel=1))
    year = problem(
        hall,
        radio,
        crews=(*AREA_CREWS, crew("a")),
        resources=(resource("hall"), resource("yard")),
        areas=(area(),),
    )
    cases = [
        Case(year, plan(at("e", DAYS[3], None, room), at("f", DAYS[3], channel=channel, exercise=meeting)))
        for room, channel in (("hall", 1), ("yard", 1), ("hall", 0))
    ]

    assert [case.broken() for case in cases] == [set(), {"locked"}, {"locked"}]
    assert [case.allowed_by_model() for case in cases] == [True, False, False]

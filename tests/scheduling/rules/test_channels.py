from dataclasses import replace

from scheduling.problem import Exercise
from tests.scheduling.factories import AREA_CREWS, DAYS, area, crew, problem
from tests.scheduling.rules.cases import Case, at, plan


def meeting(host: str, *regions: str) -> Exercise:
    return Exercise("A", regions, host)


FOUR = (*AREA_CREWS, crew("cw", region="w", standby_group="cw"))
NEAR = area(
    regions=("w", "x", "y", "z"),
    crews=(("w", "cw"), ("x", "cx"), ("y", "cy"), ("z", "cz")),
    positions=(("w", 29.3, 104.7), ("x", 29.3, 104.8), ("y", 29.5, 105.0), ("z", 28.8, 104.6)),
)
PROBLEM = problem(crews=FOUR, areas=(NEAR,))
FIRST = at("A/1", DAYS[0], channel=0, exercise=meeting("x", "x", "y"))
FEASIBLE = Case(PROBLEM, plan(FIRST, at("A/2", DAYS[0], channel=1, exercise=meeting("w", "w", "z"))))
INFEASIBLE = Case(PROBLEM, plan(FIRST, at("A/2", DAYS[0], channel=0, exercise=meeting("w", "w", "z"))))


def test_smallest_feasible_case_passes() -> None:
    assert FEASIBLE.broken() == set()
    assert FEASIBLE.allowed_by_model()


def test_smallest_infeasible_case_breaks_this_rule_only() -> None:
    assert INFEASIBLE.broken() == {"channel-interference"}
    assert not INFEASIBLE.allowed_by_model()


def test_far_hosts_may_share_a_channel_group_that_exists() -> None:
    far = at("A/2", DAYS[0], channel=0, exercise=meeting("z", "w", "z"))
    near_only = replace(PROBLEM, areas=(replace(NEAR, interference_km=40),))
    apart, unknown = Case(near_only, plan(FIRST, far)), Case(PROBLEM, plan(replace(FIRST, channel=2)))

    assert apart.broken() == set()
    assert apart.allowed_by_model()
    assert unknown.broken() == {"channel-interference"}
    assert not unknown.allowed_by_model()

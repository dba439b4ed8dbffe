from datetime import date

import pytest

from scheduling.plan import Plan
from scheduling.verify import verify
from tests.scheduling.factories import DAYS, event, need, problem, resource
from tests.scheduling.rules.cases import Case, at, plan

PROBLEM = problem(event("e", needs=(need("hall"),)), resources=(resource("hall"), resource("other")))
SATURDAY = date(2026, 3, 7)
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


@pytest.mark.parametrize(
    ("wrong", "zh", "en"),
    [
        (plan(at("who", DAYS[0])), "who 不在待排任务中", "who is not among the events to plan"),
        (
            plan(at("e", SATURDAY, None, "hall")),
            "2026-03-07 不是工作日",
            "2026-03-07 is not a workday",
        ),
        (
            plan(at("e", DAYS[0], None, "hall"), at("e", DAYS[1], None, "hall")),
            "e 重复出现",
            "e is placed twice",
        ),
    ],
)
def test_each_way_to_stand_nowhere_has_its_own_sentence(wrong: Plan, zh: str, en: str) -> None:
    assert [(v.zh, v.en) for v in verify(PROBLEM, wrong).violations] == [(zh, en)]


def test_an_event_that_would_outlast_the_year_says_so() -> None:
    year = problem(event("e", duration_days=2))

    (violation,) = verify(year, plan(at("e", DAYS[-1]))).violations

    assert violation.en == f"e would not end within the year if it began on {DAYS[-1]}"

"""Why an event is left out."""

from __future__ import annotations

from scheduling import Planned, Problem, Unscheduled, Window, plan_year
from tests.scheduling.factories import DAYS, crew, event, need, problem, resource, series


def left_out(year: Problem) -> dict[str, Unscheduled]:
    outcome = plan_year(year, seconds=0.2, deterministic=True)
    assert isinstance(outcome, Planned)
    return {entry.event: entry for entry in outcome.plan.unscheduled}


def test_rules_that_leave_no_day_are_named_with_counts() -> None:
    blocked = crew("a", blocked=(Window(DAYS[0], DAYS[4]),))
    year = problem(event("e", windows=(Window(DAYS[2], DAYS[3]),)), crews=(blocked,))

    reasons = [en for _, en in left_out(year)["e"].reasons]

    assert reasons[0] == "The rules together leave no day to begin"
    assert any("rules out 8 of 10 days" in reason for reason in reasons)
    assert any("rules out 5 of 10 days" in reason for reason in reasons)


def test_what_stands_in_the_way_is_named() -> None:
    only = (Window(DAYS[0], DAYS[0]),)
    rivals = [
        event(n, c, windows=only, needs=(need("hall"),), priority=p)
        for n, c, p in (("e", "a", 1), ("f", "b", 2))
    ]

    (zh, en), *_ = left_out(problem(*rivals, resources=(resource("hall"),)))["e"].reasons

    assert "f" in en
    assert str(DAYS[0]) in en
    assert "f" in zh


def test_a_missing_predecessor_is_named() -> None:
    impossible = event("e", windows=(Window(DAYS[0].replace(month=1), DAYS[0].replace(month=1)),))
    year = problem(impossible, event("f"), series=(series("s", "e", "f"),))

    assert "It needs e first" in left_out(year)["f"].reasons[0][1]


def test_the_yearly_limit_is_named() -> None:
    year = problem(event("e"), crews=(crew("a", yearly_limit_half_days=1),))

    assert "yearly limit of crew a" in left_out(year)["e"].reasons[0][1]

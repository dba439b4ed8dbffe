"""Why an event is left out."""

from __future__ import annotations

import pytest

from scheduling import Planned, Problem, Unscheduled, Window, plan_year, verify
from scheduling.explain import why
from scheduling.explain.barrier import RULE_OF, Kind
from scheduling.problem import Option
from tests.scheduling.explain.situations import SITUATIONS, Situation
from tests.scheduling.factories import AREA_CREWS, DAYS, area, crew, event, need, problem, resource, series
from tests.scheduling.rules.cases import at, plan


def left_out(year: Problem) -> dict[str, Unscheduled]:
    outcome = plan_year(year, seconds=0.2, deterministic=True)
    assert isinstance(outcome, Planned)
    return {entry.event: entry for entry in outcome.plan.unscheduled}


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_is_in_the_way_is_named_in_both_languages(name: str) -> None:
    situation: Situation = SITUATIONS[name]
    assert verify(situation.year, situation.plan).passed

    found = why(situation.year, situation.plan, "e")

    assert found.open == 0
    if situation.kind is None:
        assert [(entry.rule, entry.starts) for entry in found.exclusions if entry.rule == situation.rule]
        assert found.left == 0
    else:
        obstacle = found.obstacles[0]
        assert (obstacle.kind, obstacle.rule) == (situation.kind, RULE_OF[situation.kind])
        assert obstacle.starts == found.left >= obstacle.alone > 0
    assert all(zh and en and zh != en for zh, en in found.sentences)


def test_each_kind_of_barrier_has_a_situation() -> None:
    assert {s.kind for s in SITUATIONS.values()} - {None} == set(Kind)


def test_rules_that_leave_no_day_are_told_with_counts_and_what_they_do_alone() -> None:
    blocked = crew("a", blocked=(Window(DAYS[0], DAYS[4]),))
    year = problem(event("e", windows=(Window(DAYS[2], DAYS[3]),)), crews=(blocked,))

    assert [en for _, en in left_out(year)["e"].reasons] == [
        "The rules together leave no day to begin",
        "“An event stays within the windows and months allowed for it” rules out 8 of 10 days to begin,"
        " 5 of them alone",
        "“A crew is given nothing on days it is blocked” rules out 5 of 10 days to begin, 2 of them alone",
    ]


def test_shares_of_the_days_left_are_told_with_names_and_what_is_missing() -> None:
    judges = need(Option("judges", 2), kind=resource("x").kind)
    year = problem(
        event("e", needs=(judges,), windows=(Window(DAYS[0], DAYS[3]),)),
        event("f", "b", needs=(judges,), duration_days=2),
        event("g", "a", duration_days=3),
        resources=(resource("judges", 3),),
    )

    found = why(year, plan(at("f", DAYS[0], DAYS[1], "judges"), at("g", DAYS[1], DAYS[3])), "e")

    assert found.sentences[1:3] == (
        (
            "4 个开始日中有 3 个，队伍 a 另有任务（g），其中 2 个仅因此项",
            "On 3 of 4 days crew a is elsewhere (g); on 2 nothing else is in the way",
        ),
        (
            "4 个开始日中有 2 个，场地 judges 已被占用，缺 1（f），其中 1 个仅因此项",
            "On 2 of 4 days ground judges: taken, short by 1 (f); on 1 nothing else is in the way",
        ),
    )
    assert found.nearest is not None
    assert (found.nearest.first_day, found.nearest.events) == (DAYS[0], ("f",))
    assert found.sentences[0][1] == f"Nearest to possible on {DAYS[0]}, if f moved"


def test_a_missing_predecessor_and_a_yearly_limit_come_first() -> None:
    impossible = event("e", windows=(Window(DAYS[0].replace(month=1), DAYS[0].replace(month=1)),))
    waiting = problem(impossible, event("f"), series=(series("s", "e", "f"),))
    limited = problem(event("e"), crews=(crew("a", yearly_limit_half_days=1),))

    assert left_out(waiting)["f"].reasons[0][1] == "It needs e first, not scheduled"
    assert "yearly limit of crew a" in left_out(limited)["e"].reasons[0][1]


def test_a_missing_pair_is_explained_by_the_exercise_that_would_have_met_it() -> None:
    year = problem(crews=AREA_CREWS, areas=(area(notice_days=400),))

    found = why(year, plan(), "A/x+y")

    assert found.event in ("A/1", "A/2", "A/3")
    assert found.sentences[0][1] == "The rules together leave no day to begin"
    assert found.sentences == left_out(year)["A/x+y"].reasons


def test_a_placed_event_is_told_where_it_is_and_what_else_is_open() -> None:
    found = why(problem(event("e"), event("f")), plan(at("e", DAYS[0]), at("f", DAYS[1])), "e")

    assert (found.placed_on, found.open, found.left) == (DAYS[0], 9, 10)


def test_an_unknown_event_is_refused() -> None:
    with pytest.raises(KeyError):
        why(problem(event("e")), plan(), "nothing")

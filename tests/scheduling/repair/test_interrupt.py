"""Events under way on the day of the change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from scheduling import Precedence, Window
from tests.scheduling.factories import DAYS, crew, event, need, problem, resource, series
from tests.scheduling.repair.test_only import mended
from tests.scheduling.rules.cases import at, plan

CAMP = event("camp", duration_days=4, needs=(need("base", "tents"),), load_half_days=8, unbroken=False)
YEAR = problem(
    CAMP,
    event("next"),
    event("other", "b", needs=(need("base"),), preferred=DAYS[5]),
    resources=(resource("base", 2), resource("tents")),
    series=(series("a/camp", "camp", currency_days=400, last_held=date(2025, 6, 1)),),
    precedence=(Precedence("camp", "next"),),
    issue_date=DAYS[2],
)
PLAN = plan(at("camp", DAYS[1], DAYS[4], "base"), at("next", DAYS[7]), at("other", DAYS[3], None, "base"))
FLOOD = (Window(DAYS[3], DAYS[4], "汛情 / flood"),)


def test_an_event_that_cannot_go_on_keeps_the_days_it_has_had() -> None:
    year = replace(YEAR, resources=(resource("base", 2, closed=FLOOD), resource("tents")))

    found = mended(year, PLAN, again=False)

    (entry,) = found.interrupted
    assert (entry.event, entry.first_day, entry.last_day) == ("camp", DAYS[1], DAYS[2])
    assert (entry.days_done, entry.days_planned, entry.again) == (2, 4, None)
    assert [violation.rule for violation in entry.why] == ["resource-capacity"]
    assert found.broken == ("other",)
    assert {a.event: (a.first_day, a.last_day) for a in found.plan.assignments} == {
        "camp": (DAYS[1], DAYS[2]),
        "next": (DAYS[7], DAYS[7]),
        "other": (DAYS[5], DAYS[5]),
    }
    assert found.problem.series[0].events == ()
    assert {violation.events for violation in found.damage} == {("camp",), ("other",)}


def test_an_interrupted_event_is_asked_for_again() -> None:
    year = replace(YEAR, crews=(crew("a", blocked=(Window(DAYS[2], DAYS[2]),)), crew("b")))

    found = mended(year, PLAN)

    (entry,) = found.interrupted
    assert (entry.days_done, entry.again) == (1, "camp/again")
    assert found.problem.series[0].events == ("camp/again",)
    assert [(a.event, a.first_day) for a in found.change.added] == [("camp/again", DAYS[3])]
    assert found.moves == 0


def test_what_goes_on_elsewhere_undisturbed_is_not_interrupted() -> None:
    year = replace(YEAR, resources=(resource("base", 2), resource("tents", closed=FLOOD)))

    assert mended(year, PLAN).interrupted == ()


def test_of_two_under_way_only_one_gives_way_to_a_smaller_pool() -> None:
    two = replace(YEAR.events[2], duration_days=3, priority=9, unbroken=False)
    year = replace(YEAR, events=(*YEAR.events[:2], two), resources=(resource("base", 1), resource("tents")))
    issued = plan(
        at("camp", DAYS[1], DAYS[4], "base"), at("next", DAYS[7]), at("other", DAYS[1], DAYS[3], "base")
    )

    found = mended(year, issued, again=False)

    assert [entry.event for entry in found.interrupted] == ["camp"]
    assert found.interrupted[0].days_done == 1


def test_what_is_over_is_never_touched() -> None:
    closed = (Window(DAYS[0], DAYS[4], "flood"),)
    year = replace(
        YEAR, issue_date=DAYS[5], resources=(resource("base", 2, closed=closed), resource("tents"))
    )

    found = mended(year, PLAN)

    assert found.change.is_empty
    assert found.interrupted == ()

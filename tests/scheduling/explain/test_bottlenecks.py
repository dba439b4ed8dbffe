"""What costs the year most: prices rank, planning anew decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduling import Cost, Plan, Planned, Problem, plan_year, verify
from scheduling.explain import bottlenecks
from scheduling.explain.barrier import Kind
from scheduling.explain.congestion import Priced, congestion
from scheduling.explain.limit_changes import (
    EarlierIssue,
    HigherDayCaps,
    HigherYearlyLimits,
    MoreAway,
    MoreUnits,
    ShorterRest,
)
from scheduling.explain.reasons import Reasons, whole_view
from scheduling.explain.spacing_changes import MoreChannels, MoreExercises
from tests.scheduling.explain.situations import SITUATIONS
from tests.scheduling.factories import DAYS, crew, event, need, problem, resource, series

RELIEFS = {
    Kind.REST: ShorterRest(),
    Kind.RESOURCE: MoreUnits("hall"),
    Kind.STANDBY: MoreAway("G"),
    Kind.DAY_CAP: HigherDayCaps(),
    Kind.YEARLY_LIMIT: HigherYearlyLimits(),
    Kind.HOSTING: MoreExercises("A", hosting=True),
    Kind.ATTENDING: MoreExercises("A", hosting=False),
    Kind.CHANNEL: MoreChannels("A"),
}


def one_hall_for_three() -> Problem:
    """Return a year in which three crews are overdue, and one hall takes one of them at a time."""
    crews = tuple(crew(name) for name in "abc")
    due = {"currency_days": 1, "last_held": DAYS[0] - timedelta(days=1)}
    return problem(
        *(event(f"e{c.id}", c.id, duration_days=5, needs=(need("hall"),)) for c in crews),
        crews=crews,
        resources=(resource("hall"), resource("idle")),
        series=tuple(series(f"s{c.id}", f"e{c.id}", crew=c.id, **due) for c in crews),
    )


def planned(year: Problem) -> Plan:
    outcome = plan_year(year, seconds=2, deterministic=True)
    assert isinstance(outcome, Planned)
    return outcome.plan


def test_the_limit_that_costs_most_is_found_and_its_saving_is_real() -> None:
    year = one_hall_for_three()
    plan = planned(year)
    checks: list[tuple[int, int]] = []

    found = bottlenecks(
        year, plan, seconds=6, deterministic=True, on_checked=lambda *counts: checks.append(counts)
    )

    first = found[0]
    assert first.change == MoreUnits("hall", 1)
    assert first.saved is not None
    relaxed = planned(first.change.apply(year))
    saved = plan.cost.total(year.weights) - relaxed.cost.total(year.weights)
    assert first.saved_total == first.saved.total(year.weights) == saved > 0
    assert first.saved.unscheduled_points == 1
    assert first.sentences[0][1].startswith("ground hall: 2 instead of 1: saves 1 unscheduled point")
    assert first.sentences[0][0].startswith("场地 hall 由 1 增至 2：减少 1 未安排分")
    assert checks == [(i, len(found) + 2) for i in range(1, len(found) + 3)]


def test_a_change_that_saves_nothing_says_so_and_one_not_checked_is_an_estimate() -> None:
    year = one_hall_for_three()
    plan = planned(year)
    given = (Priced(MoreUnits("idle"), 9), Priced(ShorterRest(), 5))

    (nothing, _), unchecked = (
        bottlenecks(year, plan, seconds=2, deterministic=True, source=lambda _: given),
        bottlenecks(year, plan, source=lambda _: given, should_stop=lambda: True),
    )

    assert (nothing.saved, nothing.saved_total) == (Cost(), 0)
    assert nothing.sentences[0][1] == "ground idle: 2 instead of 1: planning anew found nothing to save"
    assert [(b.estimated, b.saved, b.saved_total) for b in unchecked] == [(9, None, None), (5, None, None)]
    assert unchecked[0].sentences[0][1].endswith("estimated to save 9 cost units, not checked")


def test_the_same_year_has_the_same_bottlenecks() -> None:
    year = one_hall_for_three()
    plan = planned(year)

    assert bottlenecks(year, plan, seconds=3, deterministic=True) == bottlenecks(
        year, plan, seconds=3, deterministic=True
    )


@pytest.mark.parametrize("name", [n for n, s in SITUATIONS.items() if s.kind in RELIEFS])
def test_each_rule_that_keeps_an_event_out_has_a_price(name: str) -> None:
    situation = SITUATIONS[name]
    kind = situation.kind
    assert kind is not None

    priced = dict(congestion(Reasons(whole_view(situation.year, situation.plan), situation.plan)))

    assert priced[RELIEFS[kind]] == situation.year.weights.unscheduled_points


def test_notice_has_a_price_where_days_before_it_are_better() -> None:
    wish = event("e", notice_days=5, preferred=DAYS[0])
    year = problem(wish, issue_date=DAYS[0] - timedelta(days=1))
    plan = planned(year)

    found = bottlenecks(year, plan, seconds=1, deterministic=True)

    assert [b.change for b in found] == [EarlierIssue()]
    assert found[0].saved == Cost(preference_days=4, finish_days=4)
    assert verify(found[0].change.apply(year), plan).passed
    assert replace(year, issue_date=date(2026, 2, 22)) == found[0].change.apply(year)

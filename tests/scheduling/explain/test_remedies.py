"""What single change would free an event: each remedy is proven by its plan."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from scheduling import Planned, Window, plan_year, verify
from scheduling.explain import remedies
from scheduling.explain.changes import ShorterNotice, WiderWindow
from scheduling.explain.spacing_changes import MoreExercises
from tests.scheduling.explain.situations import SITUATIONS
from tests.scheduling.factories import AREA_CREWS, DAYS, area, event, problem, random_problem
from tests.scheduling.rules.cases import at, plan

DAY = timedelta(days=1)


@pytest.mark.parametrize("name", SITUATIONS)
def test_remedies_fit_what_is_in_the_way_and_are_proven(name: str) -> None:
    situation = SITUATIONS[name]
    told: list[tuple[int, int]] = []

    found = remedies(
        situation.year,
        situation.plan,
        "e",
        seconds=20,
        deterministic=True,
        limit=9,
        on_tried=lambda *counts: told.append(counts),
    )

    assert told == [(i + 1, told[-1][1]) for i in range(len(told))]
    assert (situation.change is None and not found) or situation.change in {type(r.change) for r in found}
    for remedy in found:
        year = remedy.change.apply(situation.year)
        judged = verify(year, remedy.plan)
        assert judged.passed
        assert judged.cost == remedy.plan.cost
        assert "e" in {a.event for a in remedy.plan.assignments if a.first_day == remedy.first_day}
        assert all(zh and en and zh != en for zh, en in remedy.sentences)
        before = verify(situation.year, situation.plan).cost.total(situation.year.weights)
        assert judged.cost.total(year.weights) - before == remedy.cost_change
    assert [r.change.size for r in found] == sorted(r.change.size for r in found)


@pytest.mark.parametrize("seed", [1, 6])
def test_remedies_of_random_years_are_proven_and_the_same_every_time(seed: int) -> None:
    year = random_problem(seed)
    outcome = plan_year(year, seconds=0.3, deterministic=True)
    assert isinstance(outcome, Planned)
    for entry in outcome.plan.unscheduled[:2]:
        found = remedies(year, outcome.plan, entry.event, seconds=20, deterministic=True)
        again = remedies(year, outcome.plan, entry.event, seconds=20, deterministic=True)

        assert found == again
        for remedy in found:
            assert verify(remedy.change.apply(year), remedy.plan).passed
            placed = {a.event: a.first_day for a in remedy.plan.assignments}
            kept = {a.event: a.first_day for a in outcome.plan.assignments}
            assert placed.keys() >= {entry.event, *kept}
            assert set(remedy.moved_events) == {e for e, day in kept.items() if placed[e] != day}


@pytest.mark.parametrize(
    ("changes", "change"),
    [
        ({"notice_days": 60}, ShorterNotice("A", 1)),
        ({"notice_days": 0, "windows": (Window(DAYS[0] - DAY, DAYS[0] - DAY),)}, WiderWindow),
        ({"attend_per_quarter": 1}, MoreExercises("A", hosting=False)),
    ],
)
def test_a_missing_pair_is_freed_by_what_its_area_asks(changes: dict[str, Any], change: Any) -> None:
    year = problem(crews=AREA_CREWS, areas=(area(**changes),), issue_date=DAYS[0] - 50 * DAY)
    outcome = plan_year(year, seconds=1, deterministic=True)
    assert isinstance(outcome, Planned)
    missing = outcome.plan.unscheduled[-1].event

    found = remedies(year, outcome.plan, missing, seconds=20, deterministic=True)

    assert any(r.change == change or type(r.change) is change for r in found)
    for remedy in found:
        judged = verify(remedy.change.apply(year), remedy.plan)
        assert judged.passed
        assert missing not in {entry.event for entry in remedy.plan.unscheduled}
        assert all(zh and en and zh != en for zh, en in remedy.sentences)


def test_no_remedy_is_offered_for_what_takes_place_or_when_there_is_no_time() -> None:
    year = problem(event("e"), event("f"))

    assert remedies(year, plan(at("e", DAYS[0])), "e") == ()
    assert remedies(year, plan(at("e", DAYS[0])), "f", seconds=0) == ()
    assert remedies(year, plan(at("e", DAYS[0])), "f", should_stop=lambda: True) == ()

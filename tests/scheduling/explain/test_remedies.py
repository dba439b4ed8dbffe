"""What single change would free an event: each remedy is proven by its plan."""

from __future__ import annotations

import pytest

from scheduling import Planned, plan_year, verify
from scheduling.explain import remedies
from tests.scheduling.explain.situations import SITUATIONS
from tests.scheduling.factories import DAYS, event, problem, random_problem
from tests.scheduling.rules.cases import at, plan


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


@pytest.mark.parametrize("seed", [1, 4, 6, 9])
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


def test_no_remedy_is_offered_for_what_takes_place_or_when_there_is_no_time() -> None:
    year = problem(event("e"), event("f"))

    assert remedies(year, plan(at("e", DAYS[0])), "e") == ()
    assert remedies(year, plan(at("e", DAYS[0])), "f", seconds=0) == ()
    assert remedies(year, plan(at("e", DAYS[0])), "f", should_stop=lambda: True) == ()

"""What `plan_year` promises, on random and on exactly solvable problems."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling import (
    Infeasible,
    Lock,
    Plan,
    Planned,
    Precedence,
    Problem,
    Published,
    Series,
    Unfinished,
    plan_year,
    verify,
)
from scheduling.bounds import cheap_bound
from scheduling.compiled import Compiled
from tests.scheduling.exhaustive import cheapest_total
from tests.scheduling.factories import (
    DAYS,
    crew,
    event,
    need,
    problem,
    random_problem,
    resource,
    series,
)


def solved(given_problem: Problem, **options: object) -> Planned:
    outcome = plan_year(given_problem, **({"seconds": 0.5, "deterministic": True} | options))  # type: ignore[arg-type]  # keywords
    assert isinstance(outcome, Planned)
    return outcome


def total(given_problem: Problem, plan: Plan) -> int:
    return plan.cost.total(given_problem.weights)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 10_000), st.booleans())
def test_every_plan_passes_the_verifier_and_states_its_cost(seed: int, areas: bool) -> None:
    random = random_problem(seed, areas=areas)

    outcome = solved(random, seconds=0.2)

    judged = verify(random, outcome.plan)
    assert judged.violations == ()
    assert judged.cost == outcome.plan.cost
    assert sum(entry.points for entry in outcome.plan.unscheduled) == judged.cost.unscheduled_points
    assert all(entry.reasons for entry in outcome.plan.unscheduled)
    assert outcome.bound <= total(random, outcome.plan)


def tiny(seed: int) -> Problem:
    """Return three events in a series and one beside it, on six days, small enough to try everything."""
    days = DAYS[:5]
    one = event("e", windows=(), preferred=days[seed % 5], needs=(need("hall", "yard"),), priority=2)
    two = event("f", duration_days=1 + seed % 2, priority=1 + seed % 3)
    other = event("g", "b", needs=(need("hall"),), preferred=days[2], priority=2)
    chain = series("s", "e", "f", min_gap_days=seed % 3, currency_days=seed % 4, weight=1 + seed % 2)
    return problem(
        one,
        two,
        other,
        days=days,
        crews=(crew("a", yearly_limit_half_days=3 + seed % 3), crew("b")),
        resources=(resource("hall"), resource("yard")),
        series=(chain,),
        precedence=(Precedence("g", "f"),) if seed % 2 else (),
        rest_days=seed % 2,
        published=(Published("g", days[1]),) if seed % 3 else (),
    )


@pytest.mark.parametrize("seed", range(8))
def test_small_problems_are_solved_to_the_proven_optimum(seed: int) -> None:
    small = tiny(seed)
    cheapest = cheapest_total(small)

    outcome = solved(small)

    assert total(small, outcome.plan) == cheapest
    assert outcome.proven_optimal
    assert outcome.bound == cheapest
    assert cheap_bound(Compiled(small)) <= cheapest


@pytest.mark.parametrize("seed", range(4))
def test_renaming_everything_changes_no_cost(seed: int) -> None:
    original = random_problem(seed)
    events = {e.id: f"z{99 - i}" for i, e in enumerate(original.events)}
    renamed = replace(
        original,
        events=tuple(replace(e, id=events[e.id]) for e in reversed(original.events)),
        series=tuple(replace(s, events=tuple(events[e] for e in s.events)) for s in original.series),
        precedence=tuple(
            replace(link, before=events[link.before], after=events[link.after])
            for link in original.precedence
        ),
        published=tuple(replace(p, event=events[p.event]) for p in original.published),
    )

    first, second = solved(original, seconds=4), solved(renamed, seconds=4)

    assert first.proven_optimal
    assert second.proven_optimal
    assert total(original, first.plan) == total(renamed, second.plan)


@pytest.mark.parametrize("seed", range(4))
def test_more_capacity_never_costs_more(seed: int) -> None:
    scarce = random_problem(seed)
    ample = replace(scarce, resources=tuple(replace(r, capacity=r.capacity + 1) for r in scarce.resources))

    first, second = solved(scarce, seconds=4), solved(ample, seconds=4)

    assert first.proven_optimal
    assert second.proven_optimal
    assert total(ample, second.plan) <= total(scarce, first.plan)


def test_same_seed_gives_the_same_plan() -> None:
    random = random_problem(5, crews=8, rounds=3, areas=True)

    assert solved(random, seed=3).plan == solved(random, seed=3).plan


def test_a_checkpoint_is_never_made_worse() -> None:
    random = random_problem(7, crews=8, rounds=3, areas=True)
    checkpoint = solved(random, seed=1).plan

    resumed = solved(random, seed=2, start=checkpoint, seconds=0.05)

    assert total(random, resumed.plan) <= total(random, checkpoint)


def test_a_checkpoint_that_breaks_a_rule_now_is_repaired() -> None:
    random = random_problem(7, crews=8, rounds=3)
    checkpoint = solved(random).plan
    first = checkpoint.assignments[0]
    ill = next(e for e in random.events if e.id == first.event).crews[0]
    blocked = tuple(
        replace(c, blocked=(*c.blocked, replace(c.blocked[0], first=first.first_day, last=first.last_day)))
        if c.id == ill
        else c
        for c in random.crews
    )
    changed = replace(random, crews=blocked)
    assert not verify(changed, checkpoint).passed

    assert verify(changed, solved(changed, start=checkpoint, seconds=0.05).plan).passed


def test_stopping_keeps_the_best_plan_and_returns_quickly() -> None:
    random = random_problem(9, crews=10, rounds=4, areas=True)
    seen: list[Plan] = []

    outcome = plan_year(
        random,
        seconds=600,
        on_progress=lambda _, plan: seen.append(plan) if plan else None,
        should_stop=lambda: bool(seen),
    )

    assert isinstance(outcome, Unfinished)
    assert outcome.best is not None
    assert verify(random, outcome.best).passed
    assert total(random, outcome.best) <= total(random, seen[0])
    assert outcome.seconds < 60


def test_progress_never_gets_worse_and_every_plan_passes() -> None:
    random = random_problem(11, crews=8, rounds=3)
    incumbents: list[int] = []

    def on_progress(progress: object, plan: Plan | None) -> None:
        if plan is not None:
            assert verify(random, plan).passed
            incumbents.append(plan.cost.total(random.weights))

    solved(random, on_progress=on_progress)

    assert incumbents == sorted(incumbents, reverse=True)


def test_two_workers_give_a_sound_plan() -> None:
    random = random_problem(12, crews=10, rounds=4, areas=True)

    outcome = plan_year(random, seconds=2, workers=2)

    assert isinstance(outcome, Planned)
    assert verify(random, outcome.plan).passed


def test_nothing_to_plan_is_planned() -> None:
    outcome = solved(problem())

    assert outcome.proven_optimal
    assert outcome.plan.assignments == ()


def test_locks_that_clash_are_infeasible_with_an_irreducible_reason() -> None:
    clashing = problem(
        event("e", needs=(need("hall"),), lock=Lock(DAYS[1])),
        event("f", "b", needs=(need("hall"),), lock=Lock(DAYS[1], reason="set by the province")),
        event("g", "b", lock=Lock(DAYS[3])),
        resources=(resource("hall"),),
    )

    outcome = plan_year(clashing)

    assert isinstance(outcome, Infeasible)
    assert outcome.conflict.events == ("e", "f")
    assert outcome.conflict.rules == ("resource-capacity",)
    assert "set by the province" in outcome.conflict.sentences[1][1]
    assert len(outcome.conflict.sentences) == 3


def test_a_lock_that_leaves_its_predecessor_no_room_is_infeasible() -> None:
    early = problem(event("e"), event("f", lock=Lock(DAYS[0])), series=(series("s", "e", "f"),), rest_days=1)

    outcome = plan_year(early)

    assert isinstance(outcome, Infeasible)
    assert outcome.conflict.events == ("f",)
    assert set(outcome.conflict.rules) <= {"series-order", "one-place", "series-spacing"}


def test_history_is_not_judged_but_occupies() -> None:
    issued = DAYS[3]
    past = event("e", needs=(need("hall"),), lock=Lock(DAYS[2], ("hall",)), windows=(), duration_days=3)
    also = event("f", "b", needs=(need("hall"),), lock=Lock(DAYS[2], ("hall",)))
    new = event("g", "b", needs=(need("hall"),), notice_days=0, preferred=DAYS[3])
    year = problem(past, also, new, resources=(resource("hall"),), issue_date=issued)

    outcome = solved(year)

    assert [a.event for a in outcome.plan.assignments] == ["e", "f", "g"]
    assert outcome.plan.assignments[2].first_day >= DAYS[3] + timedelta(days=2)


def test_a_published_plan_is_left_only_for_more_than_it_costs() -> None:
    wish = event("e", preferred=DAYS[0])
    stays = problem(wish, published=(Published("e", DAYS[5]),))

    assert solved(stays).plan.assignments[0].first_day == DAYS[5]
    assert solved(problem(wish)).plan.assignments[0].first_day == DAYS[0]


def test_a_series_without_room_loses_its_tail() -> None:
    events = [event(name) for name in "efg"]
    chain: Series = series("s", "e", "f", "g", min_gap_days=8)

    plan = solved(problem(*events, series=(chain,))).plan

    assert [a.event for a in plan.assignments] == ["e", "f"]
    assert [entry.event for entry in plan.unscheduled] == ["g"]

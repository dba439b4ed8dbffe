"""Repairing a year with as few moves as can be."""

from __future__ import annotations

import copy
import random
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from scheduling import Infeasible, Lock, Plan, Planned, Precedence, Problem, Window, plan_year, verify
from scheduling.cost import Cost
from scheduling.problem import PINNED
from scheduling.repair import Repaired, repair
from tests.scheduling.exhaustive import places
from tests.scheduling.factories import DAYS, crew, event, need, problem, random_problem, resource
from tests.scheduling.rules.cases import at, plan

YEAR = problem(
    event("e", needs=(need("hall", "yard"),)),
    event("f", "b", needs=(need("hall"),)),
    event("g"),
    resources=(resource("hall"), resource("yard")),
)
PLAN = plan(at("e", DAYS[2], None, "hall"), at("f", DAYS[4], None, "hall"), at("g", DAYS[6]))


def closing(first: int, last: int, *names: str) -> Problem:
    """Return the year with resources closed from one workday to another."""
    window = Window(DAYS[first], DAYS[last], "漏雨 / the roof leaks")
    return replace(
        YEAR,
        resources=tuple(
            replace(r, closed=(window,)) if r.id in (names or ("hall",)) else r for r in YEAR.resources
        ),
    )


def mended(year: Problem, issued: Plan, **more: object) -> Repaired:
    found = repair(year, issued, seconds=2, deterministic=True, **more)  # type: ignore[arg-type]  # keywords
    assert isinstance(found, Repaired)
    judged = verify(found.problem, found.plan)
    assert judged.passed
    assert judged.cost == found.plan.cost
    return found


def test_only_what_the_change_broke_moves() -> None:
    found = mended(closing(1, 4), PLAN)

    assert found.broken == ("e", "f")
    assert [violation.rule for violation in found.damage] == ["resource-capacity"] * 2
    assert [(old.event, new.choices) for old, new in found.change.moved] == [
        ("e", ("yard",)),
        ("f", ("hall",)),
    ]
    assert (found.moves, found.ratio, found.fewest) == (2, 1.0, True)


def test_a_change_that_breaks_nothing_moves_nothing() -> None:
    found = mended(closing(0, 1), PLAN)

    assert found.change.is_empty
    assert (found.broken, found.damage, found.moves, found.ratio) == ((), (), 0, None)


def test_what_is_given_is_not_changed() -> None:
    year, issued = copy.deepcopy(closing(1, 4)), copy.deepcopy(PLAN)

    mended(year, issued)

    assert (year, issued) == (closing(1, 4), PLAN)


def test_what_has_begun_and_what_is_announced_stays() -> None:
    events = (*YEAR.events[:2], replace(YEAR.events[2], notice_days=14))
    year = replace(
        closing(8, 9),
        events=events,
        issue_date=DAYS[3],
        crews=(crew("a", blocked=(Window(DAYS[0], DAYS[2]),)), crew("b")),
    )

    found = mended(year, PLAN)

    assert found.change.is_empty
    assert {e.id: e.lock and e.lock.first_day for e in found.problem.events} == {
        "e": DAYS[2],
        "f": None,
        "g": DAYS[6],
    }


def test_a_broken_place_within_the_notice_moves_beyond_it() -> None:
    year = replace(closing(4, 4), issue_date=DAYS[3])
    year = replace(year, events=tuple(replace(e, notice_days=5) for e in year.events))

    found = mended(year, PLAN)

    assert found.broken == ("f",)
    assert [new.first_day >= DAYS[3] + timedelta(days=5) for _, new in found.change.moved] == [True]


def test_a_pin_set_before_gives_way_too() -> None:
    pinned = replace(YEAR.events[1], lock=Lock(DAYS[4], ("hall",), None, PINNED))
    year = closing(4, 4)

    found = mended(replace(year, events=(year.events[0], pinned, year.events[2])), PLAN)

    assert found.broken == ("f",)


def test_a_new_date_from_outside_is_taken_and_makes_room() -> None:
    dated = replace(YEAR.events[1], lock=Lock(DAYS[2], ("hall",), None, "外部 / external"))

    found = mended(replace(YEAR, events=(YEAR.events[0], dated, YEAR.events[2])), PLAN)

    assert found.broken == ("f",)
    assert {new.event for _, new in found.change.moved} == {"e", "f"}
    assert found.moves == 2


def test_a_new_event_with_a_date_is_placed_and_others_make_room() -> None:
    asked = event("h", "b", needs=(need("hall"),), lock=Lock(DAYS[2]))

    found = mended(replace(YEAR, events=(*YEAR.events, asked)), PLAN)

    assert found.broken == ()
    assert [(a.event, a.first_day) for a in found.change.added] == [("h", DAYS[2])]
    assert found.moves == 1


def test_a_lock_that_cannot_stand_is_a_conflict() -> None:
    locked = replace(YEAR.events[1], lock=Lock(DAYS[4], (), None, "计划员锁定 / locked by the planner"))
    year = closing(3, 5)

    found = repair(replace(year, events=(year.events[0], locked, year.events[2])), PLAN, deterministic=True)

    assert isinstance(found, Infeasible)
    assert found.conflict.events == ("f",)


def test_a_day_lost_moves_what_stood_on_it() -> None:
    year = replace(YEAR, days=tuple(day for day in DAYS if day != DAYS[4]))

    found = mended(year, PLAN)

    assert found.broken == ("f",)
    assert [violation.rule for violation in found.damage] == ["placement"]


def test_successors_move_only_where_they_must() -> None:
    year = replace(
        closing(4, 7),
        precedence=(Precedence("f", "g"),),
        crews=(crew("a"), crew("b", blocked=(Window(DAYS[0], DAYS[3]),))),
    )

    found = mended(year, PLAN)

    assert found.broken == ("f",)
    assert {new.event: new.first_day for _, new in found.change.moved} == {"f": DAYS[8], "g": DAYS[9]}


def test_what_has_no_place_any_more_is_dropped_with_reasons() -> None:
    found = mended(closing(0, 9, "hall"), PLAN)

    assert [entry.event for entry in found.plan.unscheduled] == ["f"]
    assert found.plan.unscheduled[0].reasons
    assert [a.event for a in found.change.dropped] == ["f"]


@pytest.mark.parametrize("seed", [2, 8, 9, 17, 25, 27, 49])
def test_moves_are_as_few_as_trying_everything_finds(seed: int) -> None:
    _holds_against_trying_everything(*tiny_change(seed))


@pytest.mark.parametrize("seed", [3, 4, 5, 8, 9, 16])
def test_moves_are_as_few_where_events_must_make_room(seed: int) -> None:
    _holds_against_trying_everything(*crowded(seed))


def test_an_event_is_dropped_rather_than_moving_more_than_wanted() -> None:
    year, issued = crowded(3)

    kept, dropped = mended(year, issued), mended(year, issued, most_moves=1.0)

    assert (kept.moves, len(kept.change.dropped)) == (2, 0)
    assert (dropped.moves, len(dropped.change.dropped)) == (1, 1)


def _holds_against_trying_everything(year: Problem, issued: Plan) -> None:
    found = repair(year, issued, seconds=5, deterministic=True)

    assert isinstance(found, Repaired)
    assert found.fewest
    best = min(ranks(found.problem, issued))
    cost = found.plan.cost
    assert (cost.unscheduled_points, cost.moves, cost.total(found.problem.weights)) == best


@pytest.mark.parametrize("seed", range(6))
def test_random_years_are_mended_alike_each_time(seed: int) -> None:
    year = random_problem(seed, areas=seed % 2 == 1)
    outcome = plan_year(year, seconds=0.1, deterministic=True)
    assert isinstance(outcome, Planned)
    changed = damaged(year, random.Random(seed))

    one, other = (repair(changed, outcome.plan, seconds=2, deterministic=True, seed=3) for _ in range(2))

    assert isinstance(one, Repaired)
    assert verify(one.problem, one.plan).passed
    assert isinstance(other, Repaired)
    assert one.plan == other.plan


def damaged(year: Problem, chance: random.Random) -> Problem:
    """Return a year in the middle of which a ground closes and a crew is away."""
    middle = len(year.days) // 2
    window = Window(year.days[middle], year.days[min(len(year.days) - 1, middle + 4)], "lost")
    ground, absent = chance.choice(["ground", "camp"]), chance.choice(year.crews).id
    return replace(
        year,
        issue_date=year.days[middle // 2],
        resources=tuple(
            replace(r, closed=(*r.closed, window)) if r.id == ground else r for r in year.resources
        ),
        crews=tuple(replace(c, blocked=(*c.blocked, window)) if c.id == absent else c for c in year.crews),
    )


def tiny_change(seed: int) -> tuple[Problem, Plan]:
    """Return a problem small enough to enumerate after a change, and the plan issued before it."""
    year = random_problem(seed, crews=2, days=8, rounds=1)
    year = replace(year, series=tuple(replace(s, min_gap_days=1) for s in year.series), published=())
    outcome = plan_year(year, seconds=1, deterministic=True)
    assert isinstance(outcome, Planned)
    return damaged(year, random.Random(seed)), outcome.plan


def crowded(seed: int) -> tuple[Problem, Plan]:
    """Return four events in one hall, each with few days, and the hall closed on a day in use."""
    chance = random.Random(seed)
    days = DAYS[:7]
    events = []
    for name in "efgh":
        first = chance.randrange(4)
        window = Window(days[first], days[min(6, first + 3)])
        crews = chance.sample("ab", chance.randint(1, 2))
        wish = chance.choice(days)
        events.append(event(name, *crews, windows=(window,), needs=(need("hall"),), preferred=wish))
    order = (Precedence("e", "f", chance.randint(1, 2)),) if chance.random() < 0.5 else ()
    year = problem(*events, days=days, resources=(resource("hall"),), precedence=order)
    outcome = plan_year(year, seconds=1, deterministic=True)
    assert isinstance(outcome, Planned)
    lost = chance.choice(outcome.plan.assignments).first_day
    shut = (resource("hall", closed=(Window(lost, lost),)),)
    return replace(year, resources=shut), outcome.plan


def ranks(year: Problem, issued: Plan) -> list[tuple[int, int, int]]:
    """Return points, moves and cost of every sound plan that places nothing the issued one left out."""
    left_out = {entry.event for entry in issued.unscheduled}
    found: list[tuple[int, int, int]] = []
    for picked in product(*([None] if e.id in left_out else places(year, e) for e in year.events)):
        tried = Plan(tuple(a for a in picked if a is not None), (), Cost())
        judged = verify(year, tried)
        if judged.passed:
            cost = judged.cost
            found.append((cost.unscheduled_points, cost.moves, cost.total(year.weights)))
    return found

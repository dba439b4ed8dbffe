"""Earliest finish: the interval model, its bounds and schedule generation, against trying everything."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from scheduling import Planned, Problem, plan_year, verify
from scheduling.compiled import Compiled
from scheduling.cost import Weights
from scheduling.problem import (
    DayCap,
    Event,
    Lock,
    Option,
    Precedence,
    Reduction,
    StandbyLimit,
    TargetLoad,
    Window,
)
from scheduling.project.generation import Generator
from scheduling.project.lower import lower_finish
from scheduling.project.sampling import Sampling
from scheduling.project.shape import Project, is_project
from tests.scheduling.exhaustive import cheapest_total
from tests.scheduling.factories import (
    AREA_CREWS,
    DAYS,
    MONDAY,
    YEAR,
    area,
    crew,
    event,
    need,
    problem,
    resource,
    series,
    workdays,
)

FINISH = Weights(1_000, 0, 0, 0, 0, 0, finish_days=1)


def project(*events: Event, **changes: object) -> Problem:
    """Return a problem in which the finish alone counts: a ground, a pool of three, a rest of a day."""
    values: dict[str, object] = {
        "weights": FINISH,
        "resources": (resource("ground"), resource("pool", 3)),
        "rest_days": 1,
    } | changes
    return problem(*events, **values)


def random_project(seed: int) -> Problem:
    """Return four events that share crews, a ground and a pool, with lags over weekends and windows."""
    chance = random.Random(seed)
    events = tuple(
        event(
            f"e{i}",
            *chance.sample(("a", "b", "c"), chance.randint(1, 2)),
            duration_days=chance.randint(1, 2),
            needs=(need(Option("pool", chance.randint(0, 2))), *([need("ground")] if i % 2 else [])),
            unbroken=chance.random() < 0.5,
            windows=() if chance.random() < 0.7 else (Window(date(YEAR, 3, 5), date(YEAR, 3, 11)),),
        )
        for i in range(4)
    )
    less = date(YEAR, 3, 5), date(YEAR, 3, 9)
    lags = (
        Precedence("e0", "e2", chance.randint(0, 4), chance.choice((None, 6))),
        Precedence("e1", "e3", chance.randint(0, 2)),
    )
    return project(
        *events,
        days=workdays(date(YEAR, 3, 4), 7),
        crews=tuple(crew(name, standby_group="G") for name in "abc"),
        resources=(
            resource("ground"),
            resource("pool", 3, reduced=(Reduction(*less, 1),) if seed % 2 else ()),
        ),
        standby=(StandbyLimit("G", chance.randint(2, 3)),),
        precedence=lags,
        rest_days=chance.randint(0, 1),
    )


def solved(asked: Problem, seconds: float = 3) -> Planned:
    """Return what one worker plans, by counted work."""
    outcome = plan_year(asked, seconds=seconds, deterministic=True, workers=1)
    assert isinstance(outcome, Planned), outcome
    assert verify(asked, outcome.plan).passed
    return outcome


@pytest.mark.parametrize("seed", range(6))
def test_project_finishes_as_early_as_trying_everything(seed: int) -> None:
    asked = random_project(seed)
    outcome, cheapest = solved(asked), cheapest_total(asked)
    view = Compiled(asked)
    assert (is_project(view), outcome.proven_optimal) == (True, True)
    assert (outcome.plan.cost.total(FINISH), outcome.bound) == (cheapest, cheapest)
    assert lower_finish(Project(view)) <= cheapest


def test_project_counts_lags_in_calendar_days_and_keeps_the_longest() -> None:
    first, second, third = (event(name, duration_days=1) for name in ("x", "y", "z"))
    asked = project(
        first,
        second,
        third,
        days=workdays(MONDAY, 10),
        crews=(crew("a"),),
        rest_days=0,
        precedence=(Precedence("x", "y", 5), Precedence("y", "z", 1, 2)),
    )
    placed = {a.event: a.first_day.day for a in solved(asked).plan.assignments}
    assert placed == {"x": 2, "y": 9, "z": 10}, "five days after Monday is Saturday, so the Monday after"
    last = replace(third, windows=(Window(DAYS[-1], DAYS[-1]),))
    late = {
        a.event: a.first_day.day
        for a in solved(replace(asked, events=(first, second, last))).plan.assignments
    }
    assert late["y"] in (11, 12)
    assert late["z"] == 13


def test_project_leaves_out_what_cannot_be_held() -> None:
    asked = project(*(event(f"e{i}", duration_days=4, unbroken=False) for i in range(3)))
    outcome = solved(asked)
    assert (len(outcome.plan.unscheduled), outcome.proven_optimal) == (1, True)
    assert outcome.plan.cost.finish_days == 9, "two of four days with a day's rest between"


def test_project_is_planned_alike_each_time() -> None:
    chance = random.Random(7)
    jobs = [
        event(f"e{i}", chance.choice("ab"), needs=(need(Option("pool", chance.randint(1, 3))),))
        for i in range(14)
    ]
    asked = project(*jobs, days=workdays(MONDAY, 40))
    first, second = (solved(asked, 2) for _ in range(2))
    assert first.plan == second.plan
    assert first.bound == second.bound


def test_project_schedules_are_sound_and_justified_to_no_later_finish() -> None:
    for seed in range(8):
        asked = random_project(seed)
        shape = Project(Compiled(asked))
        generator, sampling = Generator(shape), Sampling(shape, seed)
        for _ in range(10):
            sampling.step()
        if sampling.best is None:
            continue
        view = shape.view
        assert verify(asked, view.plan_of(shape.places(sampling.best))).passed
        late = generator.backward(sampling.best)
        assert late is None or verify(asked, view.plan_of(shape.places(late))).passed
        assert shape.finish(generator.justified(sampling.best)) <= shape.finish(sampling.best)


def test_project_is_only_what_intervals_can_say() -> None:
    plain = project(event("x", needs=(need("ground"),)), event("y", "b"))
    assert is_project(Compiled(plain))
    x, y = plain.events
    others: dict[str, Problem] = {
        "no finish": replace(plain, weights=replace(FINISH, finish_days=0)),
        "leaving out pays": replace(plain, weights=replace(FINISH, unscheduled_points=5)),
        "finish comes first": replace(plain, order=("finish_days",)),
        "two grounds": replace(plain, events=(replace(x, needs=(need("ground", "pool"),)), y)),
        "a wish": replace(
            plain, events=(replace(x, preferred=DAYS[0]), y), weights=replace(FINISH, preference_days=1)
        ),
        "a target": replace(
            plain, targets=(TargetLoad("R", 3, 1),), weights=replace(FINISH, overload_half_days=1)
        ),
        "currency": replace(plain, series=(series("s", "x"),), weights=replace(FINISH, lapse_days=1)),
        "a way to go": replace(
            plain,
            events=(replace(x, needs=(need(Option("ground", 1, 9)),)), y),
            weights=replace(FINISH, travel_km=1),
        ),
        "a cap on days": replace(
            plain, crews=(crew("a", day_caps=(DayCap(DAYS[0], DAYS[3], 1),)), crew("b"))
        ),
        "history": replace(plain, issue_date=DAYS[3], events=(replace(x, lock=Lock(DAYS[0])), y)),
        "an employer's limit": replace(plain, crews=(crew("a", yearly_limit_half_days=1), crew("b"))),
        "an area": replace(plain, areas=(area(),), crews=(*plain.crews, *AREA_CREWS)),
        "no day at all": replace(plain, events=(replace(x, duration_days=11), y)),
    }
    assert [name for name, other in others.items() if is_project(Compiled(other))] == []

"""How the cheapest total must answer to a change of the problem, whatever that total is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from scheduling import Lock, Option, Plan, Planned, Problem, Published, Window, plan_year
from scheduling.cost import Weights
from tests.scheduling.factories import crew, event, need, random_problem, resource, series

SEEDS = range(6)
DAY = timedelta(days=1)
Change = Callable[[Problem], Problem]


@cache
def small(seed: int) -> Problem:
    """Return a crowded problem of few events, whose optimum is proven in no time."""
    return random_problem(seed, crews=3, days=12, rounds=1)


def cheapest(year: Problem) -> tuple[int, Plan]:
    """Return the proven least total and a plan that reaches it."""
    outcome = plan_year(year, seconds=6, deterministic=True)
    assert isinstance(outcome, Planned)
    assert outcome.proven_optimal
    total = outcome.plan.cost.total(year.weights)
    assert outcome.bound == total
    return total, outcome.plan


@cache
def before(seed: int) -> tuple[int, Plan]:
    """Return the optimum of a small problem."""
    return cheapest(small(seed))


def crews(**changes: object) -> Change:
    """Return the change of every crew."""
    return lambda year: replace(year, crews=tuple(replace(c, **changes) for c in year.crews))  # type: ignore[arg-type]  # keywords


def events(**changes: object) -> Change:
    """Return the change of every event."""
    return lambda year: replace(year, events=tuple(replace(e, **changes) for e in year.events))  # type: ignore[arg-type]  # keywords


def more_of_everything(year: Problem) -> Problem:
    return replace(year, resources=tuple(replace(r, capacity=r.capacity + 1) for r in year.resources))


def wider_windows(year: Problem) -> Problem:
    def wide(window: Window) -> Window:
        return replace(window, first=window.first - 3 * DAY, last=window.last + 3 * DAY)

    return replace(year, events=tuple(replace(e, windows=tuple(map(wide, e.windows))) for e in year.events))


def one_more_option(year: Problem) -> Problem:
    spare = resource("spare", 9)
    needs = [
        tuple(replace(n, options=(*n.options, Option("spare", 1, 50))) for n in e.needs) for e in year.events
    ]
    offered = tuple(replace(e, needs=own) for e, own in zip(year.events, needs, strict=True))
    return replace(year, resources=(*year.resources, spare), events=offered)


def no_gaps(year: Problem) -> Problem:
    return replace(year, series=tuple(replace(s, min_gap_days=0) for s in year.series))


RELAXED: dict[str, Change] = {
    "capacity": more_of_everything,
    "closed": lambda year: replace(year, resources=tuple(replace(r, closed=()) for r in year.resources)),
    "windows": wider_windows,
    "option": one_more_option,
    "blocked": crews(blocked=()),
    "yearly limit": crews(yearly_limit_half_days=99),
    "day caps": crews(day_caps=()),
    "shared persons": crews(person_ids=frozenset()),
    "notice": events(notice_days=0),
    "pauses": events(unbroken=False),
    "recusal": events(recused=frozenset()),
    "away": events(away=False),
    "gaps": no_gaps,
    "lags": lambda year: replace(year, precedence=()),
    "rest": lambda year: replace(year, rest_days=0),
    "standby": lambda year: replace(year, standby=()),
}


@pytest.mark.parametrize("name", RELAXED)
def test_what_is_made_easier_never_costs_more(name: str) -> None:
    for seed in SEEDS:
        assert cheapest(RELAXED[name](small(seed)))[0] <= before(seed)[0], seed


def test_everything_made_easier_costs_less() -> None:
    for seed in SEEDS:
        year = small(seed)
        for change in RELAXED.values():
            year = change(year)

        assert cheapest(year)[0] < before(seed)[0], seed


@pytest.mark.parametrize("seed", SEEDS)
def test_order_of_what_is_given_changes_no_cost(seed: int) -> None:
    year = small(seed)
    turned = replace(
        year,
        crews=year.crews[::-1],
        resources=year.resources[::-1],
        events=tuple(
            replace(e, needs=tuple(replace(n, options=n.options[::-1]) for n in e.needs))
            for e in year.events[::-1]
        ),
        series=year.series[::-1],
        targets=year.targets[::-1],
    )

    assert cheapest(turned)[0] == before(seed)[0]


@pytest.mark.parametrize("seed", SEEDS)
def test_twice_the_weights_are_twice_the_cost(seed: int) -> None:
    year = small(seed)
    weights = {name: 2 * getattr(year.weights, name) for name in Weights.__slots__}

    assert cheapest(replace(year, weights=Weights(**weights)))[0] == 2 * before(seed)[0]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_lock_where_the_cheapest_plan_stands_changes_nothing(seed: int) -> None:
    total, plan = before(seed)
    year = small(seed)
    held = {a.event: a for a in plan.assignments}
    locked = replace(
        year,
        events=tuple(
            replace(e, lock=Lock(held[e.id].first_day, held[e.id].choices)) if e.id in held else e
            for e in year.events
        ),
    )

    found, same = cheapest(locked)

    assert found == total
    assert same.assignments == plan.assignments


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_issued_as_it_is_costs_only_what_was_moved_before(seed: int) -> None:
    total, plan = before(seed)
    year = small(seed)
    issued = tuple(Published(a.event, a.first_day, a.choices) for a in plan.assignments)

    again, same = cheapest(replace(year, published=issued))

    assert again == total - plan.cost.moves * year.weights.moves
    assert same.cost.moves == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_a_part_that_shares_nothing_adds_its_own_cost(seed: int) -> None:
    year = small(seed)
    members = (crew("far", region="Q", standby_group="Q", yearly_limit_half_days=3),)
    far = tuple(
        event(f"far-{i}", "far", needs=(need(Option("far-hall", 1, 7)),), preferred=year.days[3])
        for i in range(3)
    )
    chain = (series("far", *(e.id for e in far), crew="far", currency_days=30, preferred_gap_days=4),)
    halls = (resource("far-hall"),)
    alone = replace(
        year,
        crews=members,
        resources=halls,
        events=far,
        series=chain,
        precedence=(),
        standby=(),
        targets=(),
        published=(),
    )
    both = replace(
        year,
        crews=(*year.crews, *members),
        resources=(*year.resources, *halls),
        events=(*year.events, *far),
        series=(*year.series, *chain),
    )

    assert cheapest(both)[0] == before(seed)[0] + cheapest(alone)[0]

"""Model, board and checker know the rules three times over: on random plans they say the same."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling import Plan, Problem, verify
from scheduling.board import Board
from scheduling.compiled import Compiled, Place
from scheduling.design import design
from scheduling.rules import RULES
from scheduling.search.construct import fill, orders
from tests.scheduling.factories import rich_problem
from tests.scheduling.rules.cases import Case

#: The form of a plan and of an exercise: the model cannot put either wrongly.
OUTSIDE_THE_MODEL = {"placement", "exercise-shape"}


def some_plan(year: Problem, seed: int) -> tuple[Compiled, Plan]:
    """
    Return a plan that breaks nothing, or one change away from it: an event moved, dropped or put in.

    Of several such changes one that breaks a single rule, any rule as likely as the next: where many are
    broken, the model refuses the plan whatever it says of any one of them.
    """
    chance = random.Random(seed)
    view, places = full_year(year, seed)
    if chance.random() < 0.2:
        return view, view.plan_of(places)
    changed = [one_change(view, places, chance) for _ in range(12)]
    by_rule = {tuple(broken_rules(year, plan)): plan for plan in changed}
    single = sorted(broken for broken in by_rule if len(broken) == 1)
    return view, by_rule[chance.choice(single)] if single else changed[0]


def full_year(year: Problem, seed: int) -> tuple[Compiled, dict[str, Place]]:
    """Return a first plan of a problem, with its exercises designed."""
    view = Compiled(year, design(year, seed=seed))
    return view, fill(view, view.history, orders(view, seed)[seed % 9])


def one_change(view: Compiled, places: dict[str, Place], chance: random.Random) -> Plan:
    """Return the plan of `places` with one event moved, dropped or put in."""
    event_id = chance.choice(view.free_events())
    others = {name: place for name, place in places.items() if name != event_id}
    if event_id in places and chance.random() < 0.3:
        return view.plan_of(others)
    return view.plan_of({**others, event_id: some_place(view, event_id, chance)})


def broken_rules(year: Problem, plan: Plan) -> set[str]:
    """Return the codes of the rules a plan breaks."""
    return {violation.rule for violation in verify(year, plan).violations}


def some_place(view: Compiled, event_id: str, chance: random.Random) -> Place:
    """Return any place on the axis; where single days are allowed, mostly one of these."""
    event = view.events[event_id]
    last = len(view.problem.days) - event.duration_days
    allowed = [start for start in range(last + 1) if view.starts[event_id] >> start & 1]
    start = chance.choice(allowed) if allowed and chance.random() < 0.5 else chance.randint(0, last)
    choices = tuple(chance.choice(need.options).resource for need in event.needs)
    area = view.area_of.get(event_id)
    return Place(start, choices, chance.randrange(area.channel_groups) if area else None)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 100_000))
def test_model_allows_a_plan_just_if_the_checker_passes_it(seed: int) -> None:
    year = rich_problem(seed)
    case = Case(year, some_plan(year, seed)[1])

    assert case.allowed_by_model() == (case.broken() == set()), case.broken()


def test_one_change_can_break_any_rule() -> None:
    reached: set[str] = set()
    for seed in range(40):
        year, chance = rich_problem(seed), random.Random(seed)
        view, places = full_year(year, seed)
        for _ in range(12):
            reached |= broken_rules(year, one_change(view, places, chance))

    assert reached == {rule.code for rule in RULES} - OUTSIDE_THE_MODEL


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.integers(0, 100_000))
def test_board_opens_every_start_the_checker_passes_and_chooses_only_such(seed: int) -> None:
    chance = random.Random(seed)
    year = replace(rich_problem(seed), areas=())
    view = Compiled(year)
    places = fill(view, view.history, chance.choice(orders(view, seed)))
    waits_for = {e: [link.event for link in view.before[e]] for e in view.free_events()}
    event_id = chance.choice([e for e, earlier in waits_for.items() if places.keys() >= set(earlier)])
    rest = {name: place for name, place in places.items() if name != event_id}
    board = Board(view, rest)
    event, opened = view.events[event_id], board.open_starts(event_id)
    before = verify(year, view.plan_of(rest)).violations

    for start in range(len(year.days) - event.duration_days + 1):
        ways = product(*([option.resource for option in need.options] for need in event.needs))
        passing = {way for way in ways if passes(view, rest, event_id, Place(start, way))}
        chosen = board.choose(event_id, start) if opened >> start & 1 else None

        assert not passing or opened >> start & 1 or before
        assert chosen is None or before or chosen.choices in passing


def passes(view: Compiled, rest: dict[str, Place], event_id: str, place: Place) -> bool:
    """Return whether nothing is broken with one more event in its place."""
    return verify(view.problem, view.plan_of({**rest, event_id: place})).passed

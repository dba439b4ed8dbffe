"""Siting: as good as trying every choice, never worse than greed, and plain about what cannot be."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.errors import InvalidProblem
from scheduling.siting import (
    Cell,
    DistrictShare,
    Option,
    Sited,
    SitingEffort,
    SitingInfeasible,
    SitingProblem,
    site,
)
from scheduling.siting.greedy import greedy, violates

EFFORT = SitingEffort(seconds=20, seed=1)
DISTRICTS = ("A", "B")


def cells(*weights: int) -> tuple[Cell, ...]:
    return tuple(Cell(f"c{i}", DISTRICTS[i % 2], weight) for i, weight in enumerate(weights))


def option(name: str, *covers: int, cost: int = 1, **values) -> Option:
    return Option(name, values.pop("site", name), values.pop("district", "A"), cost, covers, **values)


@st.composite
def problems(draw) -> SitingProblem:
    count = draw(st.integers(1, 7))
    ground = tuple(
        Cell(f"c{i}", draw(st.sampled_from(DISTRICTS)), draw(st.integers(0, 9))) for i in range(count)
    )
    subset = st.sets(st.integers(0, count - 1)).map(sorted).map(tuple)
    options = [
        Option(
            f"o{i}",
            f"s{draw(st.integers(0, 3))}",
            draw(st.sampled_from(DISTRICTS)),
            draw(st.integers(0, 4)),
            draw(subset),
        )
        for i in range(draw(st.integers(0, 5)))
    ]
    for unit in range(draw(st.integers(0, 2))):
        options.append(Option(f"keep{unit}", f"u{unit}", "A", 0, draw(subset), f"u{unit}", keep=True))
        if draw(st.booleans()):
            options.append(
                Option(f"up{unit}", f"u{unit}", "A", draw(st.integers(0, 3)), draw(subset), f"u{unit}")
            )
        if draw(st.booleans()):
            options.append(
                Option(f"move{unit}", "s0", "B", draw(st.integers(0, 3)), draw(subset), f"u{unit}")
            )
    names = [o.id for o in options if not o.keep]
    sites = sorted({o.site for o in options if o.unit is None})
    return SitingProblem(
        cells=ground,
        options=tuple(options),
        covered=frozenset(draw(st.sets(st.integers(0, count - 1), max_size=2))),
        budget=draw(st.one_of(st.none(), st.integers(0, 8))),
        most=draw(st.one_of(st.none(), st.integers(0, 4))),
        least=draw(st.sampled_from([{}, {}, {"A": 1}, {"A": 1, "B": 1}])),
        floor_percent=draw(st.sampled_from([{}, {}, {"A": 50}, {"A": 30, "B": 60}])),
        required=frozenset(draw(st.sets(st.sampled_from([*names, *sites]), max_size=2)))
        if names
        else frozenset(),
        barred=frozenset(draw(st.sets(st.sampled_from(names), max_size=1))) if names else frozenset(),
    )


def best_of_all(problem: SitingProblem) -> int | None:
    """Return the value of the best choice, trying every one; None if none keeps the limits."""
    positions = range(len(problem.options))
    choices = (c for n in range(len(problem.options) + 1) for c in combinations(positions, n))
    return max((problem.value(c) for c in choices if not violates(problem, c)), default=None)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_answer_is_as_good_as_trying_every_choice(problem: SitingProblem) -> None:
    best, answer = best_of_all(problem), site(problem, EFFORT)

    if best is None:
        assert isinstance(answer, SitingInfeasible)
        assert answer.reasons
        assert all(words.zh and words.en for words in answer.reasons)
        return
    assert isinstance(answer, Sited)
    positions = [p for p, o in enumerate(problem.options) if o.id in answer.chosen]
    assert not violates(problem, positions)
    assert (answer.value, answer.bound, answer.proven, answer.gap_percent) == (best, best, True, 0.0)
    assert problem.value(positions) == best
    assert answer.cost == sum(problem.options[p].cost for p in positions)
    assert sum(share.after for share in answer.districts) == best
    assert answer.greedy is None or answer.greedy <= best


def random_city(count: int, candidates: int, seed: int, budget: int) -> SitingProblem:
    """Return a city of cells 250 m apart with candidates of two kinds among them."""
    chance = random.Random(seed)
    side = int(count**0.5) + 1
    places = [(i, j) for i in range(side) for j in range(side)][:count]
    ground = tuple(
        Cell(f"c{n}", f"d{i * 2 // side}{j * 2 // side}", int(chance.lognormvariate(5, 1.2)) + 1)
        for n, (i, j) in enumerate(places)
    )
    options = []
    for n in chance.sample(range(count), candidates):
        (i, j) = places[n]
        for kind, reach, cost in (("e", 2.0, 3), ("a", 2.8, 5)):
            near = range(max(0, i - 3), i + 4), range(max(0, j - 3), j + 4)
            covers = tuple(
                x * side + y
                for x in near[0]
                for y in near[1]
                if y < side and x * side + y < count and (x - i) ** 2 + (y - j) ** 2 <= reach**2
            )
            options.append(Option(f"{n}{kind}", str(n), ground[n].district, cost, covers))
    return SitingProblem(ground, tuple(options), budget=budget)


def test_city_of_2000_cells_and_400_candidates_is_proven() -> None:
    answer = site(random_city(2_000, 400, 1, 100), EFFORT)

    assert isinstance(answer, Sited)
    assert answer.proven
    assert answer.greedy is not None
    assert answer.greedy < answer.value


def test_same_problem_gives_the_same_answer() -> None:
    problem = random_city(400, 60, 2, 40)

    assert site(problem, EFFORT) == site(problem, EFFORT)


def test_with_little_effort_the_greedy_choice_stands_and_the_gap_is_told() -> None:
    problem = random_city(2_000, 400, 3, 100)

    answer = site(problem, SitingEffort(seconds=0.001, seed=1))

    assert isinstance(answer, Sited)
    assert answer.greedy is not None
    assert answer.value >= answer.greedy
    assert answer.bound >= answer.value
    assert (answer.gap_percent > 0) is not answer.proven


def test_upgrade_and_move_give_up_what_stood_before() -> None:
    problem = SitingProblem(
        cells=cells(5, 7, 9),
        options=(
            option("keep", 0, cost=0, unit="u", site="u", keep=True),
            option("up", 0, 1, cost=2, unit="u", site="u"),
            option("move", 2, 1, cost=2, unit="u", site="s"),
            option("new", 2, cost=3, site="s"),
        ),
        budget=5,
    )

    answer = site(problem, EFFORT)

    assert isinstance(answer, Sited)
    assert replace(answer, work=0.0) == Sited(
        chosen=("up", "new"),
        value=21,
        before=5,
        bound=21,
        greedy=16,
        cost=5,
        districts=(DistrictShare("A", 14, 5, 14), DistrictShare("B", 7, 0, 7)),
        work=0.0,
    )
    poorer = site(replace(problem, budget=2), EFFORT)
    assert isinstance(poorer, Sited)
    assert (poorer.chosen, poorer.value) == (("move",), 16)


def test_required_site_takes_any_of_its_options_and_a_barred_one_none() -> None:
    problem = SitingProblem(
        cells(5, 7),
        (option("a", 0, site="s"), option("b", 0, site="s", cost=3), option("c", 1), option("d", 0, 1)),
        most=2,
        required=frozenset({"s"}),
        barred=frozenset({"d"}),
    )

    answer = site(problem, EFFORT)

    assert isinstance(answer, Sited)
    assert (answer.value, answer.cost, answer.chosen) == (12, 2, ("a", "c"))


def test_nothing_idle_is_bought() -> None:
    problem = SitingProblem(
        cells(5, 5), (option("one", 0), option("two", 1), option("both", 0, 1, cost=2)), budget=9
    )

    answer = site(problem, EFFORT)

    assert isinstance(answer, Sited)
    assert (answer.cost, answer.value) == (2, 10)


SMALL = SitingProblem(
    cells(5, 7, 9, 0),
    (option("one", 0, site="s"), option("two", 1, cost=4, district="B"), option("x", 0, site="s", cost=3)),
)


@pytest.mark.parametrize(
    ("limits", "sentences"),
    [
        (
            {"required": frozenset({"one"}), "barred": frozenset({"one"})},
            ["one is required, but barred or without any option."],
        ),
        (
            {"required": frozenset({"one", "x"})},
            ["2 options are required at site s; one at most is possible."],
        ),
        (
            {"required": frozenset({"two"}), "budget": 3},
            ["The required options cost at least 4, more than the budget of 3."],
        ),
        (
            {"required": frozenset({"one", "two"}), "most": 1},
            ["2 options are required, more than the bound of 1."],
        ),
        ({"least": {"B": 2}}, ["District B is to get at least 2, but has 1 candidate sites."]),
        ({"least": {"A": 1, "B": 1}, "most": 1}, ["The districts are to get 2 in all, more than 1."]),
        (
            {"floor_percent": {"A": 40}},
            ["District A is to be covered to 40 %, but all candidates together reach 35.7 %."],
        ),
        (
            {"floor_percent": {"A": 30, "B": 100}, "budget": 4},
            [
                "The other limits take at least 5; the budget is 4.",
                "Without the least coverage by district there is a choice; with them there is none.",
            ],
        ),
        (
            {"floor_percent": {"A": 30, "B": 100}, "most": 1},
            [
                "The other limits take at least 2; the bound on new sirens is 1.",
                "Without the least coverage by district there is a choice; with them there is none.",
            ],
        ),
        (
            {"floor_percent": {"A": 30, "B": 100}, "budget": 4, "most": 1},
            ["Without the least coverage by district there is a choice; with them there is none."],
        ),
    ],
)
def test_impossible_limits_are_told_in_words(limits, sentences) -> None:
    answer = site(replace(SMALL, **limits), EFFORT)

    assert isinstance(answer, SitingInfeasible)
    assert [words.en for words in answer.reasons] == sentences


@pytest.mark.parametrize(
    "values",
    [
        {"options": (option("one", 0), option("one", 1))},
        {"options": (option("one", 9),)},
        {"options": (option("one", 0, cost=-1),)},
        {"options": (option("one", 0, keep=True),)},
        {"covered": frozenset({7})},
        {"required": frozenset({"nobody"})},
        {"floor_percent": {"A": 101}},
        {"cells": cells(-1, 0, 0)},
    ],
)
def test_what_is_no_problem_is_refused(values) -> None:
    with pytest.raises(InvalidProblem):
        replace(SMALL, **values)


def test_empty_problem_reaches_what_is_reached_anyway() -> None:
    answer = site(SitingProblem(cells(3, 4), (), covered=frozenset({1})), EFFORT)

    assert isinstance(answer, Sited)
    assert (answer.value, answer.before, answer.added, answer.chosen, answer.proven) == (4, 4, 0, (), True)
    assert greedy(SitingProblem((), ())) == []

"""The search goes on from a dearer plan after a forced step, for a while, and never forgets the best one."""

from __future__ import annotations

import pytest

from scheduling.budget import Budget
from scheduling.compiled import Compiled, Place, Places
from scheduling.cost import Weights
from scheduling.problem import Problem
from scheduling.search.incumbent import Incumbent
from scheduling.search.neighborhoods import GROWS_AFTER, LARGE, LARGEST, SMALLEST, Neighborhood, Neighborhoods
from scheduling.search.walk import PATIENCE, Walk
from tests.scheduling.factories import DAYS, event, problem, random_problem, series

# of two events one is left out (1000); the other stands on the day wished for, a day off, or nowhere
BEST, NEAR, FAR = {"e": Place(1, ())}, {"e": Place(2, ())}, dict[str, Place]()


@pytest.fixture
def incumbent() -> Incumbent:
    """Return one that stands at the best of the three."""
    weights = Weights(unscheduled_points=1000, preference_days=1)
    year = problem(event("e", preferred=DAYS[1]), event("f", "b"), weights=weights)
    found = Incumbent(Compiled(year), Budget(1), None)
    found.offer(BEST)
    return found


def test_a_step_leads_to_a_dearer_plan_only_if_forced_and_not_to_a_far_dearer_one(
    incumbent: Incumbent,
) -> None:
    walk = Walk(incumbent)
    assert [incumbent.total_of(p) - incumbent.total_of(BEST) for p in (NEAR, FAR)] == [1, 1000]

    stands: list[Places] = []
    for places, forced in ((NEAR, False), (FAR, True), (NEAR, True)):
        assert walk.step(places, forced=forced) == 0.0
        stands.append(walk.places)

    assert stands == [BEST, BEST, NEAR]
    assert incumbent.places == BEST


def test_a_step_to_a_better_plan_tells_its_share(incumbent: Incumbent) -> None:
    walk = Walk(incumbent)
    total = incumbent.total
    assert total is not None

    share = walk.step({"e": Place(1, ()), "f": Place(0, ())}, forced=False)

    assert share == pytest.approx(1000 / total)
    assert incumbent.total == total - 1000


def test_the_walk_goes_home_when_nothing_is_found_and_to_what_others_find(incumbent: Incumbent) -> None:
    walk = Walk(incumbent)
    walk.step(NEAR, forced=True)
    for _ in range(PATIENCE - 1):
        walk.follow()
        assert walk.places == NEAR
        walk.step(FAR, forced=False)
    walk.follow()
    assert walk.places == BEST

    better = {"e": Place(1, ()), "f": Place(0, ())}
    incumbent.offer(better)
    walk.follow()
    assert walk.places == better


def lacking() -> Problem:
    return problem(event("e"), event("f"), event("g", "b"), series=(series("s", "e", "f"),))


def test_a_forced_event_is_left_out_and_has_what_it_builds_on() -> None:
    view = Compiled(lacking())
    hoods = Neighborhoods(view, 0)

    picked = [hoods.pick({"g": Place(0, ())}, guided=False) for _ in range(60)]

    assert {hood.forced for hood in picked} == {None, "e", "f"}
    assert all({"e", "f"} <= set(hood.events) for hood in picked if hood.forced == "f")


def test_a_neighborhood_without_the_forced_event_forces_nothing() -> None:
    hood = Neighborhood(("f", "e"), width=24, forced="f")

    assert hood.without({"f"}) == Neighborhood(("e",), width=24)
    assert hood.without({"e"}) == Neighborhood(("f",), width=24, forced="f")


def test_neighborhoods_grow_when_small_ones_find_nothing_and_shrink_when_unproven() -> None:
    view = Compiled(random_problem(0, crews=30))
    hoods = Neighborhoods(view, 0)

    def size() -> int:
        return max(len(hoods.pick({}, guided=False).events) for _ in range(40))

    for _ in range(LARGE):
        hoods.learn(None, proven=True, quick=True, gained=True)
    assert size() == LARGE
    for _ in range(GROWS_AFTER * (LARGEST - LARGE)):
        hoods.learn(None, proven=True, quick=True, gained=False)
    assert LARGE < size() <= LARGEST
    for _ in range(LARGEST):
        hoods.learn(None, proven=False, quick=False, gained=False)
    assert size() == SMALLEST

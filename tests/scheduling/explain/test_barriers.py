"""Barriers and the board agree on which starts are taken."""

from __future__ import annotations

import pytest

from scheduling import Planned, plan_year
from scheduling.board import Board
from scheduling.compiled import Compiled
from scheduling.design import design
from scheduling.explain.barrier import RULE_OF, Kind
from scheduling.explain.barriers import Barriers
from scheduling.rules import RULES
from tests.scheduling.factories import random_problem


@pytest.mark.parametrize("seed", range(8))
def test_barriers_take_exactly_the_starts_that_are_not_open(seed: int) -> None:
    year = random_problem(seed, areas=seed % 2 == 0)
    outcome = plan_year(year, seconds=0.2, deterministic=True)
    assert isinstance(outcome, Planned)
    view = Compiled(year, design(year))
    board = Board(view, view.places_of(outcome.plan))
    barriers = Barriers(board)

    for event_id in view.events:
        place = board.take(event_id) if event_id in board.places else None
        taken = 0
        for barrier in barriers.of(event_id):
            taken |= barrier.starts
        absent = any(barrier.kind in (Kind.ABSENT, Kind.ROTATION) for barrier in barriers.of(event_id))
        chosen = 0
        for start in range(len(year.days)):
            if board.open_starts(event_id) >> start & 1 and board.choose(event_id, start):
                chosen |= 1 << start
        assert view.starts[event_id] & ~taken == (0 if absent else chosen)
        if place:
            board.put(event_id, place)


def test_every_kind_of_barrier_belongs_to_a_rule() -> None:
    assert set(RULE_OF) == set(Kind)
    assert set(RULE_OF.values()) <= {rule.code for rule in RULES}

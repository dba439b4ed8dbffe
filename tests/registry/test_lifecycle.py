"""The tables of moves: complete, closed, and honest about the ways out."""

import pytest

from registry.codes import CenterState, TeamState
from registry.errors import TransitionRefused
from registry.lifecycle import CENTER_MOVES, TEAM_MOVES, allowed, check_move


@pytest.mark.parametrize(
    ("moves", "states", "first", "last"),
    [
        (TEAM_MOVES, TeamState, TeamState.FORMING, TeamState.DISBANDED),
        (CENTER_MOVES, CenterState, CenterState.NURTURED, CenterState.WITHDRAWN),
    ],
    ids=["team", "center"],
)
def test_every_state_is_reached_and_only_the_last_has_no_way_out(moves, states, first, last) -> None:
    reached, frontier = {first}, [first]
    while frontier:
        for state in moves[frontier.pop()]:
            if state not in reached:
                reached.add(state)
                frontier.append(state)

    assert set(moves) == reached == set(states)
    assert {state for state, ways in moves.items() if not ways} == {last}


def test_refused_move_names_the_allowed_ones() -> None:
    with pytest.raises(TransitionRefused) as caught:
        check_move("team", TeamState.ACTIVE, TeamState.DISBANDED)

    assert caught.value.allowed == allowed("team", TeamState.ACTIVE)
    assert str(caught.value) == (
        "A team that is active cannot become disbanded; allowed from here: reorganizing, suspended."
    )
    assert caught.value.message_zh == "“在编”不能转为“撤编”;可转为:整组中、暂停。"

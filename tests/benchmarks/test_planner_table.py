"""What the planner's benchmark tells of plans: one rule for every way, and no peer is needed to test it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.peers.child import PeerMissing, ask
from benchmarks.planner.choice import MADE, chosen, names
from benchmarks.planner.compare import HEAD, Score, row, rows
from benchmarks.planner.greedy import best_of
from benchmarks.planner.timefold_form import SLOTS, Form
from benchmarks.psplib.table import columns, markdown
from scheduling import Cost, Weights, verify
from scheduling.compiled import Compiled, Place
from scheduling.problem import Option, Precedence
from tests.scheduling.factories import crew, event, need, problem, resource, series

GREEDY = Score("town", "greedy", Cost(lapse_days=4), 4_000_000, seconds=1.4, megabytes=80)
OURS = Score("town", "ours", Cost(moves=1), 2_000_000, 0, 1_500_000, 0.26, 60.2, 300)
NONE = Score("town", "intervals", note="no plan found", seconds=60.0)


def test_table_sets_every_way_beside_the_spreadsheet():
    cells = rows([NONE, GREEDY, OURS])

    assert [len(line) for line in cells] == [len(HEAD)] * 3
    assert cells[2][1:4] == ("ours", "0.500", "2.000")
    assert cells[2][6:] == ("1.500", "25.0%", "0.3", "60", "300")
    assert cells[1][2:] == ("1.000", "4.000", "0 / 4 / 0 / 0 / 0 / 0 / 0", "0", "-", "-", "-", "1", "80")
    assert cells[0][2] == "no plan found"
    assert row(OURS, None)[2] == "-", "without the spreadsheet there is no ratio"


def test_table_is_printed_for_a_terminal_and_for_a_page():
    assert markdown(("a", "b"), [("1", "2")]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"
    assert columns(("a", "b"), [("100", "2")]) == "a    b\n100  2"


def test_a_peer_that_is_not_installed_is_a_sentence(tmp_path: Path):
    with pytest.raises(PeerMissing, match="make peers"):
        ask("timefold_peer.py", {}, seconds=1, python=tmp_path / "python")


def test_an_instance_is_named_or_a_file():
    assert set(MADE) <= set(names())
    assert len(chosen("grown").events) > 400
    with pytest.raises(FileNotFoundError):
        chosen("nowhere.json")


def test_form_for_timefold_says_capacities_rivals_lags_and_lapse():
    asked = problem(
        event("x", "a", duration_days=2, needs=(need("hall", "field"),)),
        event("y", "a", "b", needs=(need(Option("hall", 1, 7)),)),
        resources=(resource("hall"), resource("field")),
        crews=(crew("a"), crew("b")),
        precedence=(Precedence("x", "y", 2, 9),),
        series=(series("s", "x", currency_days=30),),
        rest_days=1,
        weights=Weights(),
    )
    form = Form(Compiled(asked))
    data = form.data(5)
    x, y = data["units"]

    assert (data["rivals"], data["rest"], data["links"]) == ([(0, 1)], 1, [[0, 1, 2, 9]])
    assert [len(x["ways"]), len(y["ways"]), x["way_costs"], y["absent"]] == [2, 1, [0, 0], 100_000]
    assert {row % SLOTS for row, *_ in data["limits"]} == {0}
    assert [first[1:] for first in data["firsts"]] == [[30, 1_000]]
    assert form.place(1, 3, 0) == ("y", Place(3, ("hall",), None))


def test_plain_intervals_agree_with_the_verifier():
    from ortools.sat.python import cp_model

    from benchmarks.planner.plain_intervals import Intervals
    from scheduling.design import design
    from tests.scheduling.factories import random_problem

    for seed in range(2):
        asked = random_problem(seed, areas=seed % 2 == 1)
        view = Compiled(asked, design(asked, seed=0))
        model = Intervals(view)
        model.hint(view.places_of(best_of(asked)[0]))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = 1
        status = solver.solve(model.model)
        assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        judged = verify(asked, view.plan_of(model.read(solver.value)))
        assert judged.violations == ()
        total = judged.cost.total(asked.weights)
        assert total <= round(solver.objective_value) if status == cp_model.FEASIBLE else True
        assert status != cp_model.OPTIMAL or total == round(solver.objective_value)

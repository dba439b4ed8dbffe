"""The nation's estimate keeps to what no schedule can beat."""

from __future__ import annotations

import pytest

from benchmarks.planner.nation import BORDER_SECONDS, UNITS, Step, longest_chain, simulate, steps_of

TASKS = [
    *({"kind": "part", "events": 500, "seconds": 10.0} for _ in range(20)),
    *({"kind": "again", "events": 500, "seconds": 20.0} for _ in range(30)),
    *({"kind": "bound", "events": 500, "seconds": 5.0} for _ in range(20)),
]
MEASURED = {"events": 11_000, "phases": {"design": 1.0, "first_plan": 8.0}, "tasks": TASKS}


def test_a_nation_takes_at_least_its_work_and_its_longest_chain() -> None:
    steps = steps_of(MEASURED, 340_000)
    work, chain = sum(step.seconds for step in steps), longest_chain(steps)

    few, many = simulate(steps, 64), simulate(steps, 640)

    assert sum(UNITS.values()) == sum(step.stage == "district tasks" for step in steps)
    assert few.busy == pytest.approx(work)
    assert many.busy == pytest.approx(work)
    assert max(work / 64, chain) <= few.makespan <= work / 64 + chain + 4 * BORDER_SECONDS
    assert max(work / 640, chain) <= many.makespan < few.makespan


def test_steps_with_one_token_never_run_together() -> None:
    steps = [Step("a", 2.0, "s", tokens=("x",)), Step("b", 3.0, "s", tokens=("x",)), Step("c", 4.0, "s")]

    assert simulate(steps, 3).makespan == 5.0

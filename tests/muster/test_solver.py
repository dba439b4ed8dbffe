"""The solver's child process: answers, stops, and is never left behind."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from muster.solver import Solver, SolverLost
from scheduling.serial import to_data
from tests.muster.problems import hard_problem, small_problem

pytestmark = pytest.mark.anyio


def _request(problem, seconds):
    return {"problem": to_data(problem), "seed": 1, "seconds": seconds, "workers": 1, "start": None}


async def _outcome(solver):
    async for message in solver.messages():
        if message["type"] == "outcome":
            return message["outcome"]
    raise AssertionError("no outcome")


async def test_solver_answers_with_an_outcome_and_is_gone():
    async with Solver(_request(small_problem(), 2)) as solver:
        outcome = await _outcome(solver)
        process = solver.process_id

    assert outcome["type"] == "planned"
    assert not _alive(process)


async def test_solver_that_is_stopped_keeps_its_best_plan():
    async with Solver(_request(hard_problem(), 600)) as solver:
        async for message in solver.messages():
            if message["type"] == "progress" and message.get("plan"):
                await solver.stop()
            if message["type"] == "outcome":
                outcome = message["outcome"]

    assert outcome["type"] == "unfinished"
    assert outcome["best"]["assignments"]


async def test_solver_leaves_when_the_block_is_left():
    async with Solver(_request(hard_problem(), 600)) as solver:
        process = solver.process_id
        assert _alive(process)

    assert not _alive(process)


async def test_solver_that_dies_is_missed():
    async with Solver(_request(hard_problem(), 600)) as solver:
        os.kill(solver.process_id, signal.SIGKILL)

        with pytest.raises(SolverLost) as caught:
            await _outcome(solver)

    assert caught.value.exit_code == -signal.SIGKILL


async def test_solver_is_stopped_before_it_starts():
    solver = Solver(_request(hard_problem(), 600))
    await solver.stop()

    async with asyncio.timeout(60), solver:
        outcome = await _outcome(solver)

    assert outcome["type"] == "unfinished"


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True

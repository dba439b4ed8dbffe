"""The child process speaks JSON lines, stops when told, and never outlives its parent."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from scheduling import Planned, Problem, Unfinished, outcome_from_json, plan_from_json, to_data, verify
from tests.scheduling.factories import random_problem

YEAR = random_problem(9, crews=10, rounds=4, areas=True)


@contextmanager
def worker(request: dict[str, Any]) -> Generator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "scheduling.worker"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        yield process


def request(year: Problem, seconds: float, **more: object) -> dict[str, Any]:
    return {"problem": to_data(year), "seed": 1, "seconds": seconds, "workers": 1, "start": None} | more


def lines(process: subprocess.Popen[str]) -> Generator[dict[str, Any]]:
    assert process.stdout
    for line in process.stdout:
        yield json.loads(line)


def test_a_run_ends_with_a_sound_outcome() -> None:
    with worker(request(YEAR, 0.3, deterministic=True)) as process:
        *progress, last = lines(process)

    outcome = outcome_from_json(json.dumps(last["outcome"]))
    assert isinstance(outcome, Planned)
    assert verify(YEAR, outcome.plan).passed
    assert process.returncode == 0
    assert {message["type"] for message in progress} == {"progress"}
    plans = [plan_from_json(json.dumps(message["plan"])) for message in progress if "plan" in message]
    assert plans
    assert all(verify(YEAR, plan).passed for plan in plans)


def test_stop_ends_the_search_and_keeps_the_best() -> None:
    with worker(request(YEAR, 600)) as process:
        messages = lines(process)
        next(messages)
        assert process.stdin
        process.stdin.write("stop\n")
        process.stdin.flush()
        *_, last = messages

    outcome = outcome_from_json(json.dumps(last["outcome"]))
    assert isinstance(outcome, Unfinished)
    assert outcome.best is not None


def test_the_end_of_input_ends_the_process() -> None:
    with worker(request(YEAR, 600)) as process:
        next(lines(process))
        assert process.stdin
        process.stdin.close()

        assert process.wait(timeout=10) == 3


def test_an_invalid_problem_is_answered_with_its_path() -> None:
    bad = to_data(YEAR)
    bad["rest_days"] = -1
    with worker(request(YEAR, 1) | {"problem": bad}) as process:
        (message,) = lines(process)

    assert message["type"] == "error"
    assert "rest_days" in message["message"]
    assert process.returncode == 2


def test_two_processes_find_the_same_plan() -> None:
    found = []
    for _ in range(2):
        with worker(request(YEAR, 0.3, deterministic=True)) as process:
            *_, last = lines(process)
        found.append(last["outcome"]["plan"])

    assert found[0] == found[1]

"""The judge needs no solver, and trusts nobody."""

from __future__ import annotations

import subprocess
import sys

from scheduling import Lock, verify
from tests.scheduling.factories import DAYS, event, need, problem, resource
from tests.scheduling.rules.cases import at, plan


def test_verifying_loads_no_solver() -> None:
    code = "import sys, scheduling, scheduling.verify, scheduling.serial; print('ortools' in sys.modules)"

    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "False"


def test_history_alone_is_never_a_violation_but_new_events_beside_it_are() -> None:
    needs = (need("hall"),)
    past = [event(name, crew, needs=needs, lock=Lock(DAYS[1])) for name, crew in (("e", "a"), ("f", "b"))]
    year = problem(*past, event("g", "b"), resources=(resource("hall"),), issue_date=DAYS[2])
    both = (at("e", DAYS[1], None, "hall"), at("f", DAYS[1], None, "hall"))

    assert verify(year, plan(*both)).violations == ()
    assert [v.rule for v in verify(year, plan(*both, at("g", DAYS[1]))).violations] == [
        "lead-time",
        "one-place",
    ]

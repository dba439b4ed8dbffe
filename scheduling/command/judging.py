"""`verify`: every rule and the whole cost of a plan, judged without a solver."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from typing import Any

from scheduling.command.files import read_plan, read_problem, writable, write
from scheduling.command.options import Exit, add_problem_and_plan
from scheduling.command.reports import tell
from scheduling.problem import Problem
from scheduling.rules import Violation
from scheduling.verify import Verification, verify

VERIFICATION_FORMAT = "muster-verification/1"


def add(parser: ArgumentParser) -> None:
    """Add the options of `verify`."""
    add_problem_and_plan(parser)


def run(arguments: Namespace) -> Exit:
    """Judge a plan and tell each rule it breaks."""
    target = writable(arguments.output)
    problem, plan = read_problem(arguments.problem), read_plan(arguments.plan)
    judged = verify(problem, plan)
    for violation in judged.violations:
        tell(f"{violation.rule}: {violation.en}")
    write(data_of(problem, judged), target)
    return Exit.DONE if judged.passed else Exit.BROKEN


def data_of(problem: Problem, judged: Verification) -> dict[str, Any]:
    """Return what the judge found: rules broken, in words and with who is concerned; cost and total."""
    return {
        "format": VERIFICATION_FORMAT,
        "passed": judged.passed,
        "violations": [_violation(violation) for violation in judged.violations],
        "cost": asdict(judged.cost),
        "total": judged.cost.total(problem.weights),
    }


def _violation(violation: Violation) -> dict[str, Any]:
    return {**asdict(violation), "dates": [day.isoformat() for day in violation.dates]}

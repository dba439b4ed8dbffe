"""How the process ends, and the options several commands share."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from enum import IntEnum


class Exit(IntEnum):
    """How the process ends; 2 is also what a wrong command line gives, 70 a bug of ours."""

    DONE = 0
    BROKEN = 1
    REFUSED = 2
    INFEASIBLE = 3
    UNFINISHED = 4
    BUG = 70


EXITS = {
    Exit.DONE: "done; of verify: no rule is broken; of schema --check: the files are current",
    Exit.BROKEN: "a rule is broken (verify), a file is out of date (schema --check)",
    Exit.REFUSED: "the command line, a file or a document in it is refused",
    Exit.INFEASIBLE: "what is locked contradicts itself or the rules; the outcome says what",
    Exit.UNFINISHED: "stopped before the search ended; the outcome holds the best plan so far",
    Exit.BUG: "a computed plan broke a rule: please report it",
}


def add_problem(parser: ArgumentParser) -> None:
    """Add the problem and where the answer goes."""
    parser.add_argument("problem", metavar="PROBLEM.json", help="the problem; - is standard input")
    add_output(parser)


def add_problem_and_plan(parser: ArgumentParser) -> None:
    """Add the problem, a plan of it, and where the answer goes."""
    add_problem(parser)
    parser.add_argument("plan", metavar="PLAN.json", help="a plan of it, or the outcome it came in")


def add_output(parser: ArgumentParser) -> None:
    """Add where the answer goes."""
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="where the answer goes; standard output without"
    )


def add_search(parser: ArgumentParser, *, seconds: float) -> None:
    """Add what steers a search; `seconds` is its budget if none is given."""
    parser.add_argument(
        "--seconds", type=_positive, default=seconds, help=f"budget of the search, {seconds:g}"
    )
    parser.add_argument("--workers", type=count, default=1, help="solves side by side, 1")
    parser.add_argument("--seed", type=int, default=0, help="chance of the search, 0")
    parser.add_argument(
        "--deterministic",
        action="store_true",
        help="count the solver's work, not the clock: with one worker the same plan each time",
    )


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise ArgumentTypeError(f"{text!r} must be a number of seconds > 0")
    return value


def count(text: str) -> int:
    """Read a whole number of at least 1."""
    if not text.isdecimal() or not int(text):
        raise ArgumentTypeError(f"{text!r} must be a whole number >= 1")
    return int(text)

"""`solve`: a problem in, an outcome out; Ctrl-C keeps the best plan so far."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from scheduling.command.options import Exit, add_problem, add_search
from scheduling.command.files import read_plan, read_problem, writable, write
from scheduling.command.reports import report, tell
from scheduling.outcome import Infeasible, Outcome, Unfinished
from scheduling.serial import to_data
from scheduling.solve import plan_year


def add(parser: ArgumentParser) -> None:
    """Add the options of `solve`."""
    add_problem(parser)
    add_search(parser, seconds=60)
    parser.add_argument("--start", metavar="PLAN.json", help="a plan to begin with; the answer is no worse")


def run(arguments: Namespace) -> Exit:
    """Plan the year."""
    target = writable(arguments.output)
    problem = read_problem(arguments.problem)
    start = read_plan(arguments.start) if arguments.start else None
    with stopping() as stop:
        outcome = plan_year(
            problem,
            seed=arguments.seed,
            seconds=arguments.seconds,
            workers=arguments.workers,
            deterministic=arguments.deterministic,
            start=start,
            on_progress=report,
            should_stop=stop.is_set,
        )
    write(to_data(outcome), target)
    return exit_of(outcome)


def exit_of(outcome: Outcome) -> Exit:
    """Return how the process ends with an outcome."""
    if isinstance(outcome, Infeasible):
        return Exit.INFEASIBLE
    return Exit.UNFINISHED if isinstance(outcome, Unfinished) else Exit.DONE


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """Give an event that the first Ctrl-C sets; the second one ends the process as ever."""
    stop = threading.Event()

    def stopped(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        tell("stopping; once more ends at once")

    before = signal.signal(signal.SIGINT, stopped)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)

"""`solve`: a problem in, an outcome out; Ctrl-C keeps the best plan so far."""

from __future__ import annotations

import signal
from argparse import ArgumentParser, Namespace
from types import FrameType, TracebackType
from typing import Self

from scheduling.command.files import read_plan, read_problem, writable, write
from scheduling.command.options import Exit, add_problem, add_search
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
    with Stop() as stop:
        outcome = plan_year(
            problem,
            seed=arguments.seed,
            seconds=arguments.seconds,
            workers=arguments.workers,
            deterministic=arguments.deterministic,
            start=start,
            on_progress=report,
            should_stop=stop,
        )
    write(to_data(outcome), target)
    return exit_of(outcome)


def exit_of(outcome: Outcome) -> Exit:
    """Return how the process ends with an outcome."""
    if isinstance(outcome, Infeasible):
        return Exit.INFEASIBLE
    return Exit.UNFINISHED if isinstance(outcome, Unfinished) else Exit.DONE


class Stop:
    """
    Whether Ctrl-C has been pressed while the block runs; the second time ends the process as ever.

    Asking also takes the signal back: a solver that has watched for it leaves it to the system, which would
    end the process and lose the plan.
    """

    def __init__(self) -> None:
        self._asked = False

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._before)

    def __call__(self) -> bool:
        """Return whether to stop."""
        signal.signal(signal.SIGINT, signal.default_int_handler if self._asked else self._press)
        return self._asked

    def _press(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
        tell("stopping; once more ends at once")

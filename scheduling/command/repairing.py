"""`repair`: an issued plan mended after a change, with few moves."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from scheduling.command.answers import data_of
from scheduling.command.files import read_plan, read_problem, writable, write
from scheduling.command.options import Exit, add_problem_and_plan, add_search, count
from scheduling.command.reports import report, tell
from scheduling.command.solving import Stop, exit_of
from scheduling.repair import Repaired, repair
from scheduling.serial import to_data

REPAIR_FORMAT = "muster-repair/1"


def add(parser: ArgumentParser) -> None:
    """Add the options of `repair`."""
    add_problem_and_plan(parser)
    add_search(parser, seconds=20)
    parser.add_argument("--improve", action="store_true", help="go on while a move is worth its price")
    parser.add_argument(
        "--move-price", type=count, help="what a move must save, in cost units; with --improve"
    )
    parser.add_argument("--not-again", action="store_true", help="do not ask again for what is interrupted")


def run(arguments: Namespace) -> Exit:
    """Mend the plan; the problem is the year with the change in it."""
    target = writable(arguments.output)
    problem, plan = read_problem(arguments.problem), read_plan(arguments.plan)
    with Stop() as stop:
        found = repair(
            problem,
            plan,
            mode="improve" if arguments.improve else "only",
            again=not arguments.not_again,
            move_price=arguments.move_price,
            seconds=arguments.seconds,
            workers=arguments.workers,
            seed=arguments.seed,
            deterministic=arguments.deterministic,
            on_progress=report,
            should_stop=stop,
        )
    if not isinstance(found, Repaired):
        write(to_data(found), target)
        return exit_of(found)
    tell(
        f"broken={len(found.broken)} moves={found.moves} fewest={'proven' if found.fewest else 'not proven'}"
    )
    write({"format": REPAIR_FORMAT, "moves": found.moves, **data_of(found)}, target)
    return Exit.UNFINISHED if found.stopped else Exit.DONE

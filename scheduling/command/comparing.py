"""`compare`: what differs between two years, by component, event, month and region."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from scheduling.command.answers import data_of
from scheduling.command.files import read_plan, read_problem, writable, write
from scheduling.command.options import Exit, add_problem_and_plan
from scheduling.command.reports import tell
from scheduling.compare import compare

COMPARISON_FORMAT = "muster-comparison/1"


def add(parser: ArgumentParser) -> None:
    """Add the options of `compare`."""
    add_problem_and_plan(parser)
    parser.add_argument("other", metavar="OTHER.json", help="the plan to compare it with")
    parser.add_argument("--problem", metavar="NEW.json", dest="new", help="its problem, if it is another one")


def run(arguments: Namespace) -> Exit:
    """Compare two plans, tell the whole in a few lines."""
    target = writable(arguments.output)
    problem, plan = read_problem(arguments.problem), read_plan(arguments.plan)
    other = read_plan(arguments.other)
    new = read_problem(arguments.new) if arguments.new else problem
    found = compare((problem, plan), (new, other))
    for sentence in found.sentences:
        tell(sentence.en)
    write({"format": COMPARISON_FORMAT, **data_of(found)}, target)
    return Exit.DONE

"""The command line itself: which commands there are, and how refusals and bugs end the process."""

from __future__ import annotations

import argparse
import traceback
from collections.abc import Sequence
from importlib import import_module

from scheduling.command.files import Unreadable
from scheduling.command.options import EXITS, Exit
from scheduling.command.reports import tell
from scheduling.errors import PlanRejected

# Each module has `add(parser)` and `run(arguments) -> Exit`; only the one asked for is loaded, so that
# verifying does not wait for the solver.
COMMANDS: dict[str, tuple[str, str]] = {
    "solve": ("scheduling.command.solving", "Plan the year and say how far from the best the plan can be."),
    "verify": ("scheduling.command.judging", "Judge a plan: the rules it breaks, and its cost by component."),
    "bound": ("scheduling.command.bounding", "Prove what no plan can cost less than, whole and in parts."),
    "explain": ("scheduling.command.explaining", "Tell why events are left out, and what would help."),
    "repair": ("scheduling.command.repairing", "Mend an issued plan after a change, with few moves."),
    "compare": ("scheduling.command.comparing", "Compare two years by component, event, month and region."),
    "schema": ("scheduling.command.describing", "Write the JSON Schemas of the documents, or check them."),
}


def parser(chosen: str) -> argparse.ArgumentParser:
    """Return the parser of the command line, with the options of one command."""
    codes = "\n".join(f"  {code.value:2}  {text}" for code, text in EXITS.items())
    whole = argparse.ArgumentParser(
        prog="python -m scheduling",
        description="Plan a training year: JSON in, JSON out, progress on standard error.",
        epilog=f"exit codes:\n{codes}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    choices = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module, sentence) in COMMANDS.items():
        one = choices.add_parser(name, help=sentence, description=sentence)
        if name == chosen:
            command = import_module(module)
            command.add(one)
            one.set_defaults(run=command.run)
    return whole


def main(words: Sequence[str]) -> int:
    """Run one command and return the exit code; `SystemExit` of a wrong command line passes through."""
    chosen = next((word for word in words if not word.startswith("-")), "")
    arguments = parser(chosen).parse_args(words)
    try:
        code: Exit = arguments.run(arguments)
    except Unreadable as error:
        for line in error.lines:
            tell(line)
        return Exit.REFUSED
    except PlanRejected:
        traceback.print_exc()
        tell("This is a bug of the planner: please report it with the problem and the seed.")
        return Exit.BUG
    return code

"""
The `muster` command: what an operator and a planner do without a browser.

Exit codes: 0 done, 1 refused (message and code on standard error), 2 usage, 3 infeasible,
4 unfinished, 70 our bug. Commands import what they need when they are called, so that help is quick.
"""

from __future__ import annotations

import sys
import traceback

import typer

from muster import commands
from muster.settings import ConfigurationError

REFUSED, INFEASIBLE, UNFINISHED, BUG = 1, 3, 4, 70
_TROUBLE = "This is a bug in muster, not in what you asked. Please report it with the lines above.\n"

app = typer.Typer(
    name="muster",
    help="Registry of mobilization resources and their readiness, with a planner for the training year.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
commands.add_to(app)


def main() -> None:
    """Run the command line and turn domain errors into exit codes."""
    try:
        app()
    except Exception as error:  # the process edge: everything becomes an exit code
        sys.exit(_explain(error))


def _explain(error: Exception) -> int:
    """Say on standard error what went wrong, and return the exit code."""
    from exercises.errors import ExercisesError  # noqa: PLC0415 -- start-up time
    from registry.errors import RegistryError  # noqa: PLC0415 -- start-up time
    from seeds.errors import SeedsError  # noqa: PLC0415 -- start-up time

    if isinstance(error, RegistryError | ExercisesError | SeedsError | ConfigurationError):
        sys.stderr.write(f"{error} [{error.code}]\n")
        return REFUSED
    traceback.print_exception(error)
    sys.stderr.write(_TROUBLE)
    return BUG

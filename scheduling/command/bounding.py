"""`bound`: what no plan of a year can cost less than, whole and by component."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from scheduling.bounds import lower_bounds
from scheduling.command.files import read_plan, read_problem, writable, write
from scheduling.command.options import Exit, add_problem, add_search
from scheduling.command.reports import tell
from scheduling.cost import Component
from scheduling.verify import verify

BOUNDS_FORMAT = "muster-bounds/1"


def add(parser: ArgumentParser) -> None:
    """Add the options of `bound`."""
    add_problem(parser)
    parser.add_argument("plan", metavar="PLAN.json", nargs="?", help="a plan whose distance is told too")
    add_search(parser, seconds=60)


def run(arguments: Namespace) -> Exit:
    """Prove lower bounds; with a plan, tell how far it is from them."""
    target = writable(arguments.output)
    problem = read_problem(arguments.problem)
    plan = read_plan(arguments.plan) if arguments.plan else None
    cost = verify(problem, plan).cost if plan is not None else None
    found = lower_bounds(problem, cost, seconds=arguments.seconds)
    total = None if cost is None else cost.total(problem.weights)
    whole = Component("total", total, found.total)
    for part in (whole, *found.components):
        tell(_line(part))
    answer = {
        "format": BOUNDS_FORMAT,
        "total": _data(whole),
        "components": [_data(part) for part in found.components],
    }
    write(answer, target)
    return Exit.DONE


def _line(part: Component) -> str:
    if part.value is None:
        return f"{part.name}>={part.bound}"
    return f"{part.name}={part.value}/{part.bound} gap={100 * (part.gap or 0):.2f}%"


def _data(part: Component) -> dict[str, Any]:
    return {"name": part.name, "value": part.value, "bound": part.bound, "gap": part.gap}

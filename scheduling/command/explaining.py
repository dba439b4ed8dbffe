"""`explain`: why events are left out, what would help, what clashes, and what costs the year most."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Any

from scheduling.command.answers import data_of, kind_of
from scheduling.command.files import Unreadable, read_plan, read_problem, writable, write
from scheduling.command.options import Exit, add_problem_and_plan, add_search
from scheduling.command.reports import tell
from scheduling.command.solving import Stop
from scheduling.explain import bottlenecks, remedies, why
from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.verify import verify

EXPLANATION_FORMAT = "muster-explanation/1"


def add(parser: ArgumentParser) -> None:
    """Add the options of `explain`."""
    add_problem_and_plan(parser)
    add_search(parser, seconds=10)
    parser.add_argument("--event", action="append", metavar="ID", help="this event; all left out without")
    parser.add_argument(
        "--remedies", action="store_true", help="also what single change would help, --seconds each"
    )
    parser.add_argument(
        "--bottlenecks", action="store_true", help="also which limits cost the year most, --seconds in all"
    )


def run(arguments: Namespace) -> Exit:
    """Explain a plan that breaks no rule."""
    target = writable(arguments.output)
    problem, plan = read_problem(arguments.problem), read_plan(arguments.plan)
    if not verify(problem, plan).passed:
        raise Unreadable(arguments.plan, ("must break no rule of the problem; see verify",))
    events = arguments.event or [entry.event for entry in plan.unscheduled]
    with Stop() as stop:
        answer: dict[str, Any] = {"format": EXPLANATION_FORMAT}
        answer["events"] = [_explained(problem, plan, event, arguments, stop) for event in events]
        if arguments.bottlenecks:
            answer["bottlenecks"] = _bottlenecks(problem, plan, arguments, stop)
        stopped = stop()
    write(answer, target)
    return Exit.UNFINISHED if stopped else Exit.DONE


def _explained(
    problem: Problem, plan: Plan, event: str, arguments: Namespace, stop: Callable[[], bool]
) -> dict[str, Any]:
    try:
        found = why(problem, plan, event)
    except KeyError:
        raise Unreadable(arguments.problem, (f"event {event!r} must exist",)) from None
    for _, sentence in found.sentences:
        tell(f"{event}: {sentence}")
    answer: dict[str, Any] = data_of(found)
    if arguments.remedies:
        tried = remedies(
            problem,
            plan,
            event,
            seconds=arguments.seconds,
            seed=arguments.seed,
            deterministic=arguments.deterministic,
            should_stop=stop,
        )
        answer["remedies"] = [_with_kind(remedy) for remedy in tried]
    return answer


def _bottlenecks(
    problem: Problem, plan: Plan, arguments: Namespace, stop: Callable[[], bool]
) -> list[dict[str, Any]]:
    found = bottlenecks(
        problem,
        plan,
        seconds=arguments.seconds,
        seed=arguments.seed,
        workers=arguments.workers,
        deterministic=arguments.deterministic,
        should_stop=stop,
    )
    for bottleneck in found:
        for _, sentence in bottleneck.sentences:
            tell(sentence)
    return [_with_kind(bottleneck) for bottleneck in found]


def _with_kind(value: Any) -> dict[str, Any]:
    """Return an answer with the kind of its change, which its fields alone do not tell."""
    data: dict[str, Any] = data_of(value)
    return {**data, "change": {"kind": kind_of(value.change), **data["change"]}}

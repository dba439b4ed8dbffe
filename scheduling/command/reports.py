"""Progress as lines of ``name=value``, for people and for `grep`."""

from __future__ import annotations

import sys

from scheduling.cost import Component
from scheduling.outcome import Progress
from scheduling.plan import Plan


def tell(line: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def report(progress: Progress, plan: Plan | None) -> None:
    """Tell one report of a search; the plan is not shown."""
    del plan
    tell(line_of(progress))


def line_of(progress: Progress) -> str:
    """
    Return one report as a line.

    Totals are in cost units, the gap in percent of the total, time in seconds; a component is its value
    and, after a slash, what is proven of it, in its own unit. A dash is what is not known yet.
    """
    gap = "-" if progress.gap is None else f"{100 * progress.gap:.2f}%"
    words = [
        f"{progress.seconds:.1f}s",
        progress.stage,
        f"total={_known(progress.incumbent)}",
        f"bound={_known(progress.bound)}",
        f"gap={gap}",
        f"unscheduled={_known(progress.unscheduled)}",
        *(_component(component) for component in progress.components),
    ]
    return " ".join(words)


def _component(component: Component) -> str:
    return f"{component.name}={_known(component.value)}/{component.bound}"


def _known(value: int | None) -> str:
    return "-" if value is None else str(value)

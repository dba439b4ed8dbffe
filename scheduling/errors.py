"""
What the planner refuses. Infeasible and unfinished are outcomes, not errors (`scheduling.outcome`).

    SchedulingError
     ├ InvalidProblem(path, rule)     the input is not a problem; raised on creation
     └ PlanRejected(violations)       a computed plan broke a rule: our bug, never the caller's
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduling.rules.rule import Violation


class SchedulingError(Exception):
    """Root of everything this package raises on purpose."""


class InvalidProblem(SchedulingError):
    """
    A problem contradicts itself or its own format.

    `path` names the place as written in Python, for example ``events[12].duration_days``; `rule` says
    what must hold there.
    """

    def __init__(self, path: str, rule: str) -> None:
        super().__init__(f"{path}: {rule}")
        self.path = path
        self.rule = rule


class PlanRejected(SchedulingError):
    """The verifier found `violations` in a plan this package computed; please report it."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        first = violations[0].en if violations else "its cost does not add up"
        super().__init__(f"computed plan breaks {len(violations)} rules, first: {first}")
        self.violations = violations

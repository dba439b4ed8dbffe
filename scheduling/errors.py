"""
What the planner refuses. Infeasible and unfinished are outcomes, not errors (`scheduling.outcome`).

    SchedulingError
     ├ InvalidDocument(faults)        what was handed in does not have the form it should have
     │  └ InvalidProblem(path, rule)  the input is not a problem; raised on creation
     └ PlanRejected(violations)       a computed plan broke a rule: our bug, never the caller's
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from scheduling.rules.rule import Violation


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One thing that is wrong in a document.

    `path` names the place as written in Python, for example ``events[12].duration_days`` (empty: the
    document as a whole); `rule` says what must hold there.
    """

    path: str
    rule: str

    def __str__(self) -> str:
        """Return one line: the path and the rule."""
        return f"{self.path}: {self.rule}" if self.path else self.rule


class SchedulingError(Exception):
    """Root of everything this package raises on purpose."""


class InvalidDocument(SchedulingError):
    """
    A problem, plan or outcome does not have its form.

    `faults` holds everything found wrong, at least one; `path` and `rule` are those of the first. As text
    it is one line for each.
    """

    def __init__(self, path: str, rule: str, more: Iterable[Fault] = ()) -> None:
        self.faults = (Fault(path, rule), *more)
        super().__init__("\n".join(map(str, self.faults)))
        self.path = path
        self.rule = rule

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> Self:
        """Return the error that tells these faults; there must be at least one."""
        first, *more = faults
        return cls(first.path, first.rule, more)


class InvalidProblem(InvalidDocument):
    """A problem contradicts itself or its own format."""


class PlanRejected(SchedulingError):
    """The verifier found `violations` in a plan this package computed; please report it."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        first = violations[0].en if violations else "its cost does not add up"
        super().__init__(f"computed plan breaks {len(violations)} rules, first: {first}")
        self.violations = violations

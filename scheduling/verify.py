"""The judge: every rule and the whole cost of a plan in plain Python. Needs no solver."""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.booked import Booked, is_history
from scheduling.cost import Cost
from scheduling.objective import measure
from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.rules import RULES, Rule, Violation


@dataclass(frozen=True, slots=True)
class Verification:
    """What the judge found: broken rules in the order of the rules, and the recomputed cost."""

    violations: tuple[Violation, ...]
    cost: Cost

    @property
    def passed(self) -> bool:
        """Whether no rule is broken."""
        return not self.violations


def violations_of(booked: Booked, rules: tuple[Rule, ...] = RULES) -> tuple[Violation, ...]:
    """
    Return every broken rule.

    What involves history only is passed over: nothing can change it any more, and a record that
    contradicts a rule is a finding for an audit, not an obstacle to planning the rest of the year.
    """
    past = {e.id for e in booked.problem.events if is_history(e, booked.problem.issue_date)}
    return tuple(
        violation
        for rule in rules
        for violation in rule.check(booked)
        if not violation.events or not past.issuperset(violation.events)
    )


def verify(problem: Problem, plan: Plan) -> Verification:
    """
    Judge a plan against its problem: all hard rules, and the cost recomputed from nothing.

    The cost stored in `plan` is not trusted and not compared here; compare it with `.cost`.
    """
    booked = Booked(problem, plan)
    return Verification(violations_of(booked), measure(booked))

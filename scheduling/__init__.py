"""
The yearly training planner as a library: facts in, a verified plan with a stated gap out.

It knows events, crews, resources and rules, but no team table, database, clock or web. Reading order:
`problem` (what goes in), `plan` and `outcome` (what comes out), `solve` (the front door), `rules` and
`objective` (what a plan must and should be), `verify` (the judge), then how a plan is found: `design`,
`compiled`, `board`, `model`, `search`, `scale` for a province, `project` for an earliest finish; what is
proven of it: `relax` and `bounds`; and what people ask about it: `explain`, `moves`, `compare`, `repair`.

The solver is loaded on first use of what needs it, so that verifying and serializing stay light. What is
handed in and out as JSON is the affair of `serial` and `form`, the command line that of `command`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from scheduling.areas import published_exercise
from scheduling.compare import Comparison, Difference, compare, difference
from scheduling.cost import Component, Cost, Weights
from scheduling.errors import InvalidProblem, PlanRejected, SchedulingError
from scheduling.outcome import Conflict, Infeasible, Outcome, Planned, Progress, Unfinished
from scheduling.plan import Assignment, Plan, Unscheduled
from scheduling.problem import (
    Crew,
    DayCap,
    Event,
    Exercise,
    Lock,
    Need,
    Option,
    PairArea,
    Precedence,
    Problem,
    Published,
    Reduction,
    Resource,
    ResourceKind,
    Series,
    StandbyLimit,
    TargetLoad,
    Window,
)
from scheduling.rules import RULES, Rule, Violation
from scheduling.serial import (
    input_hash,
    outcome_from_json,
    plan_from_json,
    problem_from_json,
    progress_from_json,
    to_data,
    to_json,
)
from scheduling.verify import Verification, verify

if TYPE_CHECKING:
    from scheduling.moves import Suggestion, check_move, moved, suggest
    from scheduling.solve import plan_year

_WITH_SOLVER = {
    "plan_year": "scheduling.solve",
    "check_move": "scheduling.moves",
    "moved": "scheduling.moves",
    "suggest": "scheduling.moves",
    "Suggestion": "scheduling.moves",
}


def __getattr__(name: str) -> Any:
    if name in _WITH_SOLVER:
        return getattr(import_module(_WITH_SOLVER[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "RULES",
    "Assignment",
    "Comparison",
    "Component",
    "Conflict",
    "Cost",
    "Crew",
    "DayCap",
    "Difference",
    "Event",
    "Exercise",
    "Infeasible",
    "InvalidProblem",
    "Lock",
    "Need",
    "Option",
    "Outcome",
    "PairArea",
    "Plan",
    "PlanRejected",
    "Planned",
    "Precedence",
    "Problem",
    "Progress",
    "Published",
    "Reduction",
    "Resource",
    "ResourceKind",
    "Rule",
    "SchedulingError",
    "Series",
    "StandbyLimit",
    "Suggestion",
    "TargetLoad",
    "Unfinished",
    "Unscheduled",
    "Verification",
    "Violation",
    "Weights",
    "Window",
    "check_move",
    "compare",
    "difference",
    "input_hash",
    "moved",
    "outcome_from_json",
    "plan_from_json",
    "plan_year",
    "problem_from_json",
    "progress_from_json",
    "published_exercise",
    "suggest",
    "to_data",
    "to_json",
    "verify",
]

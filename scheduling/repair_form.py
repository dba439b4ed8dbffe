"""A repair with what is proven of it, and both as JSON: for a parent that has a child do the work."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from scheduling.bounds import lower_bounds
from scheduling.cost import Component
from scheduling.outcome import Infeasible, Unfinished
from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.repair import Repaired, repair
from scheduling.serial import plain

PROOF_SHARE = 0.15
"""Part of the seconds of a repair that goes into bounds on its problem, after the repair."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A repair, and bounds on `repaired.problem`: on the total in cost units, and by component."""

    repaired: Repaired
    bound: int
    components: tuple[Component, ...]


_MENDED: TypeAdapter[Mended] = TypeAdapter(Mended)


def mended(
    problem: Problem, plan: Plan, *, seconds: float, **options: Any
) -> Mended | Infeasible | Unfinished:
    """Repair a plan as `repair` with these options does, and bound the cost of its problem."""
    found = repair(problem, plan, seconds=seconds * (1 - PROOF_SHARE), **options)
    if not isinstance(found, Repaired):
        return found
    bounds = lower_bounds(found.problem, found.plan.cost, seconds=seconds * PROOF_SHARE)
    return Mended(found, bounds.total, bounds.components)


def mended_to_data(found: Mended) -> dict[str, Any]:
    """Return a repair as JSON-ready data; sets are sorted, its `type` is ``mended``."""
    return {"type": "mended", **plain(_MENDED.dump_python(found))}


def mended_from_data(data: Mapping[str, Any]) -> Mended:
    """Read a repair; raises pydantic's `ValidationError` or `InvalidProblem`."""
    return _MENDED.validate_json(json.dumps({name: data[name] for name in data if name != "type"}))

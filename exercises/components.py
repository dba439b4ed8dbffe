"""The cost of a plan, component by component: its value, what is proven of it, and how it is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from exercises.codes import CostPart
from exercises.tables import TrainingPlan
from scheduling.cost import Component
from scheduling.objective import TERMS
from scheduling.words import Words

UNITS = {CostPart(term.name): Words(*term.unit) for term in TERMS}
"""The unit each component is counted in."""
MEANINGS = {CostPart(term.name): Words(*term.sentence) for term in TERMS}
"""What each component counts."""


def stored_bounds(components: Iterable[Component]) -> dict[str, int] | None:
    """Return the proven bounds by component as a version stores them; None where nothing is proven."""
    return {component.name: component.bound for component in components} or None


def components_of_plan(plan: TrainingPlan) -> tuple[Component, ...]:
    """
    Return value and bound of each component of a version, the weightiest first; none where none is proven.

    The values are those of the version as it stands now. A bound stays true when events are moved by hand,
    for it holds for every plan that leaves out no more; cancelling an event may make the problem easier.
    """
    bounds: Mapping[str, int] = plan.component_bounds or {}
    return tuple(
        Component(part.value, int(plan.objective.get(part.value, 0)), bounds[part.value])
        for part in CostPart
        if part.value in bounds
    )


def components_of_report(report: Mapping[str, Any]) -> tuple[Component, ...]:
    """Return the components in a run's stored report; none before anything is proven."""
    return tuple(
        Component(each["name"], each["value"], each["bound"]) for each in report.get("components") or ()
    )


def parts_of_plan(plan: TrainingPlan) -> tuple[tuple[CostPart, int, Component | None], ...]:
    """Return every component of a version with its value, and with what is proven of it, if anything is."""
    proven = {component.name: component for component in components_of_plan(plan)}
    return tuple((part, int(plan.objective.get(part.value, 0)), proven.get(part.value)) for part in CostPart)

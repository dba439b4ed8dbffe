"""The cost of a plan or run, component by component, with what is proven of each."""

from __future__ import annotations

from collections.abc import Iterable

import strawberry

from api.enums import Label, label
from exercises.codes import CostPart
from exercises.components import MEANINGS, UNITS
from scheduling.compare.changes import ComponentChange as Change
from scheduling.cost import Component


@strawberry.type(
    description="One component of a plan's cost. The bound on what is left out holds for every plan of the"
    " problem, the others for every plan that leaves out no more than this one, whatever it costs otherwise:"
    " bounds of several components are in general not reached together."
)
class ComponentGap:
    """Value, bound and gap of a component."""

    component: CostPart = strawberry.field(description="Which component.")
    component_label: Label = strawberry.field(description="The component in words.")
    meaning: Label = strawberry.field(description="What it counts.")
    unit: Label = strawberry.field(description="Unit of value and bound.")
    value: int | None = strawberry.field(description="Its value in the best plan; null without a plan.")
    bound: int = strawberry.field(description="No such plan has less of it: proven.")
    gap: float | None = strawberry.field(
        description="Relative distance of value and bound, 0 to 1; null without a plan."
    )


@strawberry.type(description="A component of the cost before and after; less is better.")
class ComponentChange:
    """A component that may differ."""

    component: CostPart = strawberry.field(description="Which component.")
    component_label: Label = strawberry.field(description="The component in words.")
    unit: Label = strawberry.field(description="Its unit.")
    before: int = strawberry.field(description="Its value before.")
    after: int = strawberry.field(description="Its value after.")
    sentence: Label = strawberry.field(description="The change in words.")


def component_change(change: Change) -> ComponentChange:
    """Return a change of a component as the schema has it."""
    part = CostPart(change.name)
    return ComponentChange(
        component=part,
        component_label=label(part),
        unit=Label(**UNITS[part]._asdict()),
        before=change.before,
        after=change.after,
        sentence=Label(**change.sentence._asdict()),
    )


def gaps(components: Iterable[Component]) -> list[ComponentGap]:
    """Return components as the schema has them."""
    return [_gap(component) for component in components]


def _gap(component: Component) -> ComponentGap:
    part = CostPart(component.name)
    return ComponentGap(
        component=part,
        component_label=label(part),
        meaning=Label(**MEANINGS[part]._asdict()),
        unit=Label(**UNITS[part]._asdict()),
        value=component.value,
        bound=component.bound,
        gap=component.gap,
    )

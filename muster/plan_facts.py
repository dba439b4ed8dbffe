"""What the plan commands tell scripts: the planner's values as plain facts, codes in words beside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from exercises.codes import CostPart
from exercises.components import UNITS
from scheduling.cost import Component


def component_facts(components: Iterable[Component]) -> list[dict[str, Any]]:
    """Return components with value, bound and gap (0 to 1), each in its own unit."""
    return [
        {
            "component": each.name,
            "label": {"zh": CostPart(each.name).zh, "en": CostPart(each.name).en},
            "unit": UNITS[CostPart(each.name)]._asdict(),
            "value": each.value,
            "bound": each.bound,
            "gap": None if each.gap is None else round(each.gap, 4),
        }
        for each in components
    ]

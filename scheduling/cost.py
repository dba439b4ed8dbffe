"""The objective as a vector: its components in their own units, their weights, and what is proven of them."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Weights:
    """
    Cost of one unit of each objective component, in the plan's cost unit (preference-days).

    A weight of 0 switches the component off: it is still measured, but no longer steers the plan.
    """

    unscheduled_points: int = 100_000
    lapse_days: int = 1_000
    overload_half_days: int = 150
    travel_km: int = 10
    preference_days: int = 1
    moves: int = 2_000
    finish_days: int = 0


@dataclass(frozen=True, slots=True)
class Cost:
    """The objective vector, in the order that matters; each component in its own unit."""

    unscheduled_points: int = 0
    lapse_days: int = 0
    overload_half_days: int = 0
    travel_km: int = 0
    preference_days: int = 0
    moves: int = 0
    finish_days: int = 0

    def total(self, weights: Weights) -> int:
        """Return the weighted sum in cost units (one cost unit = one preference-day)."""
        return (
            self.unscheduled_points * weights.unscheduled_points
            + self.lapse_days * weights.lapse_days
            + self.overload_half_days * weights.overload_half_days
            + self.travel_km * weights.travel_km
            + self.preference_days * weights.preference_days
            + self.moves * weights.moves
            + self.finish_days * weights.finish_days
        )

    def plus(self, more: Cost, less: Cost) -> Cost:
        """Return this cost with `more` added and `less` taken away, component by component."""
        names = [component.name for component in fields(Cost)]
        return Cost(**{n: getattr(self, n) + getattr(more, n) - getattr(less, n) for n in names})


@dataclass(frozen=True, slots=True)
class Component:
    """
    One component of the objective: the plan's value and a proven lower bound, both in its own unit.

    The bound on what is left out holds for every plan; the others hold for every plan that leaves out no
    more than this one, for with one event fewer anything is cheaper. Bounds of several components are in
    general not reached by one plan together. `value` is None as long as there is no plan.
    """

    name: str
    value: int | None
    bound: int

    @property
    def gap(self) -> float | None:
        """Relative distance of value and bound, 0 to 1; None without a plan."""
        if self.value is None:
            return None
        return 0.0 if self.value <= self.bound else (self.value - self.bound) / self.value

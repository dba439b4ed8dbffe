"""The planner's output: where every event stands, and what the plan costs, component by component."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduling.problem import Exercise, Weights


@dataclass(frozen=True, slots=True)
class Assignment:
    """
    One event placed: its workdays `first_day` to `last_day` (both included).

    `choices` names one resource per need of the event, in the order of its needs; `channel` is set
    for cross-region exercises only, as is `exercise`.
    """

    event: str
    first_day: date
    last_day: date
    choices: tuple[str, ...] = ()
    channel: int | None = None
    exercise: Exercise | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """The objective vector, in the order that matters; each component in its own unit."""

    unscheduled_points: int = 0
    lapse_days: int = 0
    overload_half_days: int = 0
    travel_km: int = 0
    preference_days: int = 0
    moves: int = 0

    def total(self, weights: Weights) -> int:
        """Return the weighted sum in cost units (one cost unit = one preference-day)."""
        return (
            self.unscheduled_points * weights.unscheduled_points
            + self.lapse_days * weights.lapse_days
            + self.overload_half_days * weights.overload_half_days
            + self.travel_km * weights.travel_km
            + self.preference_days * weights.preference_days
            + self.moves * weights.moves
        )


@dataclass(frozen=True, slots=True)
class Unscheduled:
    """An event the plan leaves out: its priority points, and the reasons in words (zh, en)."""

    event: str
    points: int
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Assignments sorted by first day then event id; what is left out, with reasons; and the cost."""

    assignments: tuple[Assignment, ...]
    unscheduled: tuple[Unscheduled, ...]
    cost: Cost

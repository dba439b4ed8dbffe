"""The planner's output: where every event stands, and what the plan costs, component by component."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from scheduling.cost import Cost
from scheduling.problem import Exercise


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
class Unscheduled:
    """An event the plan leaves out: its priority points, and the reasons in words (zh, en)."""

    event: str
    points: int
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Assignments sorted by first day then event id; what is left out, with reasons; and the cost."""

    assignments: tuple[Assignment, ...]
    unscheduled: tuple[Unscheduled, ...] = ()
    cost: Cost = field(default_factory=Cost)

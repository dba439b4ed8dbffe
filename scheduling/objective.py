"""
What a plan costs: seven terms, each with its unit, its sentence, and one definition in plain Python.

`measure` judges a finished plan and is the truth; `post` of a term adds the same quantity to the solver's
model. A property test holds both together to the unit.
"""

from __future__ import annotations

from scheduling.booked import Booked
from scheduling.cost import Cost
from scheduling.terms.burden import OverloadHalfDays, TravelKm
from scheduling.terms.lapse import LapseDays
from scheduling.terms.term import Term
from scheduling.terms.unscheduled import UnscheduledPoints
from scheduling.terms.wishes import FinishDays, Moves, PreferenceDays

TERMS: tuple[Term, ...] = (
    UnscheduledPoints(
        "unscheduled_points",
        ("分", "points"),
        ("未安排任务的优先级分值之和", "Priority points of events and pairs left out"),
    ),
    LapseDays(
        "lapse_days",
        ("天", "days"),
        ("训练超期的天数，按队伍重要性加权", "Days on which a crew's training is out of date, weighted"),
    ),
    OverloadHalfDays(
        "overload_half_days",
        ("半天", "half-days"),
        ("各地区每月超出均衡负荷的半天数", "Half-days beyond the even monthly load of a region"),
    ),
    TravelKm(
        "travel_km",
        ("公里", "km"),
        ("前往场地和承办地的单程里程", "Kilometres to grounds and hosts, one way"),
    ),
    PreferenceDays(
        "preference_days",
        ("天", "days"),
        ("与期望开始日相差、间隔不足的天数", "Days off the wished first day, and short of the wished gap"),
    ),
    Moves(
        "moves",
        ("项", "events"),
        ("相对已下发版本变动的任务数", "Events that leave their place in the issued version"),
    ),
    FinishDays(
        "finish_days",
        ("工作日", "workdays"),
        (
            "全年最后一项任务结束于第几个工作日",
            "Which workday of the year the last event ends on",
        ),
    ),
)


def measure(booked: Booked) -> Cost:
    """Return the whole objective vector of a plan."""
    return Cost(**{term.name: term.measure(booked) for term in TERMS})

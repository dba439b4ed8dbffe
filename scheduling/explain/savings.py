"""Differences of cost vectors, component by component, and in words."""

from __future__ import annotations

from dataclasses import fields

from scheduling.cost import Cost, Weights
from scheduling.words import counted

UNITS = {
    "unscheduled_points": ("未安排分", "unscheduled point"),
    "lapse_days": ("超期天", "lapse-day"),
    "overload_half_days": ("超负荷半天", "overload half-day"),
    "travel_km": ("公里路程", "km of travel"),
    "preference_days": ("偏好天", "preference-day"),
    "moves": ("次变动", "move"),
    "finish_days": ("结束工作日", "finish-day"),
}


def difference_of(new: Cost, old: Cost) -> Cost:
    """Return a cost vector less another one, component by component; negative is saved."""
    return Cost(**{f.name: getattr(new, f.name) - getattr(old, f.name) for f in fields(Cost)})


def costs_sentence(costs: Cost, weights: Weights) -> tuple[str, str]:
    """Return what a change saves and what it costs, in words; components without a weight go unsaid."""
    told = {name: getattr(costs, name) for name in UNITS if getattr(weights, name)}
    parts: list[tuple[str, str]] = []
    for words, sign in ((("减少", "saves"), -1), (("增加", "costs"), 1)):
        amounts = [(sign * value, UNITS[name]) for name, value in told.items() if sign * value > 0]
        if amounts:
            zh = "、".join(f"{amount} {unit[0]}" for amount, unit in amounts)
            en = ", ".join(counted(amount, unit[1]) for amount, unit in amounts)
            parts.append((f"{words[0]} {zh}", f"{words[1]} {en}"))
    if not parts:
        return ("总成本不变", "costs nothing")
    return ("；".join(zh for zh, _ in parts), "; ".join(en for _, en in parts))

"""Differences of cost vectors, component by component, and in words."""

from __future__ import annotations

from dataclasses import fields

from scheduling.cost import Cost

UNITS = {
    "unscheduled_points": ("未安排分", "unscheduled points"),
    "lapse_days": ("超期天", "lapse-days"),
    "overload_half_days": ("超负荷半天", "overload half-days"),
    "travel_km": ("公里路程", "km of travel"),
    "preference_days": ("偏好天", "preference-days"),
    "moves": ("次变动", "moves"),
    "finish_days": ("结束工作日", "finish-days"),
}


def difference_of(new: Cost, old: Cost) -> Cost:
    """Return a cost vector less another one, component by component; negative is saved."""
    return Cost(**{f.name: getattr(new, f.name) - getattr(old, f.name) for f in fields(Cost)})


def costs_sentence(costs: Cost) -> tuple[str, str]:
    """Return what a change saves and what it costs, in words."""
    changed = {name: getattr(costs, name) for name in UNITS if getattr(costs, name)}
    saved = [(-value, *UNITS[name]) for name, value in changed.items() if value < 0]
    added = [(value, *UNITS[name]) for name, value in changed.items() if value > 0]
    zh = [
        f"{word} {'、'.join(f'{n} {unit}' for n, unit, _ in part)}"
        for word, part in (("减少", saved), ("增加", added))
        if part
    ]
    en = [
        f"{word} {', '.join(f'{n} {unit}' for n, _, unit in part)}"
        for word, part in (("saves", saved), ("costs", added))
        if part
    ]
    return ("；".join(zh) or "总成本不变", "; ".join(en) or "costs nothing")

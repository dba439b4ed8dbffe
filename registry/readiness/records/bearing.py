"""
What of a team's facts bears on its rating on one day, and a hash of it.

Facts carry their days, and which of them are at hand depends on when somebody asks: the past holds only
what was true on the day. The hash is over what the day's rating rests on, so the same rating asked for now,
or from the past later on, has the same hash; a fact that changes it and nothing else does change it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any

from registry.codes import TaskState
from registry.equipment.conditions import GONE
from registry.periods import Period
from registry.readiness.facts import HeldFact, ItemFact, MemberFact, TeamFacts


def input_hash(facts: TeamFacts, on: date, task: TaskState) -> str:
    """Return the SHA-256 (hexadecimal) of what bears on a team's rating on a day for a task."""
    text = json.dumps(bearing(facts, on, task), ensure_ascii=False, separators=(",", ":"), default=str)
    return sha256(text.encode()).hexdigest()


def bearing(facts: TeamFacts, on: date, task: TaskState) -> dict[str, Any]:
    """Return what bears on a team's rating on a day for a task, in an order of its own; days are dates."""
    required = facts.required(task)
    return {
        "team": [facts.team, facts.state.value, facts.active_since],
        "posts": sorted([each.id, each.key, each.qualification or ""] for each in required.posts),
        "lines": sorted([each.kind, each.required, each.key] for each in required.lines),
        "members": sorted(_member(each, on) for each in facts.members if _holds(each.served, on)),
        "items": sorted(
            _item(each) for each in facts.items if each.held.contains(on) and each.state not in GONE
        ),
        "training": sorted([each.kind, each.weight, each.periodicity_days] for each in facts.training),
        "held": sorted(_held(each) for each in facts.held if each.on <= on),
        "findings": sorted(
            [each.id, each.severity.value, each.due_on]
            for each in facts.findings
            if each.found_on <= on and (each.closed_on is None or each.closed_on > on)
        ),
        "links": None if facts.links_proved is None else _come(facts.links_proved, on),
        "muster": None
        if facts.muster is None
        else [facts.muster.last_month, *_come(facts.muster.held_on, on)],
    }


def _come(days: Iterable[date], on: date) -> list[date]:
    return sorted({day for day in days if day <= on})


def _holds(periods: Iterable[Period], on: date) -> bool:
    return any(each.contains(on) for each in periods)


def _member(member: MemberFact, on: date) -> list[Any]:
    return [
        member.person,
        _holds(member.away, on),
        sorted({each.qualification for each in member.grants if each.period.contains(on)}),
        sorted({post for post, days in member.posts if days.contains(on)}),
        member.confirmed_on,
        member.proved,
    ]


def _item(item: ItemFact) -> list[Any]:
    return [
        item.id,
        item.kind,
        item.quantity,
        item.state.value,
        item.inspection_due_on or "",
        item.confirmed_on,
        item.proved,
    ]


def _held(held: HeldFact) -> list[Any]:
    return [
        held.id,
        held.on,
        sorted(held.kinds),
        held.passed,
        held.present,
        held.authorized,
        list(held.crew),
        ["?"] if held.takers is None else sorted(held.takers),
        held.proved,
    ]

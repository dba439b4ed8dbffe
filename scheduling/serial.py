"""Stable JSON of problems, plans, outcomes and progress: same value, same text, same hash."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter

from scheduling.outcome import Infeasible, Outcome, Planned, Progress, Unfinished
from scheduling.plan import Plan
from scheduling.problem import Problem

_PROBLEM: TypeAdapter[Problem] = TypeAdapter(Problem)
_PLAN: TypeAdapter[Plan] = TypeAdapter(Plan)
_PROGRESS: TypeAdapter[Progress] = TypeAdapter(Progress)
_OUTCOMES: dict[str, TypeAdapter[Any]] = {
    "planned": TypeAdapter(Planned),
    "infeasible": TypeAdapter(Infeasible),
    "unfinished": TypeAdapter(Unfinished),
}

Serializable = Problem | Plan | Progress | Outcome


def to_data(value: Serializable) -> dict[str, Any]:
    """Return a value as JSON-ready data; sets are sorted, an outcome carries its `type`."""
    for adapter, kind in ((_PROBLEM, Problem), (_PLAN, Plan), (_PROGRESS, Progress)):
        if isinstance(value, kind):
            return dict(_sorted_sets(value, adapter))
    name = type(value).__name__.lower()
    return {"type": name, **_sorted_sets(value, _OUTCOMES[name])}


def to_json(value: Serializable) -> str:
    """Return stable JSON: keys sorted, sets sorted, no white space, characters as they are."""
    return json.dumps(to_data(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def problem_from_json(text: str | bytes) -> Problem:
    """Read a problem; raises pydantic's `ValidationError` or `InvalidProblem`."""
    return _PROBLEM.validate_json(text)


def plan_from_json(text: str | bytes) -> Plan:
    """Read a plan; raises pydantic's `ValidationError`."""
    return _PLAN.validate_json(text)


def progress_from_json(text: str | bytes) -> Progress:
    """Read a progress report; raises pydantic's `ValidationError`."""
    return _PROGRESS.validate_json(text)


def outcome_from_json(text: str | bytes) -> Outcome:
    """Read an outcome by its `type`; raises `ValidationError`, or `KeyError` for an unknown type."""
    data = json.loads(text)
    outcome: Outcome = _OUTCOMES[data.pop("type")].validate_json(json.dumps(data))
    return outcome


def input_hash(problem: Problem) -> str:
    """Return the SHA-256 of a problem's stable JSON, in hexadecimal."""
    return sha256(to_json(problem).encode()).hexdigest()


def _sorted_sets(value: Serializable, adapter: TypeAdapter[Any]) -> dict[str, Any]:
    data: dict[str, Any] = adapter.dump_python(value)
    converted: dict[str, Any] = plain(data)
    return converted


def plain(value: Any) -> Any:
    """Return a dumped value with sets sorted and dates as text."""
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(entry) for entry in value)
    return value.isoformat() if hasattr(value, "isoformat") else value

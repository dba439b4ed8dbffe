"""
Stable JSON of problems, plans, outcomes and progress: same value, same text, same hash.

Documents name their format at the top. Without one they were written before formats existed, and are read
all the same; in such a problem `precedence` may hold pairs. Fields the form does not know are refused, and
so are names given twice: what was misspelled must not be lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import is_dataclass
from hashlib import sha256
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from scheduling import cost, outcome, plan, problem, spans
from scheduling.errors import Fault, InvalidDocument, InvalidProblem
from scheduling.form.bounds import all_bounded
from scheduling.form.faults import syntax, told
from scheduling.outcome import Infeasible, Outcome, Planned, Progress, Unfinished
from scheduling.plan import Plan
from scheduling.problem import Problem

PROBLEM_FORMAT = "muster-problem/1"
PLAN_FORMAT = "muster-plan/1"
OUTCOME_FORMAT = "muster-outcome/1"
FORMATS: dict[type, str] = {Problem: PROBLEM_FORMAT, Plan: PLAN_FORMAT}
OUTCOMES: dict[str, type] = {"planned": Planned, "infeasible": Infeasible, "unfinished": Unfinished}


def _made_strict(kind: Any) -> None:
    """Make pydantic refuse what it would else convert or pass over."""
    kind.__pydantic_config__ = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


for _module in (problem, spans, plan, cost, outcome):
    for _kind in vars(_module).values():
        if isinstance(_kind, type) and is_dataclass(_kind):
            # Said here, not there: how JSON is read is no affair of the values themselves.
            _made_strict(_kind)

ADAPTERS: dict[type, TypeAdapter[Any]] = {
    kind: TypeAdapter(kind) for kind in (Problem, Plan, Progress, *OUTCOMES.values())
}
Serializable = Problem | Plan | Progress | Outcome
Value = TypeVar("Value")


def to_data(value: Serializable) -> dict[str, Any]:
    """Return a value as JSON-ready data with its format; sets are sorted, an outcome carries its `type`."""
    kind = type(value)
    data: dict[str, Any] = plain(ADAPTERS[kind].dump_python(value))
    if kind in FORMATS:
        return {"format": FORMATS[kind], **data}
    if kind is Progress:
        return data
    return {"format": OUTCOME_FORMAT, "type": kind.__name__.lower(), **data}


def to_json(value: Serializable) -> str:
    """Return stable JSON: keys sorted, sets sorted, no white space, characters as they are."""
    return json.dumps(to_data(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def problem_from_json(text: str | bytes) -> Problem:
    """Read a problem; raises `InvalidProblem` with everything that is wrong in it."""
    try:
        data = _document(text, PROBLEM_FORMAT)
        if "format" not in data and isinstance(data.get("precedence"), list):
            data["precedence"] = [_link(entry) for entry in data["precedence"]]
        return _read(Problem, data)
    except InvalidProblem:
        raise
    except InvalidDocument as error:
        raise InvalidProblem.of(error.faults) from None


def plan_from_json(text: str | bytes) -> Plan:
    """Read a plan; raises `InvalidDocument`. Whether it fits a problem is the verifier's to say."""
    return _read(Plan, _document(text, PLAN_FORMAT))


def progress_from_json(text: str | bytes) -> Progress:
    """Read a progress report; raises `InvalidDocument`."""
    return _read(Progress, _parsed(text))


def outcome_from_json(text: str | bytes) -> Outcome:
    """Read an outcome by its `type`; raises `InvalidDocument`."""
    data = _document(text, OUTCOME_FORMAT)
    kind = OUTCOMES.get(str(data.pop("type", None)))
    if kind is None:
        raise InvalidDocument("type", f"must be one of {', '.join(map(repr, OUTCOMES))}")
    found: Outcome = _read(kind, data)
    return found


def format_of(text: str | bytes) -> str | None:
    """Return the format a document names, None if it names none; raises `InvalidDocument`."""
    found = _parsed(text).get("format")
    return None if found is None else str(found)


def input_hash(problem: Problem) -> str:
    """Return the SHA-256 of a problem's stable JSON, in hexadecimal."""
    return sha256(to_json(problem).encode()).hexdigest()


def _document(text: str | bytes, expected: str) -> dict[str, Any]:
    data = _parsed(text)
    found = data.get("format", expected)
    if found != expected:
        raise InvalidDocument("format", f"must be {expected!r}, not {found!r}")
    return data


def _parsed(text: str | bytes) -> dict[str, Any]:
    try:
        data = json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise InvalidDocument.of([syntax(error)]) from None
    except UnicodeDecodeError:
        raise InvalidDocument("", "must be a text in UTF-8") from None
    except (RecursionError, ValueError) as error:
        raise InvalidDocument("", f"not JSON that can be read: {error}") from None
    if not isinstance(data, dict):
        raise InvalidDocument("", "must be an object")
    return data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in data if names.count(name) > 1)
        raise InvalidDocument(twice, "must be given once")
    return data


def _link(entry: Any) -> Any:
    if isinstance(entry, list) and len(entry) == 2:
        return {"before": entry[0], "after": entry[1]}
    return entry


def _read(kind: Callable[..., Value], data: dict[str, Any]) -> Value:
    root: Any = kind
    fields = {name: value for name, value in data.items() if name not in ("format", "$schema")}
    try:
        value: Value = ADAPTERS[root].validate_json(json.dumps(fields))
    except ValidationError as error:
        raise InvalidDocument.of([told(found, root) for found in error.errors()]) from None
    faults: list[Fault] = [] if root in (Problem, Progress) else list(all_bounded("", value))
    if faults:
        raise InvalidDocument.of(faults)
    return value


def plain(value: Any) -> Any:
    """Return a dumped value with sets sorted and dates as text."""
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(entry) for entry in value)
    return value.isoformat() if hasattr(value, "isoformat") else value

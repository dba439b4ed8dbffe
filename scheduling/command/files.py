"""Documents from files and into them; whatever is wrong with one is an `Unreadable` that names the file."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from scheduling.errors import InvalidDocument, SchedulingError
from scheduling.outcome import Infeasible, Planned
from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.serial import (
    OUTCOME_FORMAT,
    format_of,
    outcome_from_json,
    plan_from_json,
    problem_from_json,
)

Value = TypeVar("Value")


class Unreadable(SchedulingError):
    """A file cannot be read or does not hold what it should; `lines` say so, one for each fault."""

    def __init__(self, name: str, rules: tuple[str, ...]) -> None:
        self.lines = tuple(f"{name}: {rule}" for rule in rules)
        super().__init__("\n".join(self.lines))


def read_problem(name: str) -> Problem:
    """Read a problem; raises `Unreadable`."""
    return _understood(name, problem_from_json)


def read_plan(name: str) -> Plan:
    """Read a plan, or the plan of an outcome; raises `Unreadable`."""
    return _understood(name, _plan)


def writable(name: str | None) -> str | None:
    """Return the name of a file to be, before hours are spent on what goes into it; raises `Unreadable`."""
    if name is not None and not Path(name).absolute().parent.is_dir():
        raise Unreadable(name, ("cannot be written: its folder does not exist",))
    return name


def write(data: dict[str, Any], name: str | None) -> None:
    """Write a document to a file, or to standard output; raises `Unreadable`."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
    if name is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    try:
        packed = gzip.compress(text.encode(), mtime=0) if name.endswith(".gz") else text.encode()
        Path(name).write_bytes(packed)
    except OSError as error:
        raise Unreadable(name, (f"cannot be written: {error.strerror}",)) from None


def content(name: str) -> bytes:
    """Return what a file holds, unpacked; ``-`` is standard input. Raises `Unreadable`."""
    try:
        found = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return gzip.decompress(found) if name.endswith(".gz") else found
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or "not a packed file"
        raise Unreadable(name, (f"cannot be read: {reason}",)) from None


def _understood(name: str, read: Callable[[bytes], Value]) -> Value:
    try:
        return read(content(name))
    except InvalidDocument as error:
        raise Unreadable(name, tuple(map(str, error.faults))) from None


def _plan(text: bytes) -> Plan:
    if format_of(text) != OUTCOME_FORMAT:
        return plan_from_json(text)
    outcome = outcome_from_json(text)
    plan = None if isinstance(outcome, Infeasible) else _found(outcome)
    if plan is None:
        raise InvalidDocument("", "must hold a plan, this outcome has none")
    return plan


def _found(outcome: Any) -> Plan | None:
    plan: Plan | None = outcome.plan if isinstance(outcome, Planned) else outcome.best
    return plan

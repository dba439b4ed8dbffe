"""Holds values against the bounds of the form's table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from scheduling.errors import Fault
from scheduling.form.fields import FIELDS

_BOUNDED = {
    kind: [(name, f) for name, f in known.items() if (f.least, f.most, f.entries) != (None, None, None)]
    for kind, known in FIELDS.items()
}


def bounded(path: str, value: object) -> Iterator[Fault]:
    """Yield what one value's own fields break; fields of values inside it are not looked at."""
    for name, field in _BOUNDED[type(value).__name__]:
        found = getattr(value, name)
        if found is None:
            continue
        if field.entries is not None and len(found) < field.entries:
            least = (
                f"must have at least {field.entries} entries" if field.entries > 1 else "must not be empty"
            )
            yield Fault(_inside(path, name), least)
        if field.least is not None and found < field.least:
            yield Fault(_inside(path, name), f"must be >= {field.least}")
        if field.most is not None and found > field.most:
            yield Fault(_inside(path, name), f"must be <= {field.most}")


def all_bounded(path: str, value: Any) -> Iterator[Fault]:
    """Yield what a value and everything in it breaks."""
    if isinstance(value, tuple):
        for i, entry in enumerate(value):
            yield from all_bounded(f"{path}[{i}]", entry)
    elif is_dataclass(value):
        yield from bounded(path, value)
        for field in fields(value):
            yield from all_bounded(_inside(path, field.name), getattr(value, field.name))


def _inside(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name

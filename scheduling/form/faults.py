"""What a reader found wrong in a document, told as path and rule: one line each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

from pydantic_core import ErrorDetails

from scheduling.errors import Fault

_RULES: dict[str, str] = {
    "missing": "must be given",
    "missing_argument": "must be given",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "bool_type": "must be true or false",
    "string_type": "must be a text",
    "string_unicode": "must be a text in UTF-8",
    "date_type": "must be a date (YYYY-MM-DD)",
    "date_parsing": "must be a date (YYYY-MM-DD)",
    "date_from_datetime_parsing": "must be a date (YYYY-MM-DD)",
    "date_from_datetime_inexact": "must be a date (YYYY-MM-DD)",
    "tuple_type": "must be an array",
    "list_type": "must be an array",
    "frozen_set_type": "must be an array",
    "dataclass_type": "must be an object",
    "dataclass_exact_type": "must be an object",
}
_WITH_CONTEXT: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "enum": lambda context: f"must be one of {context['expected']}",
    "too_long": lambda context: f"must have {context['max_length']} entries",
    "too_short": lambda context: f"must have {context['min_length']} entries",
}
_UNKNOWN = {"unexpected_keyword_argument", "extra_forbidden"}


def told(error: ErrorDetails, root: type) -> Fault:
    """Return what pydantic found as a fault of a document whose top level is the dataclass `root`."""
    path, kind = path_of(error["loc"]), error["type"]
    if kind in _UNKNOWN:
        *place, name = error["loc"]
        return Fault(path, _unknown(str(name), _kind_at(root, place)))
    if kind in _WITH_CONTEXT:
        return Fault(path, _WITH_CONTEXT[kind](error.get("ctx", {})))
    return Fault(path, _RULES.get(kind, error["msg"]))


def path_of(location: tuple[int | str, ...]) -> str:
    """Return a location as written in Python: ``events[12].duration_days``."""
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def syntax(error: json.JSONDecodeError) -> Fault:
    """Return where a text stops being JSON."""
    return Fault("", f"not JSON at line {error.lineno}, column {error.colno}: {error.msg}")


def _unknown(name: str, kind: Any) -> str:
    known = [field.name for field in fields(kind)] if is_dataclass(kind) else []
    close = get_close_matches(name, known, 1)
    return (
        f"is not a field of the form, did you mean {close[0]!r}?" if close else "is not a field of the form"
    )


def _kind_at(kind: Any, location: Iterable[int | str]) -> Any:
    """Return the type that stands at a location below `kind`, for a hint; whatever it is."""
    for step in location:
        if isinstance(step, int):
            entries = get_args(kind)
            kind = entries[0] if entries[-1] is Ellipsis or step >= len(entries) else entries[step]
        else:
            kind = get_type_hints(kind)[step]
        if isinstance(kind, UnionType):
            kind = next(entry for entry in get_args(kind) if entry is not NoneType)
    return kind

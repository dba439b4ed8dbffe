"""Answers that are no documents of their own kind, as JSON-ready data under a format of their own."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.serial import to_data
from scheduling.words import Words


def data_of(value: Any) -> Any:
    """
    Return any value of the planner as JSON-ready data.

    Words are ``{"zh": …, "en": …}``, days ISO dates, sets sorted arrays; problems and plans are the documents
    they are elsewhere.
    """
    if isinstance(value, Problem | Plan):
        return to_data(value)
    if isinstance(value, Words):
        return {"zh": value.zh, "en": value.en}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: data_of(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(key): data_of(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [data_of(entry) for entry in value]
    if isinstance(value, set | frozenset):
        return sorted(data_of(entry) for entry in value)
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def kind_of(value: object) -> str:
    """Return the name of a value's type in small letters, as in ``more_units``."""
    name = type(value).__name__
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")

"""Spans of calendar days, and what holds in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Window:
    """Calendar days `first` to `last`, both included, and why they matter (zh / en, shown to people)."""

    first: date
    last: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DayCap:
    """At most `days` workdays with an event of one crew from `first` to `last`, both included."""

    first: date
    last: date
    days: int


@dataclass(frozen=True, slots=True)
class Reduction:
    """Only `capacity` units of a resource are there from `first` to `last`, both included."""

    first: date
    last: date
    capacity: int

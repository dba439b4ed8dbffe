"""
What people ask about a plan: why not, what would help, what clashes, and what costs the year most.

Reading order: `barriers` (what takes which starts), `reasons` (`why`), `changes` and `remedy` (`remedies`),
`clash` and `conflicts` (`conflict_of`), `congestion` and `bottleneck` (`bottlenecks`).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from scheduling.explain.barrier import Kind
from scheduling.explain.change_words import AnyChange, change_words
from scheduling.explain.conflicts import Compatible, Undecided, conflict_of, place_locked
from scheduling.explain.explanation import Exclusion, Explanation, Nearest, Obstacle
from scheduling.explain.reasons import explain, why
from scheduling.explain.remedy import Remedy, remedies

if TYPE_CHECKING:
    from scheduling.explain.bottleneck import Bottleneck, bottlenecks

_WITH_SEARCH = ("Bottleneck", "bottlenecks")


def __getattr__(name: str) -> Any:
    if name in _WITH_SEARCH:
        return getattr(import_module("scheduling.explain.bottleneck"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "AnyChange",
    "Bottleneck",
    "Compatible",
    "Exclusion",
    "Explanation",
    "Kind",
    "Nearest",
    "Obstacle",
    "Remedy",
    "Undecided",
    "bottlenecks",
    "change_words",
    "conflict_of",
    "explain",
    "place_locked",
    "remedies",
    "why",
]

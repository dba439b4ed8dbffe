"""
What people ask about a plan: why not, what would help, what clashes, and what costs the year most.

Reading order: `barriers` (what takes which starts), `reasons` (`why`), `conflicts` (what clashes).
"""

from __future__ import annotations

from scheduling.explain.barrier import Kind
from scheduling.explain.conflicts import Compatible, Undecided, conflict_of, place_locked
from scheduling.explain.explanation import Exclusion, Explanation, Nearest, Obstacle
from scheduling.explain.reasons import explain, why

__all__ = [
    "Compatible",
    "Exclusion",
    "Explanation",
    "Kind",
    "Nearest",
    "Obstacle",
    "Undecided",
    "conflict_of",
    "explain",
    "place_locked",
    "why",
]

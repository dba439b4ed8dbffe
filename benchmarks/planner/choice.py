"""Which years the planner is measured on, by name or by file."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

from benchmarks.planner.city import City
from benchmarks.planner.convert import converted
from benchmarks.planner.seeded import seeded_city
from benchmarks.planner.stored import CITIES, stored_problem
from scheduling.problem import Problem
from scheduling.serial import problem_from_json

MADE: dict[str, Callable[[], Problem]] = {
    "seeded": seeded_city,
    "grown": lambda: City().problem(),
    "grown-tight": lambda: City(tight=True).problem(),
}


def names() -> list[str]:
    """Return the instances that come with the project: the stored ones, then those made on the spot."""
    return [*CITIES, *MADE]


def chosen(name: str) -> Problem:
    """
    Return an instance by name, or the problem in a file: this project's JSON (or gzipped), or an older city.

    Raises `FileNotFoundError` for what is neither.
    """
    if name in MADE:
        return MADE[name]()
    if name in CITIES:
        return stored_problem(name)
    path = Path(name)
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return converted(path) if "teams" in json.loads(text) else problem_from_json(text)

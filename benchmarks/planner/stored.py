"""The instances that are kept here: two cities, each with the best plan of its time (see `convert`)."""

from __future__ import annotations

import gzip
from pathlib import Path

from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.serial import plan_from_json, problem_from_json

INSTANCES = Path(__file__).parent / "instances"
CITIES = ("city-ordinary", "city-tight")


def stored_problem(name: str) -> Problem:
    """Return the problem of a stored instance, one of `CITIES`."""
    return problem_from_json(gzip.decompress((INSTANCES / f"{name}.problem.json.gz").read_bytes()))


def stored_plan(name: str) -> Plan:
    """Return the best plan known when the instance was stored; not a proven best."""
    return plan_from_json(gzip.decompress((INSTANCES / f"{name}.plan.json.gz").read_bytes()))

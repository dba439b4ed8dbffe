"""
PyJobShop on one project: JSON on standard input, JSON on standard output.

In: `durations`, `demands` (units of each resource, by job), `capacities`, `before` (pairs of jobs),
`seconds`, `workers`. Out: `finish`, `bound`, `optimal`, `seconds` of its solver, `megabytes`.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from math import ceil
from typing import Any


def solved(asked: dict[str, Any]) -> dict[str, Any]:
    """Return what PyJobShop finds for a project, with its default settings."""
    from pyjobshop import Model  # noqa: PLC0415 -- only the peers' environment has it

    model = Model()
    pools = [model.add_renewable(capacity) for capacity in asked["capacities"]]
    tasks = []
    for duration, demands in zip(asked["durations"], asked["demands"], strict=True):
        task = model.add_task()
        used = [i for i, demand in enumerate(demands) if demand]
        model.add_mode(task, [pools[i] for i in used], duration, demands=[demands[i] for i in used])
        tasks.append(task)
    for before, after in asked["before"]:
        model.add_end_before_start(tasks[before], tasks[after])
    began = time.monotonic()
    result = model.solve(time_limit=asked["seconds"], display=False, num_workers=asked["workers"])
    seconds = time.monotonic() - began
    status = str(getattr(result.status, "name", result.status)).upper()
    found = status in ("OPTIMAL", "FEASIBLE")
    return {
        "finish": round(result.objective) if found else None,
        "bound": ceil((result.lower_bound or 0) - 1e-6),
        "optimal": status == "OPTIMAL",
        "seconds": seconds,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


if __name__ == "__main__":
    print(json.dumps(solved(json.load(sys.stdin))))

"""One instance, ours and the peer's: what each found, against the best value published."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.peers.child import PYTHON, ask
from benchmarks.psplib.reading import BestKnown, read_best_known, read_problem
from scheduling import Planned, Problem, plan_year, verify

SETS = ("j30", "j60", "j90", "j120")


@dataclass(frozen=True, slots=True)
class Found:
    """A makespan with the proven bound, in periods, and the seconds it took."""

    finish: int
    bound: int
    proven: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One instance: what is published, what we found, and what the peer found if it was asked."""

    name: str
    best: BestKnown
    ours: Found
    peer: Found | None


def instances(folder: Path, only: tuple[str, ...]) -> Iterator[tuple[str, Path, BestKnown]]:
    """Yield (set, file, published values) of the files a folder has published values for."""
    for name in SETS:
        table = folder / f"{name}-best-known.csv"
        if not table.exists() or (only and name not in only):
            continue
        published = read_best_known(table)
        for stem in sorted(published, key=lambda s: [int(part) for part in s[1:].split("_")]):
            path = folder / f"{stem}.sm"
            if path.exists():
                yield name, path, published[stem]


def ours(problem: Problem, seconds: float, workers: int, seed: int) -> Found:
    """Return what the planner finds, as judged by its verifier; a plan that leaves out or errs is none."""
    began = time.monotonic()
    outcome = plan_year(problem, seconds=seconds, workers=workers, seed=seed)
    took = time.monotonic() - began
    if not isinstance(outcome, Planned):
        raise TypeError(f"{problem.id}: no plan")
    judged = verify(problem, outcome.plan)
    if judged.violations or judged.cost.unscheduled_points:
        raise ValueError(f"{problem.id}: {judged.violations or 'jobs left out'}")
    return Found(judged.cost.finish_days, outcome.bound, outcome.proven_optimal, took)


def peers(problem: Problem, seconds: float, workers: int, python: Path = PYTHON) -> Found | None:
    """Return what PyJobShop finds on the same project, None if nothing; raises `PeerMissing`."""
    answer = ask("pyjobshop_peer.py", project(problem, seconds, workers), seconds=seconds, python=python)
    data = answer.data
    if data["finish"] is None:
        return None
    return Found(data["finish"], data["bound"], data["optimal"], data["seconds"])


def project(problem: Problem, seconds: float, workers: int) -> dict[str, Any]:
    """Return a project-like problem as the peer's script reads it."""
    number = {event.id: i for i, event in enumerate(problem.events)}
    pools = {resource.id: i for i, resource in enumerate(problem.resources)}
    demands = [[0] * len(pools) for _ in number]
    for event in problem.events:
        for need in event.needs:
            (option,) = need.options
            demands[number[event.id]][pools[option.resource]] += option.quantity
    return {
        "durations": [event.duration_days for event in problem.events],
        "demands": demands,
        "capacities": [resource.capacity for resource in problem.resources],
        "before": [[number[link.before], number[link.after]] for link in problem.precedence],
        "seconds": seconds,
        "workers": workers,
    }


def measured(
    path: Path, best: BestKnown, *, seconds: float, workers: int, seed: int, python: Path | None
) -> Measured:
    """Measure one instance, with the peer if its environment is given."""
    problem = read_problem(path)
    found = ours(problem, seconds, workers, seed)
    other = peers(problem, seconds, workers, python) if python else None
    return Measured(path.stem, best, found, other)

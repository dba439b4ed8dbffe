"""Contenders on one instance, each in its own process, scored by our verifier; and the table of it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from benchmarks.peers.child import PYTHON, PeerMissing, ask
from benchmarks.planner.timefold_form import Form
from scheduling.compiled import Compiled
from scheduling.cost import Cost
from scheduling.design import design
from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.serial import plan_from_json, to_data
from scheduling.verify import verify

WAYS = {
    "greedy": "spreadsheet, best of its orders",
    "intervals": "CP-SAT, intervals",
    "binary": "CP-SAT, 0-1",
    "timefold": "Timefold",
    "ours": "ours",
}
HEAD = (
    "instance",
    "way",
    "of the spreadsheet's",
    "total (M)",
    "points, lapse-days, overload, km, preference, moves, finish",
    "broken",
    "bound (M)",
    "gap",
    "first plan (s)",
    "seconds",
    "memory (MB)",
)


@dataclass(frozen=True, slots=True)
class Score:
    """What one way made of an instance, as the verifier judges it; no `cost` if it found no plan."""

    instance: str
    way: str
    cost: Cost | None = None
    total: int | None = None
    broken: int = 0
    bound: int | None = None
    first_seconds: float | None = None
    seconds: float = 0.0
    megabytes: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Effort:
    """The same for every way: seconds of search, cores, and the seed of what is left to chance."""

    seconds: float
    workers: int
    seed: int
    python: Path = PYTHON


def scored(name: str, way: str, problem: Problem, effort: Effort) -> Score:
    """Run one way on an instance and judge its plan; what cannot be run here is noted."""
    try:
        found = _timefold(problem, effort) if way == "timefold" else _contender(way, problem, effort)
    except PeerMissing as missing:
        return Score(name, way, note=str(missing))
    times = {key: found.get(key) for key in ("bound", "first_seconds", "seconds", "megabytes")}
    plan: Plan | None = found["plan"]
    if plan is None:
        return Score(name, way, note="no plan found", **times)
    judged = verify(problem, plan)
    total = judged.cost.total(problem.weights)
    return Score(name, way, judged.cost, total, len(judged.violations), **times)


def row(score: Score, greedy: int | None) -> tuple[str, ...]:
    """Return the cells of one score, `greedy` being the spreadsheet's total."""
    if score.cost is None or score.total is None:
        blank = ["-"] * (len(HEAD) - 3)
        return (score.instance, WAYS[score.way], score.note or "-", *blank)
    gap = None if score.bound is None else max(0, score.total - score.bound) / max(1, score.total)
    return (
        score.instance,
        WAYS[score.way],
        "-" if not greedy else f"{score.total / greedy:.3f}",
        f"{score.total / 1e6:.3f}",
        " / ".join(str(getattr(score.cost, field.name)) for field in fields(Cost)),
        str(score.broken),
        "-" if score.bound is None else f"{score.bound / 1e6:.3f}",
        "-" if gap is None else f"{gap:.1%}",
        "-" if score.first_seconds is None else f"{score.first_seconds:.1f}",
        f"{score.seconds:.0f}",
        str(score.megabytes),
    )


def rows(scores: Sequence[Score]) -> list[tuple[str, ...]]:
    """Return the cells of many scores, each beside the spreadsheet's total on its instance."""
    greedy = {score.instance: score.total for score in scores if score.way == "greedy"}
    return [row(score, greedy.get(score.instance)) for score in scores]


def _contender(way: str, problem: Problem, effort: Effort) -> dict[str, Any]:
    asked = {
        "problem": to_data(problem),
        "seconds": effort.seconds,
        "workers": effort.workers,
        "seed": effort.seed,
    }
    with tempfile.TemporaryFile("w+", encoding="utf-8") as question:
        json.dump(asked, question)
        question.seek(0)
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.planner.contender", way],
            stdin=question,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise PeerMissing(f"{way} failed: {(done.stderr.strip().splitlines() or ['no message'])[-1]}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    plan = found["plan"]
    return found | {"plan": None if plan is None else plan_from_json(json.dumps(plan))}


def _timefold(problem: Problem, effort: Effort) -> dict[str, Any]:
    view = Compiled(problem, design(problem, seed=effort.seed))
    form = Form(view)
    answer = ask("timefold_peer.py", form.data(effort.seconds), seconds=effort.seconds, python=effort.python)
    places = dict(form.place(*placed) for placed in answer.data["placed"])
    data = answer.data
    if data["hard"]:
        print(f"    Timefold itself counts {-data['hard']} broken", file=sys.stderr, flush=True)
    return {
        "plan": view.plan_of(places),
        "first_seconds": data["first_seconds"],
        "seconds": data["seconds"],
        "megabytes": answer.megabytes,
    }

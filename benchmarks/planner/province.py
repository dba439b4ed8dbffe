"""
Plan a province by parts and compare it with the spreadsheet's best of six orders.

    python -m benchmarks.planner.province --file province.json [--seconds 600] [--workers 2] [--seed 0]
        [--greedy 339587283] [--write times.json --machine "two cores of …"]

The spreadsheet takes some minutes; `--greedy` gives its total if it is known. Prints the first plan, the
total at marks as a share of the spreadsheet's, violations, bound, gap and peak memory; `--write` keeps the
measured times of the tasks for `benchmarks.planner.nation`.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.planner.convert import converted
from benchmarks.planner.greedy import best_of
from benchmarks.planner.memory import Peak
from scheduling import Plan, Planned, Problem, Progress, plan_year, verify
from scheduling.compiled import Compiled
from scheduling.design import design
from scheduling.scale.executor import Closing, Keyed
from scheduling.scale.large import work
from scheduling.scale.processes import Processes
from scheduling.scale.proof import Question
from scheduling.scale.task import Task
from scheduling.serial import problem_from_json

MARKS = (10, 30, 60, 120, 300, 600, 1200, 1800, 3600)


class Timed(Closing):
    """Processes that note how long each task took from being handed in to its answer."""

    def __init__(self, workers: int) -> None:
        self._inner = Processes(work, workers)
        self._begun: dict[str, float] = {}
        self.times: list[dict[str, Any]] = []

    @property
    def width(self) -> int:
        """As many as there are workers."""
        return self._inner.width

    @property
    def busy(self) -> int:
        """As many as the processes have."""
        return self._inner.busy

    def submit(self, task: Keyed) -> None:
        """Note the time and hand on."""
        self._begun[task.key] = time.monotonic()
        self._inner.submit(task)

    def next(self, timeout_seconds: float) -> tuple[Keyed, Any] | None:
        """Hand on and note the time."""
        done = self._inner.next(timeout_seconds)
        if done is not None:
            took = time.monotonic() - self._begun[done[0].key]
            self.times.append(_noted(done[0], done[1], took))
        return done

    def close(self) -> None:
        """End the processes."""
        self._inner.close()


def _noted(task: Keyed, answer: Any, took: float) -> dict[str, Any]:
    if isinstance(task, Question):
        return {"kind": "bound", "events": len(task.problem.events), "seconds": round(took, 2)}
    assert isinstance(task, Task)
    events = len(task.part.problem.events) - len(task.part.held)
    return {
        "kind": "part" if task.question else "again",
        "events": events,
        "seconds": round(took, 2),
        "asked": round(task.seconds, 2),
        "gain": answer.before - answer.after,
    }


class Marks:
    """Prints the best total at given seconds as a share of the baseline's."""

    def __init__(self, baseline: int) -> None:
        self._baseline, self._left, self._best = baseline, list(MARKS), 0
        self.first: float | None = None

    def __call__(self, report: Progress, plan: Plan | None) -> None:
        """Take one report."""
        while self._best and self._left and report.seconds > self._left[0]:
            self._show(f"{self._left.pop(0)} s", report)
        if self.first is None and plan is not None:
            self.first = report.seconds
            self._best = report.incumbent or 0
            self._show(f"first plan {report.seconds:.1f} s", report)
        self._best = report.incumbent or self._best

    def _show(self, label: str, report: Progress) -> None:
        bound = report.bound or 0
        gap = (self._best - bound) / max(1, self._best)
        print(
            f"  {label:>18} {self._best / 1e6:9.3f} M = {self._best / self._baseline:6.1%} of the"
            f" spreadsheet's, bound {bound / 1e6:.3f} M, gap {gap:.1%}, left out {report.unscheduled}",
            flush=True,
        )


def _problem(file: Path) -> Problem:
    if b'"sessions"' in file.read_bytes()[:5_000_000]:
        return converted(file)
    return problem_from_json(file.read_bytes())


def _peak_mb(who: int) -> int:
    return resource.getrusage(who).ru_maxrss // 1024


def main() -> None:
    """Run both and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--file", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--greedy", type=int)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--machine", default="")
    arguments = parser.parse_args()
    problem = _problem(arguments.file)
    print(f"{problem.id}: {len(problem.crews)} crews, {len(problem.events)} events")
    baseline = arguments.greedy
    if baseline is None:
        began = time.monotonic()
        _, totals = best_of(problem, arguments.seed)
        baseline = min(totals.values())
        print(f"spreadsheet, best order: {baseline} in {time.monotonic() - began:.0f} s")
    phases = _phases(problem, arguments.seed)
    marks, executor = Marks(baseline), Timed(arguments.workers)
    with Peak() as peak:
        outcome = plan_year(
            problem,
            seed=arguments.seed,
            seconds=arguments.seconds,
            workers=arguments.workers,
            executor=executor,
            on_progress=marks,
        )
    if not isinstance(outcome, Planned):
        print(outcome)
        return
    _conclude(problem, outcome, baseline)
    own, each = _peak_mb(resource.RUSAGE_SELF), _peak_mb(resource.RUSAGE_CHILDREN)
    print(f"  peak memory {peak.megabytes} MB together; at most {own} MB here, {each} MB in a worker")
    if arguments.write:
        measured = {
            "machine": arguments.machine,
            "date": datetime.now(UTC).date().isoformat(),
            "events": len(problem.events),
            "workers": arguments.workers,
            "seconds": arguments.seconds,
            "megabytes": peak.megabytes,
            "share": round(outcome.plan.cost.total(problem.weights) / baseline, 3),
            "phases": {**phases, "first_plan": round(marks.first or 0.0, 2)},
            "tasks": executor.times,
        }
        arguments.write.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


def _phases(problem: Problem, seed: int) -> dict[str, float]:
    """Return what the serial steps take: design, indexing, judging."""
    began = time.monotonic()
    designed = design(problem, seed=seed)
    after_design = time.monotonic()
    view = Compiled(problem, designed)
    compiled_at = time.monotonic()
    verify(problem, view.plan_of({}))
    phases = {"design": after_design - began, "index": compiled_at - after_design}
    print(f"  design {phases['design']:.1f} s, indexing {phases['index']:.1f} s")
    return {name: round(seconds, 2) for name, seconds in phases.items()}


def _conclude(problem: Problem, outcome: Planned, baseline: int) -> None:
    began = time.monotonic()
    judged = verify(problem, outcome.plan)
    total = judged.cost.total(problem.weights)
    gap = (total - outcome.bound) / max(1, total)
    print(
        f"  end after {outcome.seconds:.0f} s: {total / 1e6:.3f} M = {total / baseline:.1%} of the"
        f" spreadsheet's, {len(judged.violations)} violations (judged in {time.monotonic() - began:.1f} s),"
        f" bound {outcome.bound / 1e6:.3f} M, gap {gap:.1%}"
    )
    print(f"  {judged.cost}")
    for component in outcome.components:
        print(f"    {component.name}: {component.value}, at least {component.bound}")


if __name__ == "__main__":
    main()

"""
Compare the planner with the spreadsheet baseline on one city; without a choice, on the seeded one.

    python -m benchmarks.planner [--built-in | --tight | --file city.json | --problem problem.json]
        [--seconds 60] [--workers 2] [--seed 0]
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

from benchmarks.planner.city import City
from benchmarks.planner.convert import converted
from benchmarks.planner.greedy import best_of
from benchmarks.planner.seeded import seeded_city
from scheduling import Plan, Problem, Progress, plan_year, verify
from scheduling.serial import problem_from_json


def show(label: str, problem: Problem, plan: Plan, seconds: float) -> None:
    """Print what the verifier says of a plan."""
    judged = verify(problem, plan)
    total, cost = judged.cost.total(problem.weights), judged.cost
    vector = (
        cost.unscheduled_points,
        cost.lapse_days,
        cost.overload_half_days,
        cost.travel_km,
        cost.preference_days,
    )
    print(f"{label:28} {total / 1e6:9.3f} M {vector} violations {len(judged.violations)}, {seconds:.1f} s")


def chosen(arguments: argparse.Namespace) -> Problem:
    """Return the problem the command line asks for: a file of either form, a made-up city, or the seeds'."""
    if arguments.problem:
        return problem_from_json(arguments.problem.read_bytes())
    if arguments.file:
        return converted(arguments.file)
    made_up = arguments.built_in or arguments.tight
    return City(tight=arguments.tight).problem() if made_up else seeded_city()


def main() -> None:
    """Run baseline and planner and print both."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--file", type=Path)
    parser.add_argument("--problem", type=Path, help="a problem in this project's own JSON")
    parser.add_argument("--built-in", action="store_true")
    parser.add_argument("--tight", action="store_true")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    problem = chosen(arguments)
    print(f"{problem.id}: {len(problem.crews)} crews, {len(problem.events)} events")
    began = time.monotonic()
    plan, totals = best_of(problem)
    show("spreadsheet, best order", problem, plan, time.monotonic() - began)
    print("   ", ", ".join(f"{name} {total / 1e6:.2f}" for name, total in totals.items()))
    marks = [5.0, 10.0, 30.0, 60.0]
    best = [0]

    def progress(report: Progress, plan: Plan | None) -> None:
        del plan
        while marks and report.seconds > marks[0]:
            print(f"    {marks.pop(0):5.0f} s {report.stage:14} {best[0] / 1e6:9.3f} M", flush=True)
        if not best[0] and report.incumbent:
            print(
                f"    {report.seconds:5.1f} s {'first plan':14} {report.incumbent / 1e6:9.3f} M", flush=True
            )
        best[0] = report.incumbent or 0

    began = time.monotonic()
    outcome = plan_year(
        problem,
        seed=arguments.seed,
        seconds=arguments.seconds,
        workers=arguments.workers,
        on_progress=progress,
    )
    found = getattr(outcome, "plan", None)
    if found is None:
        print(outcome)
        return
    show("planner", problem, found, time.monotonic() - began)
    bound = getattr(outcome, "bound", 0)
    total = found.cost.total(problem.weights)
    print(f"    bound {bound / 1e6:.3f} M, gap {(total - bound) / max(1, total):.1%}")
    print(f"    peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()

"""
How long explanations take on one city: reasons beside the solver, remedies, and clashing locks.

    python -m benchmarks.planner.explaining city.json
        [--plan plan.json] [--seconds 20] [--locks 7 22 62] [--bottlenecks 70]

Without a plan file that exists, the year is planned first, deterministically, and kept there if one is named.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks.planner.convert import converted
from scheduling import Lock, Plan, Planned, Problem, plan_year
from scheduling.axis import indexes
from scheduling.compiled import Compiled
from scheduling.explain import bottlenecks, remedies
from scheduling.explain.conflicts import place_locked
from scheduling.explain.reasons import Reasons, whole_view
from scheduling.model import build
from scheduling.outcome import Conflict
from scheduling.serial import plan_from_json, to_json
from scheduling.solver import Effort, new_solver, run


def main() -> None:
    """Print milliseconds an event for reasons and for the solver, and seconds for remedies and locks."""
    parser = argparse.ArgumentParser()
    parser.add_argument("city", type=Path)
    parser.add_argument("--plan", type=Path)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--locks", type=int, nargs="*", default=[7, 22, 62])
    parser.add_argument("--bottlenecks", type=float, default=0, help="seconds to check bottlenecks for")
    parser.add_argument("--seed", type=int, default=3)
    arguments = parser.parse_args()
    problem = converted(arguments.city)
    plan = _plan(problem, arguments.plan, arguments.seconds)
    _reasons(problem, plan)
    _remedies(problem, plan)
    for count in arguments.locks:
        _locks(problem, plan, count, arguments.seed)
    if arguments.bottlenecks:
        for limit in bottlenecks(problem, plan, seconds=arguments.bottlenecks, deterministic=True):
            print(f"    {limit.sentences[0][1]} (estimated {limit.estimated}, checked {limit.saved_total})")


def _plan(problem: Problem, file: Path | None, seconds: float) -> Plan:
    if file is not None and file.exists():
        return plan_from_json(file.read_bytes())
    outcome = plan_year(problem, seconds=seconds, deterministic=True)
    if not isinstance(outcome, Planned):
        raise SystemExit(f"no plan: {outcome}")
    if file is not None:
        file.write_text(to_json(outcome.plan), encoding="utf-8")
    return outcome.plan


def _reasons(problem: Problem, plan: Plan) -> None:
    began = time.process_time()
    view = whole_view(problem, plan)
    reasons = Reasons(view, plan)
    print(f"indexing {1000 * (time.process_time() - began):.0f} ms")
    absent = [entry.event for entry in plan.unscheduled if entry.event in view.events]
    for label, events in (("unscheduled", absent), ("every event", list(view.events))):
        began, slowest = time.process_time(), 0.0
        for event_id in events:
            since = time.process_time()
            reasons.of(event_id)
            slowest = max(slowest, time.process_time() - since)
        each = 1000 * (time.process_time() - began) / max(1, len(events))
        print(f"reasons, {label}: {each:.2f} ms an event ({len(events)}), slowest {1000 * slowest:.1f} ms")
    began, places = time.process_time(), view.places_of(plan)
    for event_id in absent:
        draft = build(view, [event_id], places, must=[event_id], objective=False)
        run(new_solver(Effort(5, deterministic=True, seed=0)), draft, {})
    each = 1000 * (time.process_time() - began) / max(1, len(absent))
    print(f"asking the solver yes or no, without a reason: {each:.1f} ms an event")


def _remedies(problem: Problem, plan: Plan) -> None:
    absent = [entry.event for entry in plan.unscheduled]
    tried = [0]

    def count(done: int, _: int) -> None:
        tried[0] += bool(done)

    began, found = time.process_time(), 0
    for event_id in absent:
        proven = remedies(problem, plan, event_id, seconds=20, deterministic=True, on_tried=count)
        found += len(proven)
        for remedy in proven[:1]:
            print(f"    {event_id}: {'; '.join(en for _, en in remedy.sentences)}")
    seconds = time.process_time() - began
    print(
        f"remedies: {found} for {len(absent)} events, {seconds / max(1, len(absent)):.2f} s an event,"
        f" {1000 * seconds / max(1, tried[0]):.0f} ms a candidate"
    )


def _locks(problem: Problem, plan: Plan, count: int, seed: int) -> None:
    """Lock events where the plan has them, and two more that use the same evaluators on one day."""
    for label, locked in (
        ("locks where the plan has them", locked_like(problem, plan, count, seed)),
        ("locks, two of them clashing", clashing_locks(problem, plan, count, seed)),
    ):
        _timed(f"{count} {label}", locked)


def _timed(label: str, locked: Problem) -> None:
    began = time.process_time()
    view = Compiled(locked)
    compiled = time.process_time()
    found = place_locked(view, 0)
    seconds = time.process_time() - compiled
    print(f"{label}: {seconds:.2f} s, compiling {compiled - began:.2f} s")
    if isinstance(found, Conflict):
        for zh, en in found.sentences:
            print(f"    {en} | {zh}")
    else:
        print("    no conflict")


def locked_like(problem: Problem, plan: Plan, count: int, seed: int) -> Problem:
    """Return the problem with `count` events locked where a plan has them."""
    chance = random.Random(seed)
    days = {a.event: a.first_day for a in plan.assignments if a.exercise is None}
    return _locked(problem, {event_id: days[event_id] for event_id in chance.sample(sorted(days), count)})


def clashing_locks(problem: Problem, plan: Plan, count: int, seed: int) -> Problem:
    """Return the problem with `count` locks, of which two of the largest events stand on one day."""
    chance = random.Random(seed)
    view = Compiled(problem)
    days = {a.event: a.first_day for a in plan.assignments if a.event in view.events}
    places = {event_id: days[event_id] for event_id in chance.sample(sorted(days), count - 2)}
    largest = max(len(event.crews) for event in problem.events)
    shared = [event.id for event in problem.events if len(event.crews) == largest]
    one, other = chance.sample(shared, 2)
    common = list(indexes(view.starts[one] & view.starts[other]))
    places[one] = places[other] = problem.days[common[len(common) // 2]]
    return _locked(problem, places)


def _locked(problem: Problem, places: dict[str, date]) -> Problem:
    events = (
        replace(e, lock=Lock(places[e.id], reason="省厅已定 / set by the province")) if e.id in places else e
        for e in problem.events
    )
    return replace(problem, events=tuple(events))


if __name__ == "__main__":
    main()
